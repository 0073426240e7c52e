"""Names that no source lists: those that a naming scheme reads, that a sentence introduces, or that a scanner reports.

Words that announce a name are looked for together with the known names (`cues`); only beside them is a name made out.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..schemes import fitting, table
from .detection import AFTER, detection
from .words import kind_of, words

_MARKS = frozenset(  # the second words of schemes whose names nothing else looks like
    mark.lower()
    for scheme in table().scheme
    for mark in scheme.marks
    if scheme.giver in ("CrowdStrike", "Microsoft") and mark.isalpha()
)
_NUMBERED = tuple(words().numbered)  # what those with a number begin with
# A word that may be one of a name: with a capital or a digit in it.
_ONE = r"(?:[A-Z][\w]*|[a-z]+[A-Z]\w*|\w*\d\w*[A-Za-z]\w*)(?:-[A-Za-z0-9]+)*"
_FOLLOWS = re.compile(
    rf"[\s:,]*(?:(?:by [\w ]{{2,30}} )?as |the |an? |is |“|\"|'|\(|\*|_|`)*({_ONE}(?: {_ONE}){{0,2}})"
)
_FOLLOWS_ONE = re.compile(rf" [\"'(]?({_ONE})")
_PRECEDES = re.compile(rf"(?<![\w.-]){_ONE}\Z")
_ITEM = re.compile(rf"(?:,|,? and|,? or|,? as well as|/)[ ]?({_ONE}(?: {_ONE})?)")
# What stands in front of the last word of a band's name.
_BAND = re.compile(r"(?<![\w.'-])(?:[A-Z][\w'-]*|\d+)(?: [A-Z][\w'-]*){0,2}\Z")
# What may stand between a name and the word that says what it is: ", a new", " - an".
_APPOSED = re.compile(
    r"(?:,| -) (?:[Aa]n?|also an?) "
    r"(?:(?!(?:of|by|that|which|who|with|for|from|in|to|and|or|used|on|ethnic|minority) )[\w'-]+ ){0,5}\Z"
)
# The first of the names that follow a word for all of them: "backdoors such as".
_AMONG = re.compile(rf",? (?:such as|like|including|includes?|namely) (?:the )?[\"']?({_ONE}(?: {_ONE})?)")
_AMONG_BEGINS = frozenset("silnSILN ")
APART = 48  # characters between such a word and the name, and the name's own
_CODE = re.compile(r"[(=_\\/\[]|\.\w")  # what stands right behind the name of a function, a file, a variable
MOST_LISTED = 12  # names of one list
_NUMBERED_NAME = re.compile(r"[A-Za-z][A-Za-z.]*(?:[- ][A-Z]{1,4})?[-_ ]?\d{1,6}[a-z]?\b")
# Units of armed forces, which have five digits; TAG-22 and APT6 in full.
_IN_FULL = re.compile(r"(?:(?:Military )?Unit \d{5}|(?:Threat Activity Group|Advanced Persistent Threat) \d{1,3})\b")
_NEXT_SENTENCE = re.compile(r"[a-z]+\.[A-Z][\w-]*$")  # "a backdoor.Then", where a scraped page lost a blank
_CVE = re.compile(r"CVE-\d{4}-\d{4,7}(?!\d)", re.IGNORECASE)  # https://www.cve.org/ResourcesSupport/FAQs
_MARKED_NAME = re.compile(r"(?<!\w)([A-Z][a-z]+|[A-Z]+) $")
_TACTIC = re.compile(r"TA0[01]\d\d$")  # an id of ATT&CK's, not one of Proofpoint's actors'


class Coined(NamedTuple):
    """A name at a place that is in no source: how it was made out, and of what kind that says it is ("": unknown)."""

    start: int
    end: int
    how: str  # "scheme", "called", "kind", "listed", "band", "initials", "detection"
    kind: str
    of: str = ""  # of a detection name the part that names the family, of initials the name that has them


_DIGITS = tuple(bytes((digit,)) for digit in b"0123456789")
# What to do where a cue stands, what has to stand right behind it (see Cue), and as which character.
_BEHIND: dict[str, tuple[tuple[bytes, ...], frozenset[str] | None]] = {
    "called": ((b" ",), None), "goes by": ((b" ",), None), "kind": ((b" ", b"s "), None), "band": ((b" ",), None),
    "marked": ((b" ",), None), "numbered": ((b" ", *_DIGITS), frozenset(" -_0123456789")), "in full": (_DIGITS, None),
    "vulnerability": (_DIGITS, None), "detection": ((b" ",), AFTER),
}  # fmt: skip


class Cue(NamedTuple):
    """Something to look for, as `bytewise` has it; what to do where it stands; and what may stand right behind it.

    Behind it stands one of `tails`, in which a blank is whatever is no letter or digit; and one of `then`, if it is not
    None.
    """

    pattern: bytes
    how: str
    tails: tuple[bytes, ...] = (b" ",)
    then: frozenset[str] | None = None


def cues() -> list[Cue]:
    """Everything to look for beside the known names."""
    known = words()
    lists = {
        "called": known.introducing, "goes by": known.persona, "kind": known.announcing, "band": known.bands,
        "marked": _MARKS, "numbered": known.numbered, "in full": known.in_full, "detection": known.detected,
        "vulnerability": frozenset(("cve ",)),
    }  # fmt: skip
    return [Cue(word.encode(), how, *_BEHIND[how]) for how, some in lists.items() for word in sorted(some)]


def finder(how: str) -> Callable[[str, int, int], Sequence[Coined]]:
    """What gives the names of a text that stand beside a cue of that sort at a place (start, end): none, for most."""
    return _FINDERS[how]


def _called(text: str, start: int, end: int) -> Sequence[Coined]:
    found = _FOLLOWS.match(text, end, end + 120)
    if not found or _CODE.match(text, found.end(1)):
        return ()
    before = re.findall(r"[a-z]+", text[max(0, start - 60) : start].lower())[-5:]
    for word in reversed(before):
        if kind := kind_of(word):
            return (Coined(found.start(1), found.end(1), "called", kind),)
        if word in words().else_called:
            return ()
    return (Coined(found.start(1), found.end(1), "called", ""),)


def _goes_by(text: str, start: int, end: int) -> Sequence[Coined]:
    return [one._replace(kind=one.kind or "actor") for one in _called(text, start, end)]


def _kind(text: str, start: int, end: int) -> Sequence[Coined]:
    end += text.startswith(("s", "S"), end)  # its plural
    edge = start - APART if start > APART else 0
    last = text[(text.rfind(" ", edge, start - 1) + 1 or edge) : start - 1]
    next_ = text[end + 1 : end + 2]
    before = last != "" and not last.islower()
    after = not next_.islower() and text[end : end + 1] == " "
    among = _AMONG.match(text, end, end + 80) if next_ in _AMONG_BEGINS else None
    comma = max(text.rfind(", a", edge, start), text.rfind(" - A", edge, start))
    apposed = comma > edge and not text[(text.rfind(" ", edge, comma) + 1 or edge) : comma].islower()
    if not (before or after or among or apposed):
        return ()  # so it is mostly
    kind = kind_of(text[start:end].lower())
    if kind != "campaign":
        if among:
            listed = Coined(among.start(1), among.end(1), "listed", kind)
            return (listed, *in_list(text, listed.end, kind))
        if apposed and _APPOSED.match(text, comma, start):
            name = Coined(*_name_before(text, comma), "apposed", kind)
            return (name,) if name.start < name.end else ()
    found = [Coined(*_name_before(text, start), "kind", kind)] if before else []
    if after and (next_one := _FOLLOWS_ONE.match(text, end, end + 60)):
        operation = text[start:end] == "Operation"  # which is part of its name
        found.append(Coined(start if operation else next_one.start(1), next_one.end(1), "kind", kind))
    return [one for one in found if one.start < one.end]


def _name_before(text: str, start: int) -> tuple[int, int]:
    """Where what may be a name begins and ends right before a place on the line; both are the place if nothing is."""
    line = text[max(0, start - 48) : start].rpartition("\n")[2]
    before = line.rstrip(" -\"'*_`)]")
    first = stop = edge = start - len(line) + len(before)
    for part in reversed(before.rsplit(" ", 3)[-3:]):  # a name has three words at most
        at = _where_a_name_begins(part)
        if at < 0:
            break
        first = edge - len(part) + at
        if at:
            break
        edge = first - 1
    return (first, stop) if first < stop else (start, start)


@lru_cache(maxsize=8192)
def _where_a_name_begins(word: str) -> int:
    """At which of its characters begins what may be a word of a name, and ends with it: 1 of "(Foo"; -1 if none is."""
    found = _PRECEDES.search(word)
    return found.start() if found else -1


def _numbered(text: str, start: int, end: int) -> Sequence[Coined]:
    found = _NUMBERED_NAME.match(text, start, start + 24)
    return (
        (Coined(found.start(), found.end(), "scheme", "actor"),)
        if found and not _TACTIC.match(found[0]) and reads(found[0])
        else ()
    )


def _in_full(text: str, start: int, end: int) -> Sequence[Coined]:
    found = _IN_FULL.match(text, start - 9 * (text[start - 9 : start] == "Military "), end + 6)
    return (Coined(found.start(), found.end(), "scheme", "actor"),) if found else ()


def _vulnerability(text: str, start: int, end: int) -> Sequence[Coined]:
    found = _CVE.match(text, start)
    return (Coined(start, found.end(), "scheme", "vulnerability"),) if found else ()


def _marked(text: str, start: int, end: int) -> Sequence[Coined]:
    found = _MARKED_NAME.search(text, max(0, start - 24), start) if text[start].isupper() else None
    if not found or not _is_first(found[1]) or text.endswith("Operation ", 0, found.start(1)):
        return ()
    return (Coined(found.start(1), end, "scheme", "actor"),) if reads(text[found.start(1) : end]) else ()


def _is_first(word: str) -> bool:
    """Whether a word may be the first of two that a scheme reads ("The Sphinx" is none)."""
    return not kind_of(word.lower()) and word.lower() not in words().no_names


@lru_cache(maxsize=4096)
def reads(name: str) -> bool:
    """Whether a naming scheme reads the name as it is written, and it is the name of an actor rather than an id."""
    return any(scheme.kind != "id" and reading.kind != "id" for scheme, reading in fitting(name))


def schemed(name: str) -> bool:
    """Whether a naming scheme reads the name, and hardly anything else looks so."""
    folded = name.lower().replace("-", " ").replace("_", " ")
    numbered = _NUMBERED_NAME.fullmatch(name) if folded.startswith(_NUMBERED) else None
    return (numbered is not None or folded.rpartition(" ")[2] in _MARKS) and reads(name)


def _detection(text: str, start: int, end: int) -> Sequence[Coined]:
    found = detection(text, start, end)
    if not found or _NEXT_SENTENCE.match(text, found[0], found[1]):
        return ()
    return (Coined(found[0], found[1], "detection", "tool", found[2]),)


def in_list(text: str, end: int, kind: str) -> Sequence[Coined]:
    """The names that follow in the list in which a name of that kind stands that ends at `end`: ", X, Y and Z"."""
    found: list[Coined] = []
    while len(found) < MOST_LISTED and (name := _ITEM.match(text, end, end + 80)):
        found.append(Coined(name.start(1), name.end(1), "listed", kind))
        end = name.end(1)
    return found


def _band(text: str, start: int, end: int) -> Sequence[Coined]:
    found = _BAND.search(text, max(0, start - 48), start - 1) if text[start].isupper() else None
    if not found or text[start - 1] != " ":
        return ()
    known = words()
    parts = found[0].split(" ")
    first = found.start() + (len(parts.pop(0)) + 1 if parts[0].lower() in known.small else 0)
    said = {part.lower() for part in parts}
    if not parts or parts[-1].lower() in known.nationalities or not known.no_bands.isdisjoint(said):
        return ()
    if text[start:end].lower() in known.common_bands and known.hacking.isdisjoint(said):
        return ()
    return (Coined(first, end, "band", "actor"),)


_FINDERS = {
    "band": _band,
    "called": _called,
    "goes by": _goes_by,
    "kind": _kind,
    "numbered": _numbered,
    "in full": _in_full,
    "marked": _marked,
    "detection": _detection,
    "vulnerability": _vulnerability,
}
