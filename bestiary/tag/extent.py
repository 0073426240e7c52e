"""Where a name ends, and the initials that stand behind it."""

import re

from .words import kind_of

MOST_INITIALS = 6
# Words that say what a name is even where they have a capital, as they have in titles: "SamSam Ransomware". Those of
# `context` that are not among these belong to the name: "Orcus RAT".
_SAY = frozenset(("Backdoor", "Malware", "Ransomware", "Trojan", "Webshell"))
_INITIALS = re.compile(rf" \(\"?([A-Z]{{2,{MOST_INITIALS}}})\"?\)")


def without_kind(text: str, start: int, end: int) -> int:
    """Where a name ends without a word that only says what it is, as sources have some in their names.

    "RansomEXX ransomware" ends with RansomEXX, and "Budminer cyberespionage group" with Budminer; "ghost rat" as it is.
    """
    last = text.rfind(" ", start, end)
    word = text[last + 1 : end]
    if last < 0 or not (kind_of(word) or word in _SAY):
        return end
    parts = text[start:last].split(" ")
    while parts and parts[-1].islower():
        last -= len(parts.pop()) + 1
    return last if parts else end


def initials(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the initials of a name stand in brackets right behind it, as in "Syrian Electronic Army (SEA)"."""
    found = _INITIALS.match(text, end, end + 11) if text.startswith(" (", end) else None
    return found.span(1) if found and are_initials(found[1], text[start:end]) else None


def are_initials(short: str, name: str) -> bool:
    """Whether it is what the capitals of a name are, of several."""
    return len(short) > 1 and "".join(filter(str.isupper, name)) == short
