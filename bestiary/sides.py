"""Records taken together as one thing, as they are held against others."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from .identity import Subject

SECOND_TITLE = 0.6  # a card's title joins several names; those after the first are titles by so much
ATTACK = "mitre-attack"

_ATTACK_ID = re.compile(r"[gs]\d{4}").fullmatch

Unit = tuple[Subject, ...]  # records that are one by their ids


class Common(NamedTuple):
    """What is known of all records of the kind together."""

    rivals: Mapping[str, int]  # name → how many entries of one body bear it, where more than one
    citing: Mapping[str, int]  # publication → how many things cite it
    using: Mapping[int, int]  # tool → how many actors use it
    malware: frozenset[str]  # names that are titles of tools
    welded: Mapping[int, str]  # record → whose names it welds together


class Side:
    """One or several units taken as one thing."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        self.subjects = [subject for unit in units for subject in unit]
        self.numbers = frozenset(subject.number for subject in self.subjects)
        self.titles: dict[str, float] = {}
        self.entitling: dict[str, set[str]] = {}  # title → bodies that have it so
        self.names: dict[str, set[str]] = {}
        self.bodies: dict[str, set[str]] = {}  # name → bodies that list it
        self.written: dict[str, str] = {}
        for subject in self.subjects:
            for name, giver in subject.names.items():
                if name not in subject.rejected:
                    givers = self.names.setdefault(name, set())
                    if giver:
                        givers.add(giver)
                    self.bodies.setdefault(name, set()).add(subject.body)
                    self.written.setdefault(name, subject.written.get(name, name))
            for number, title in enumerate(subject.titles):
                if title in subject.names and title not in subject.rejected:
                    weight = SECOND_TITLE if number else 1.0
                    self.titles[title] = max(weight, self.titles.get(title, 0.0))
                    self.entitling.setdefault(title, set()).add(subject.body)

    def _all(self, values: Callable[[Subject], Iterable[str]]) -> frozenset[str]:
        return frozenset(value for subject in self.subjects for value in values(subject))

    @cached_property
    def ids(self) -> frozenset[str]:
        return self._all(lambda subject: subject.ids)

    @cached_property
    def cited(self) -> frozenset[str]:
        return self._all(lambda subject: subject.cited)

    @cached_property
    def countries(self) -> frozenset[str]:
        return self._all(lambda subject: subject.countries)

    @cached_property
    def sponsors(self) -> frozenset[str]:
        return self._all(lambda subject: subject.sponsors)

    @cached_property
    def references(self) -> frozenset[str]:
        return self._all(lambda subject: subject.references)

    @cached_property
    def targets(self) -> frozenset[str]:
        return self._all(lambda subject: subject.targets)

    @cached_property
    def platforms(self) -> frozenset[str]:
        return self._all(lambda subject: subject.platforms)

    @cached_property
    def uses(self) -> frozenset[int]:
        return frozenset(tool for subject in self.subjects for tool in subject.uses)

    @cached_property
    def similar(self) -> dict[int, float]:
        found: dict[int, float] = {}
        for subject in self.subjects:
            for number, weight in subject.similar.items():
                found[number] = max(weight, found.get(number, 0.0))
        return found

    @cached_property
    def entries(self) -> dict[str, list[list[Subject]]]:
        """Body → its entries among the units."""
        found: dict[str, list[list[Subject]]] = {}
        for unit in self.units:
            here: dict[str, list[Subject]] = {}
            for subject in unit:
                here.setdefault(subject.body, []).append(subject)
            for body, subjects in here.items():
                found.setdefault(body, []).append(subjects)
        return found


def kept_up(body: str, entry: Iterable[Subject]) -> bool:
    """Whether an inventory keeps an entry up: not revoked or deprecated and, in ATT&CK, with an id of its own."""
    return any(subject.live and (body != ATTACK or any(map(_ATTACK_ID, subject.ids))) for subject in entry)


def lists_title(one: Iterable[Subject], other: Iterable[Subject]) -> bool:
    """Whether a name of the other is the title of one."""
    titles = {title for subject in one for title in subject.titles}
    return any(name in titles and name not in subject.rejected for subject in other for name in subject.names)
