"""What scanners call malware: "Trojan-Dropper.Win32.Metel.a" names the family Metel, "TSPY_WOOLERG.A" Woolerg."""

import re

from .words import words

_DETECTION = re.compile(
    r"(?:HEUR:|UDS:|PDM:|not-a-virus:|MEM:|Gen:|VHO:)?[A-Za-z][\w-]*(?:[.:/!@][A-Za-z0-9][\w-]*)+"
    r"|[A-Z0-9]{2,12}_[A-Z][A-Z0-9]+(?!\w)(?:\.[A-Z]{1,4})?"
)
AFTER = frozenset(".:/_-!@")
# Which variant it is, not which family; or which vulnerability it uses.
_SUFFIX = re.compile(r"[a-z]{1,4}|[A-Z]{1,3}|\d+|gen\d*|origin|variant|CVE-.*")
_FAMILIES_OF_ALL = ("agent", "generic", "kryptik")  # behind them capitals tell the variant: "Win32/Agent.ACUQ"
_JOINTS = ".:/_-!"
_LONGEST = 120  # characters


def detection(text: str, start: int, end: int) -> tuple[int, int, str] | None:
    """Around a word of `words.detected`: where the scanner's name begins and ends, and the family in it.

    One of `AFTER` has to stand behind the word.
    """
    first = start
    while first and start - first < _LONGEST // 3 and (text[first - 1].isalnum() or text[first - 1] in _JOINTS):
        first -= 1
    found = _DETECTION.match(text, first, first + _LONGEST)
    family = family_of(found[0]) if found else ""
    return (first, found.end(), family) if found and family else None


def family_of(name: str) -> str:
    """The part of a scanner's name that names the family; "" if there is none, or the name is not built so.

    What sort of thing it is, or its platform, stands before the family; the variant behind it.
    """
    parts = [part for part in re.split(r"[.:/!@_]", name) if part]
    generic = words().generic
    first = next((place for place, part in enumerate(parts) if part.lower() not in generic and not part.isdigit()), 0)
    family = parts[first] if first else ""
    if (
        len(family) < 3 + family.isalpha()
        or family.islower()
        or _SUFFIX.fullmatch(family)
        or parts[-1].lower() in words().files
    ):
        return ""
    return "" if family.isupper() and parts[first - 1].lower() in _FAMILIES_OF_ALL else family
