"""The names of one text, known and new, each with all its places."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from ..dictionary import Dictionary, Entry
from ..everyday import commonness
from ..names import fold
from .case import Case
from .context import bare, in_address, said_by_itself, whole_end
from .extent import MOST_INITIALS, are_initials, initials
from .introduced import Coined, in_list
from .known import Lexicon, Reading
from .scan import Found
from .words import kind_of, words

_WORDS = words()
_IDLE = _WORDS.no_names | _WORDS.nationalities
_ENDS = _IDLE | _WORDS.trade  # the same at the end of a name
MOST_NEW = 500  # new names of one text
STATED = 2  # how much a sentence that states what something is says, to a word beside it
ACTORS = {"actor"}
_CLOSES = frozenset("\"')")
WHOLE = frozenset(("scheme", "detection", "band", "initials"))  # what is made out from where it begins to where it ends
MADE_BY_TITLES = frozenset((" Group", " Downloader", " Dropper", " Loader"))
STATES = frozenset(("called", "apposed"))  # what a sentence states
LONGEST = 50  # characters of a new name


def known_names(text: str, shape: bytes, found: Iterable[Found], lexicon: Lexicon) -> dict[str, Case]:
    """The names of the dictionary in a text with its shape (see `shape_of`), by their folds."""
    cases: dict[int, Case] = {}
    # Most are written in the same way again and again.
    written: dict[str, tuple[Case, Reading, tuple[int, int], Sequence[str]]] = {}
    titled: dict[tuple[str, str], list[tuple[Case, int]]] = {}  # a name, what a title may have made one of it → places
    for start, end, which in found:
        surface = text[start:end]
        if surface not in written:
            known = lexicon[which]
            if which not in cases:
                cases[which] = known.case()
            written[surface] = cases[which], known.reading(surface), known.around(surface), known.entry.spellings
        case, reading, (before, behind), spellings = written[surface]
        if reading == "word":
            case.lower += 1
        elif reading == "name" and not in_address(text, start, end) and text[start - 10 : start] != "Operation ":
            case.see(text, shape, start, end, spellings)
            first, last = start + before, end - behind
            whole = whole_end(text, last)
            case.places[-1] = first, whole
            if whole > last and text[last:whole] in MADE_BY_TITLES:
                key = text[first:last], text[last:whole]
                if key in titled or len(titled) < MOST_NEW:  # each is looked for in all of the text
                    titled.setdefault(key, []).append((case, len(case.places) - 1))
    _untitle(text, titled)
    return {case.fold: case for case in cases.values() if case.sights}


def _untitle(text: str, titled: Mapping[tuple[str, str], Iterable[tuple[Case, int]]]) -> None:
    """Takes from names what they have in small letters too: in a title the Conti group is the Conti Group."""
    for (surface, word), places in titled.items():
        if f"{surface}{word.lower()}" in text:
            for case, place in places:
                start = case.places[place][0]
                case.places[place] = start, start + len(surface)


def new_names(
    text: str,
    shape: bytes,
    likely: Iterable[Case],
    announced: Iterable[Coined],
    known: Mapping[str, Case],
    folds: Mapping[str, int],
    dictionary: Dictionary,
) -> list[Case]:
    """The names that only the text introduces; what it says of known ones is noted with them.

    `likely` are known names that are likely meant, `announced` is what stands beside the cues.
    """
    cases: dict[str, Case] = {}
    surfaces: dict[str, dict[str, None]] = {}  # in the order in which they are met
    detections: dict[str, Coined] = {}
    for one in _candidates(text, chain(announced, _listed(text, likely))):
        surface = text[one.start : one.end]
        folded = _folded(surface)
        case = known.get(folded)
        if case is None and (plain := bare(surface)) != surface:
            case = known.get(_folded(plain))
        if case is None and one.how == "detection":
            if len(detections) < MOST_NEW:  # each is looked for in all of the text
                detections.setdefault(surface, one)
            continue
        if case is None and (folded in folds or not _fit(surface, folded, one, dictionary)):
            continue
        if case is None:
            case = cases.get(folded)
            if case is None:
                if len(cases) == MOST_NEW:
                    continue
                parts = surface.lower().replace("-", " ").split()
                case = cases[folded] = Case(folded, commonness(parts, dictionary.words), len(parts), how="sentence")
            if one.how == "scheme":
                case.how = "scheme"
            surfaces.setdefault(folded, {})[surface] = None
            if one.kind:
                case.kinds.add(one.kind)
        _note(case, one, {**known, **cases} if one.how == "initials" else {})
    for folded, case in cases.items():
        for surface in surfaces[folded]:
            for a, b in _places(text, surface):
                if not in_address(text, a, b):
                    case.see(text, shape, a, b, ())
    families = {**known, **cases}
    found = [_detected(text, shape, one, families, folds, dictionary) for one in detections.values()]
    return [case for case in (*cases.values(), *found) if case.sights]


def _note(case: Case, one: Coined, cases: Mapping[str, Case]) -> None:
    """Notes with a case how the text introduces it there."""
    how = one.how
    if how in ("kind", "part", "quoted"):
        case.by_kind += 1
    elif how == "listed":
        case.listed += 1
    elif how in ("called", "apposed"):
        case.called += how == "called"
        case.apposed += how == "apposed"
        case.as_actor += STATED * (one.kind == "actor")
        case.as_tool += STATED * (one.kind == "tool")
    elif how == "initials":
        long = cases.get(fold(one.of)) or cases.get(fold(bare(one.of)))
        case.initials_of = long if long is not case else None


def long_form(case: Case, likely: Iterable[Case]) -> Case | None:
    """The name whose initials a known one is, of those that the text has for the same thing: SEA beside "Syrian
    Electronic Army"."""
    short = case.sights[0].surface
    if not case.otherwise or len(short) > MOST_INITIALS or not short.isupper():
        return None
    others = (one for one in likely if one is not case and are_initials(short, one.sights[0].surface))
    return next((one for one in others if one.entry and not case.otherwise.isdisjoint(_bearers(one.entry))), None)


def _bearers(entry: Entry) -> Iterable[int]:
    return (bearer.thing for bearer in entry.bearers)


def _listed(text: str, likely: Iterable[Case]) -> Iterable[Coined]:
    """What stands in one list with names that are likely meant."""
    for case in likely:
        for sight in case.sights:
            if text.startswith(" (", sight.end) and (short := initials(text, sight.start, sight.end)):
                yield Coined(*short, "initials", min(case.kinds), text[sight.start : sight.end])
            # in the list of a page's tags anything stands
            if sight.prose and (sight.listed or text[sight.end : sight.end + 1] in _CLOSES):
                yield from in_list(text, sight.end, min(case.kinds))


_folded = lru_cache(maxsize=8192)(fold)  # a name is met again and again, in one text and in the next


def _candidates(text: str, announced: Iterable[Coined]) -> Iterable[Coined]:
    """What stands beside the cues, cut down to what may be a name, and its initials."""
    for one in announced:
        first, last = one.start, one.end
        if one.how not in WHOLE and not text.startswith("Operation ", first):
            before, behind = _no_name(text[first:last], one.how == "called")
            first, last = first + before, whole_end(text, last - behind)
            if before < 0 or first >= last:
                continue
            one = Coined(first, last, one.how, one.kind)
        yield one
        if text.startswith(" (", last) and (short := initials(text, first, last)):
            yield Coined(*short, "initials", one.kind, text[first:last])


@lru_cache(maxsize=8192)
def _no_name(surface: str, called: bool) -> tuple[int, int]:
    """How many characters at its beginning and at its end are words that are none of a name; (-1, 0): all of them.

    Where a sentence says that something is called so, fewer words are none.
    """
    idle = _WORDS.small if called else _IDLE
    parts = surface.split(" ")
    before = behind = 0
    while parts and (parts[0].lower() in idle or ("-" in parts[0] and _TURNS.search(parts[0]))):
        before += len(parts.pop(0)) + 1
    while parts and (kind_of(parts[-1].lower()) or parts[-1].lower() in _ENDS):
        behind += len(parts.pop()) + 1
    return (before, behind) if parts else (-1, 0)


# Where a page lost a blank: a year, an address or a word, and what follows; what precedes, and how a sentence begins.
_GLUED = re.compile(r"(?:\d{3,}|com|net|org|[Mm]alware|[a-z]{5,})[A-Z]")
_SENTENCES = re.compile(r"[a-z]([A-Z][a-z]+)(?!\w)")
_TURNS = re.compile(
    r"-(?:aligned|associated|backed|based|like|linked|nexus|related|speaking|sponsored|style|styled|themed|driven|enabled"
    r"|focused|specific|wide|language|targeting|as|as-a)$",
    re.IGNORECASE,
)


def _fit(surface: str, folded: str, one: Coined, dictionary: Dictionary) -> bool:
    """Whether a name may look so: no turn of phrase, and no part of it a vendor, a country or a sector.

    In small letters is what stands in quotation marks and is no word. What a scheme reads is only no vendor ("Arctic
    Wolf" is one).
    """
    if one.how in WHOLE:
        return one.how != "scheme" or folded not in dictionary.others
    if not 3 <= len(surface) <= LONGEST or folded in dictionary.others:
        return False
    if surface.islower() and (one.how != "quoted" or folded in dictionary.words):
        return False
    letters = sum(map(str.isalpha, surface))
    return (
        letters >= 2
        and letters * 2 >= len(surface)
        and not ("-" in surface and _TURNS.search(surface))
        and not _GLUED.match(surface)
        and not any(word.lower() in _IDLE for word in _SENTENCES.findall(surface))
        and folded not in _WORDS.trade
        and not _has_other(
            bare(surface) if one.how == "kind" else surface, one.how in STATES and one.kind != "", dictionary
        )
    )


def _has_other(surface: str, stated: bool, dictionary: Dictionary) -> bool:
    """Whether a word of it is a vendor or of the trade; or all are countries and sectors: "Gaza Team" may be a name.

    Where the sentence states what it is ("a group calling itself Recursion Team"), not all may be of the trade. No word
    of "Key RAT" counts, which says itself that it is malware.
    """
    if said_by_itself(surface) == "tool":
        return False
    parts = [_folded(word) for word in surface.removeprefix("Operation ").split()]
    not_of_name = [part for part in parts if part in dictionary.others]
    may = [part for part in not_of_name if part in dictionary.places or (stated and part in dictionary.trade)]
    return len(may) < len(not_of_name) or len(may) == len(parts)


def _places(text: str, surface: str) -> Iterable[tuple[int, int]]:
    """Where the surface stands as a word, or several."""
    start = text.find(surface)
    while start >= 0:
        end = start + len(surface)
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            yield start, end
        start = text.find(surface, end)


def _detected(
    text: str, shape: bytes, one: Coined, cases: Mapping[str, Case], folds: Mapping[str, int], dictionary: Dictionary
) -> Case:
    """The case of a scanner's name for malware: what its family is in the text, or else in the dictionary."""
    folded = fold(one.of)
    surface = text[one.start : one.end]
    case = Case(fold(surface), 0.0, 1, how="detection", kinds={"tool"}, family=cases.get(folded))
    if case.family and case.family.kinds != ACTORS and not case.family.detected:
        case.family.as_tool += STATED  # not if it is an actor, by whose names scanners name what it uses
        case.family.detected = True  # which is said once, however many variants are listed
    if folded in folds:
        case.entry = dictionary.entries[folds[folded]]
    elif case.family:
        case.entry = case.family.entry
    for a, b in _places(text, surface):
        case.see(text, shape, a, b, ())
    return case
