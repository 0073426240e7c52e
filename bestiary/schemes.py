"""What a name tells of itself: the naming schemes of `schemes.toml`, which says what each column means.

A scheme reads a name as its giver writes it, never the fold: RedDelta is Recorded Future's, Red Delta PwC's. What it
implies is what the giver thought when the name was given. It is no evidence of origin, and whatever giver a source
states stands before the one read here. No look-up needs this module; it is loaded when a name is to be read.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple

import msgspec

LONGEST = 100  # characters; no name of a scheme has half as many, and longer text is not looked at

# Hyphens that typesetting puts where the giver typed its own: U+2010, no-break U+2011, figure U+2012, en dash U+2013
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013", "-"))


class Reading(NamedTuple):
    """One way to read a name.

    `scheme` is the scheme's title, "" for a name of its own that only looks like one of a scheme. `meaning` is a
    sentence of ours on how the name is built and what it stands for. `country` is an ISO 3166-1 code, None where the
    name implies none; `kind` the sort of actor ("id" for what is no name) and `maturity` how settled the cluster was
    when named, "" where the name does not say. `since` and `until` are EDTF dates of the scheme's use, "" where not
    known.
    """

    giver: str
    scheme: str
    meaning: str
    country: str | None
    kind: str
    maturity: str
    since: str
    until: str
    url: str


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word or sign of a name that implies something."""

    means: str
    country: str = ""
    kind: str = ""


class Scheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By which rule an organisation coins names."""

    giver: str
    title: str
    url: str
    patterns: tuple[str, ...]
    rule: str
    examples: tuple[str, ...]
    since: str = ""
    until: str = ""
    country: str = ""
    kind: str = ""
    maturity: str = ""
    marks: dict[str, Mark] = {}


class Coined(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name that looks like one of a scheme and was coined by another."""

    name: str
    giver: str
    url: str


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`schemes.toml`."""

    words: dict[str, str]
    scheme: tuple[Scheme, ...]
    coined: tuple[Coined, ...]


def built_like(name: str) -> str:
    """Whose scheme reads an actor's name; "" if none does, or several."""
    found = readings(name)
    return found[0].giver if len(found) == 1 and found[0].kind != "id" and found[0].scheme else ""


def readings(name: str) -> list[Reading]:
    """Every reading of the name, in the order of the table; several: several vendors may have coined it.

    The whole name has to be of the scheme. It is read as written, and if no scheme writes so, in disregard of case. A
    name known to be another's has that one reading only. Raises nothing, whatever the text.
    """
    coined = _coined().get(_plain(name).casefold())
    return [_lookalike(coined)] if coined else [reading for _, reading in fitting(name)]


def fitting(name: str) -> list[tuple[Scheme, Reading]]:
    """Like `readings`, by the patterns alone: also what is known to be another's name. Each with its scheme."""
    plain = _plain(name)
    if len(plain) > LONGEST or not _any().fullmatch(plain):
        return []
    for whatever_case in (False, True):
        found = [(scheme, match) for scheme in table().scheme if (match := _match(scheme, plain, whatever_case))]
        if found:
            return [(scheme, _reading(scheme, match)) for scheme, match in found]
    return []


@cache
def table() -> Table:
    """The schemes; read once. Raises msgspec.ValidationError if the table itself is wrong (a test reads it)."""
    text = files(__package__).joinpath("schemes.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Table)


def _plain(name: str) -> str:
    """The name as written, but for hyphens and white space, in which no scheme differs from another."""
    return " ".join(name.translate(_HYPHENS).split())


def _match(scheme: Scheme, name: str, whatever_case: bool) -> re.Match[str] | None:
    patterns = _compiled()[scheme.giver, scheme.title][whatever_case]
    return next((match for pattern in patterns if (match := pattern.fullmatch(name))), None)


def _reading(scheme: Scheme, match: re.Match[str]) -> Reading:
    found = match.groupdict().get("mark")
    word, mark = next(
        ((word, mark) for word, mark in scheme.marks.items() if found and word.casefold() == found.casefold()),
        ("", None),
    )
    meaning = f"{scheme.rule} {word}: {mark.means}." if mark else scheme.rule
    country = (mark.country if mark else "") or scheme.country
    kind = (mark.kind if mark else "") or scheme.kind
    return Reading(
        scheme.giver,
        scheme.title,
        meaning,
        country or None,
        kind,
        scheme.maturity,
        scheme.since,
        scheme.until,
        scheme.url,
    )


def _lookalike(coined: Coined) -> Reading:
    """The reading of a name that is of no scheme, so that nobody takes it for one."""
    looks = ", ".join(dict.fromkeys(scheme.giver for scheme, _ in fitting(coined.name)))
    meaning = f"A name of its own, that looks like one by {looks}; it implies nothing."
    return Reading(coined.giver, "", meaning, None, "", "", "", "", coined.url)


@cache
def _coined() -> dict[str, Coined]:
    return {coined.name.casefold(): coined for coined in table().coined}


@cache
def _compiled() -> dict[tuple[str, str], tuple[list[re.Pattern[str]], list[re.Pattern[str]]]]:
    """Giver and title → the patterns as written, and the same in disregard of case."""
    words = {name: text.split() for name, text in table().words.items()}
    compiled = {}
    for scheme in table().scheme:
        full = [_filled(pattern, {**words, "mark": [*scheme.marks]}) for pattern in scheme.patterns]
        compiled[scheme.giver, scheme.title] = (
            [re.compile(pattern) for pattern in full],
            [re.compile(pattern, re.IGNORECASE) for pattern in full],
        )
    return compiled


@cache
def _any() -> re.Pattern[str]:
    """What some scheme reads, in whatever case: most names are of none, and known so by one look instead of 140."""
    patterns = [pattern.pattern for written, _ in _compiled().values() for pattern in written]
    return re.compile("|".join(patterns).replace("(?P<mark>", "(?:"), re.IGNORECASE)


def _filled(pattern: str, words: dict[str, list[str]]) -> str:
    """The pattern with lists of words in place of {name}, {Name} and {NAME}, in the case in which the name stands."""
    for (name, listed), case in product(words.items(), (str.lower, str.capitalize, str.upper)):
        written = case(name)
        spelled = listed if written == name and name != "mark" else [case(word) for word in listed]
        group = "?P<mark>" if name == "mark" else "?:"
        pattern = pattern.replace(f"{{{written}}}", f"({group}{'|'.join(spelled)})")
    return pattern
