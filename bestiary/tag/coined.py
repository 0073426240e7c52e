"""Names that no source lists: those that a naming scheme reads, that a sentence introduces, or that a scanner reports.

Words that announce a name are looked for together with the known names (`cues`); only beside them is a name made out.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..schemes import fitting, table
from .detection import AFTER, detection
from .introduced import Coined, beside_kind, called, called_as, goes_by, sampled
from .words import kind_of, words


def _marks(*givers: str) -> frozenset[str]:
    """The words that mark the names of these givers' schemes, in small letters."""
    return frozenset(
        mark.lower() for scheme in table().scheme if scheme.giver in givers for mark in scheme.marks if mark.isalpha()
    )


# The second words of schemes whose names nothing else looks like, and the first ones of those that are in capitals.
_MARKS = _marks("CrowdStrike", "Microsoft", "Unit 42", "BI.ZONE", "Solar") - words().named_else
_FIRST_MARKS = _marks("Secureworks")
_NUMBERED = tuple(words().numbered)  # what those with a number begin with
# What stands in front of the last word of a band's name.
_BAND = re.compile(r"(?<![\w.'-])(?:[A-Z][\w'-]*|\d+)(?: [A-Z][\w'-]*){0,2}\Z")
_NUMBERED_NAME = re.compile(r"[A-Za-z][A-Za-z.]*(?:[- ][A-Z]{1,4})?[-_ ]?\d{1,6}[a-z]?\b")
# Units of armed forces, which have five digits; TAG-22 and APT6 in full.
_IN_FULL = re.compile(r"(?:(?:Military )?[Uu]nit \d{5}|(?:Threat Activity Group|Advanced Persistent Threat) \d{1,3})\b")
_NEXT_SENTENCE = re.compile(r"[a-z]+\.[A-Z][\w-]*$")  # "a backdoor.Then", where a scraped page lost a blank
_CVE = re.compile(r"CVE-\d{4}-\d{4,7}(?!\d)", re.IGNORECASE)  # https://www.cve.org/ResourcesSupport/FAQs
_IN_CAPITALS = re.compile(r" [A-Z]{3,}(?![\w-])")
_MARKED_NAME = re.compile(r"(?<!\w)([A-Z][a-z]+|[A-Z]+) $")
_TACTIC = re.compile(r"TA0\d{2,3}$")  # an id of ATT&CK's, not one of Proofpoint's actors'


_DIGITS = tuple(bytes((digit,)) for digit in b"0123456789")
# What to do where a cue stands, what has to stand right behind it (see Cue), and as which character.
_BEHIND: dict[str, tuple[tuple[bytes, ...], frozenset[str] | None]] = {
    "called": ((b" ",), None), "called as": ((b" ",), None), "sampled": ((b" ",), None), "goes by": ((b" ",), None),
    "kind": ((b" ", b"s "), None), "band": ((b" ",), None),
    "marked": ((b" ",), None), "first marked": ((b" ",), None),
    "numbered": ((b" ", *_DIGITS), frozenset(" -_0123456789")), "in full": (_DIGITS, None),
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
        "called": known.introducing, "called as": known.introducing_as, "sampled": known.sampled,
        "goes by": known.persona, "kind": known.announcing, "band": known.bands,
        "marked": _MARKS, "first marked": _FIRST_MARKS, "numbered": known.numbered, "in full": known.in_full,
        "detection": known.detected,
        "vulnerability": frozenset(("cve ",)),
    }  # fmt: skip
    return [Cue(word.encode(), how, *_BEHIND[how]) for how, some in lists.items() for word in sorted(some)]


def finder(how: str) -> Callable[[str, int, int], Sequence[Coined]]:
    """What gives the names of a text that stand beside a cue of that sort at a place (start, end): none, for most."""
    return _FINDERS[how]


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


def _first_marked(text: str, start: int, end: int) -> Sequence[Coined]:
    found = _IN_CAPITALS.match(text, end, end + 24) if text[start:end].isupper() else None
    return (Coined(start, found.end(), "scheme", "actor"),) if found and reads(text[start : found.end()]) else ()


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
    "called": called,
    "called as": called_as,
    "sampled": sampled,
    "goes by": goes_by,
    "kind": beside_kind,
    "numbered": _numbered,
    "in full": _in_full,
    "marked": _marked,
    "first marked": _first_marked,
    "detection": _detection,
    "vulnerability": _vulnerability,
}
