"""Levels of the Traffic Light Protocol 2.0 (https://www.first.org/tlp/): how far something may be passed on.

A record says its own level in a field "TLP", in any case, or, in STIX, by the marking definitions it names: those of
TLP 1 (STIX 2.1, section 7.2.1.4) and of TLP 2.0 (https://github.com/oasis-open/cti-stix-common-objects). Whatever names
none has the level of the folder it was read from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .errors import Problem

if TYPE_CHECKING:  # the command line needs to know the levels, not msgspec
    from collections.abc import Iterable, Sequence

    from .statement import Statement

LEVELS = ("clear", "green", "amber", "amber+strict", "red")

# The marking definitions of TLP 2.0, and those of TLP 1, which called "white" what is "clear" now.
MARKINGS = {
    "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": "clear",
    "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "green",
    "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": "amber",
    "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": "amber+strict",
    "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": "red",
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "clear",
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "green",
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "amber",
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "red",
}

_MARKING = re.compile(r"marking-definition--[0-9a-f-]{36}", re.IGNORECASE)
_SAID = "x-tlp"  # a format gives the name of a field as it is written, so in any case
_MARKED = ("x-object_marking_refs", "x-granular_markings")
_RELATIONSHIP = "x-relationship"  # the part of a relation that has all else its relationship says


def highest(levels: Iterable[str]) -> str:
    """The one that is passed on the least; "clear" of none."""
    return max(levels, key=LEVELS.index, default="clear")


def within(level: str, most: str) -> bool:
    """Whether what has the level may stand where `most` is the highest."""
    return LEVELS.index(level) <= LEVELS.index(most)


def read(text: str) -> str | None:
    """The level that a text names, as "TLP:AMBER+STRICT" or "amber"; None if it is none.

    >>> read("TLP: White"), read("teal")
    ('clear', None)
    """
    word = re.sub(r"[\s_-]+", "", text.lower().strip("[] \t\n")).removeprefix("tlp:")
    word = {"white": "clear", "amberstrict": "amber+strict"}.get(word, word)
    return word if word in LEVELS else None


def mark(statements: Sequence[Statement], least: str) -> list[Problem]:
    """Gives each statement of one record its level: at least `least`, the record's own, and for a relation its own.

    A level that cannot be read is a Problem, and counts as red.
    """
    problems = []
    record = least
    relations: dict[int | None, str] = {}
    for said in statements:
        if said.property.lower() == _SAID:
            level = read(said.raw)
            if level is None:
                hint = f"there are: {', '.join(LEVELS)}; the record is treated as red"
                problems.append(
                    Problem(said.origin, f"“{said.raw[:80]}” is no level of the Traffic Light Protocol", hint)
                )
            record = highest([record, level or "red"])
        elif said.property in _MARKED:
            record = highest([record, *_levels(said.raw)])
        elif said.property == _RELATIONSHIP and _MARKING.search(said.raw):
            relations[said.parent] = highest(_levels(said.raw))
    if record != "clear" or any(level != "clear" for level in relations.values()):
        _give(statements, record, relations)
    return problems


def _give(statements: Sequence[Statement], record: str, relations: dict[int | None, str]) -> None:
    """Sets the levels; no part has a lower one than what it is a part of."""
    given: dict[int | None, str] = {}
    for said in statements:
        own = relations.get(said.ord, "clear")
        said.tlp = given[said.ord] = highest([record, own, given.get(said.parent, "clear")])


def _levels(text: str) -> list[str]:
    return [MARKINGS[id_] for id_ in map(str.lower, _MARKING.findall(text)) if id_ in MARKINGS]


def kept(statements: Sequence[Statement], most: str) -> list[Statement]:
    """The statements at or below a level, numbered anew, so that nothing shows what was left out.

    Nothing is left of a record whose title or id is above it, for its key may tell them.
    """
    if any(said.property in ("title", "uuid") and not within(said.tlp, most) for said in statements):
        return []
    numbers: dict[int | None, int | None] = {None: None}
    left: list[Statement] = []
    for said in statements:
        if within(said.tlp, most) and said.parent in numbers:
            numbers[said.ord] = len(left)
            said.ord, said.parent = len(left), numbers[said.parent]
            left.append(said)
    return left
