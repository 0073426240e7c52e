"""Putting records together: by their ids, by what people judged, then by what speaks for and against.

The likeliest two sides are joined first, and what speaks for and against is weighed anew for the joined one; so a
record that lists the names of two actors goes where most speaks for it, and what was joined speaks against whatever
its own sources hold apart. The outcome does not depend on the order of the records.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from .candidates import common, pairs
from .compare import WEIGHTS, Weights, compare
from .identity import Judgement, Reason, Subject
from .misnomers import misnomers
from .sides import Common, Side, Unit
from .welds import welds

CERTAIN = 10.0  # what an id in common weighs in the score of a judgement
ALONE = {"names_its_id", "said_similar", "references"}  # signals that say something without a name
ENOUGH = 2.0  # with this much for them, two that are held apart overlap; with less they differ

Pair = tuple[int, int]


class Human(NamedTuple):
    """What people judged of two records, by their numbers, the lower first."""

    same: Mapping[Pair, Judgement] = {}
    apart: Mapping[Pair, Judgement] = {}  # different, overlaps, subgroup-of, successor-of, unsure


class Clustered(NamedTuple):
    """Records that are one, each list by key; every judgement that joined two, and the computed ones on two others."""

    clusters: list[list[Subject]]
    joined: list[Judgement]
    apart: list[Judgement]  # computed, of records of different clusters
    refused: list[tuple[Judgement, Judgement]]  # by people: one that was not obeyed, and the one that it contradicts


def cluster(subjects: Sequence[Subject], human: Human, malware: frozenset[str] = frozenset()) -> Clustered:
    """The clusters of the records of one kind; `malware` are names that tools have as titles.

    Names that records weld in are added to their `rejected`.
    """
    subjects = sorted(subjects, key=lambda subject: subject.key)
    units = Units(subjects, human)
    if subjects and subjects[0].kind in WEIGHTS:
        weights = WEIGHTS[subjects[0].kind]
        if subjects[0].kind == "actor":
            _reject(subjects, misnomers(subjects, malware))
        found = welds([Side([unit]) for unit in units.units()])
        _reject(subjects, found.rejected)
        merging = Merging(units, weights, malware, found.welded)
        merging.run()
        sides, apart = merging.alive(), merging.apart()
    else:
        sides, apart = [Side([unit]) for unit in units.units()], []
    return Clustered([side.subjects for side in sides], units.joined, apart, units.refused)


def _reject(subjects: Sequence[Subject], names: Mapping[int, Mapping[str, str]]) -> None:
    """Adds names that do not count; what a person said of one stays."""
    for subject in subjects:
        subject.rejected = {**names.get(subject.number, {}), **subject.rejected}


class Units:
    """Records joined by ids, by having taken another's place, or by a person."""

    def __init__(self, subjects: Sequence[Subject], human: Human) -> None:
        self._subjects = {subject.number: subject for subject in subjects}
        self._parent = {subject.number: subject.number for subject in subjects}
        self._members = {subject.number: {subject.number} for subject in subjects}
        self.apart: dict[int, set[int]] = {}
        self.joined: list[Judgement] = []
        self.refused: list[tuple[Judgement, Judgement]] = []
        for one, other in human.apart:
            self.apart.setdefault(one, set()).add(other)
            self.apart.setdefault(other, set()).add(one)
        for (one, other), judgement in sorted(human.same.items(), key=lambda item: (item[1].a, item[1].b)):
            if one in self._parent and other in self._parent:
                self._join(one, other, judgement)
                if self.root(one) != self.root(other):
                    self.refused.append((judgement, self._between(one, other, human.apart)))
        first: dict[str, int] = {}
        for subject in subjects:
            for id_ in sorted(subject.ids):
                self._by_id(first.setdefault(id_, subject.number), subject.number, id_)
        for subject in subjects:
            here = [number for number in subject.became if number in self._subjects]
            for number in sorted(here, key=lambda number: self._subjects[number].key):
                reason = Reason("took_its_place", CERTAIN, "the source revoked one in favour of the other")
                self._join(subject.number, number, self._certain(subject.number, number, reason))

    def _by_id(self, one: int, other: int, id_: str) -> None:
        if one != other:
            shown = id_.upper() if len(id_) < 10 else id_
            reason = Reason("same_id", CERTAIN, f"both have the id {shown}")
            self._join(one, other, self._certain(one, other, reason))

    def _certain(self, one: int, other: int, reason: Reason) -> Judgement:
        a, b = sorted((self._subjects[one].key, self._subjects[other].key))
        return Judgement(a, b, "same", reason.weight, (reason,))

    def root(self, number: int) -> int:
        """The number that stands for the unit of a record."""
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def forbidden(self, numbers: Iterable[int], others: frozenset[int] | set[int]) -> bool:
        """Whether a person judged one of these and one of the others not to be the same."""
        return any(not self.apart[number].isdisjoint(others) for number in numbers if number in self.apart)

    def _join(self, one: int, other: int, judgement: Judgement) -> None:
        """Joins two units, unless they are one or a person holds records of them apart."""
        one, other = self.root(one), self.root(other)
        if one != other and not self.forbidden(self._members[one], self._members[other]):
            self._parent[other] = one
            self._members[one] |= self._members.pop(other)
            self.joined.append(judgement)

    def _between(self, one: int, other: int, apart: Mapping[Pair, Judgement]) -> Judgement:
        """The first judgement that holds records of two units apart."""
        ours, theirs = self._members[self.root(one)], self._members[self.root(other)]
        here = (said for (a, b), said in apart.items() if (a in ours and b in theirs) or (a in theirs and b in ours))
        return min(here, key=lambda said: (said.a, said.b))

    def units(self) -> list[Unit]:
        """The units, each by the keys of its records, in the order of their first keys."""
        found: dict[int, list[Subject]] = {}
        for number, subject in self._subjects.items():
            found.setdefault(self.root(number), []).append(subject)
        return [tuple(unit) for unit in found.values()]


class Merging:
    """Sides that are joined, the likeliest two first, until nothing speaks enough for any two."""

    def __init__(self, units: Units, weights: Weights, malware: frozenset[str], welded: dict[int, str]) -> None:
        self._units = units
        self._weights = weights
        sides = [Side([unit]) for unit in units.units()]
        self._common: Common = common(sides, malware, welded)
        self._sides = dict(enumerate(sides))
        self._numbers = count(len(sides))  # of sides to come
        self._near: dict[int, set[int]] = {}
        self._scores: dict[Pair, tuple[float, tuple[Reason, ...]]] = {}
        self._heap: list[tuple[float, str, str, int, int]] = []
        for one, other in pairs(sides):
            self._near.setdefault(one, set()).add(other)
            self._near.setdefault(other, set()).add(one)
            self._weigh(one, other)

    def _weigh(self, one: int, other: int) -> None:
        """Compares two sides, and lines them up for joining if enough speaks for them."""
        one, other = min(one, other), max(one, other)
        a, b = self._sides[one], self._sides[other]
        score, _ = self._scores[one, other] = compare(a, b, self._common, self._weights)
        if score >= self._weights.same and not self._units.forbidden(a.numbers, b.numbers):
            first, second = sorted((a.subjects[0].key, b.subjects[0].key))
            heapq.heappush(self._heap, (-score, first, second, one, other))

    def run(self) -> None:
        """Joins until nothing is left to join."""
        while self._heap:
            score, _, _, one, other = heapq.heappop(self._heap)
            if one in self._sides and other in self._sides:
                if self._contested(one, other):
                    reason = Reason("contested", 0.0, "all names that speak for it are also those of others")
                    self._scores[one, other] = (-score, (*self._scores[one, other][1], reason))
                else:
                    self._join(one, other, -score)

    def _contested(self, one: int, other: int) -> bool:
        """Whether all that joins two sides are names that third ones bear which may not be joined to both.

        No chain goes through such a name: who lists it may mean either. The title of both is no such name, and who is
        held apart from the one that has it as title does not count.
        """
        a, b = self._sides[one], self._sides[other]
        if any(reason.weight > 0 and reason.signal in ALONE for reason in self._scores[one, other][1]):
            return False
        thirds = (self._near[one] | self._near[other]) - {one, other}
        return all(
            not (name in a.titles and name in b.titles)
            and any(self._claims(third, name, one, other) for third in thirds)
            for name in a.names.keys() & b.names.keys()
        )

    def _claims(self, third: int, name: str, one: int, other: int) -> bool:
        """Whether a third side bears a name of two so that it is open whose it is."""
        if name not in self._sides[third].names:
            return False
        likely = [self._score(third, side) for side in (one, other)]
        entitled = [name in self._sides[side].titles for side in (one, other)]
        held_apart = any(score < 0 for score, title in zip(likely, entitled, strict=True) if title)
        return not held_apart and min(likely) < self._weights.same

    def _score(self, one: int, other: int) -> float:
        """What speaks for two sides being one; 0 where they were not compared."""
        return self._scores.get((min(one, other), max(one, other)), (0.0, ()))[0]

    def _join(self, one: int, other: int, score: float) -> None:
        a, b = self._sides.pop(one), self._sides.pop(other)
        first, second = closest(a, b)
        self._units.joined.append(Judgement(first, second, "same", score, self._scores[one, other][1]))
        units = sorted([*a.units, *b.units], key=lambda unit: unit[0].key)
        place = next(self._numbers)
        self._sides[place] = Side(units)
        near = {number for number in self._near.pop(one, set()) | self._near.pop(other, set()) if number in self._sides}
        self._near[place] = near
        for number in near:
            self._near[number] = self._near[number] - {one, other} | {place}
            self._weigh(place, number)

    def alive(self) -> list[Side]:
        """What is left, by the keys of the first records."""
        return sorted(self._sides.values(), key=lambda side: side.subjects[0].key)

    def apart(self) -> list[Judgement]:
        """A judgement for every two sides that were compared and not joined."""
        found = []
        for (one, other), (score, reasons) in self._scores.items():
            if one in self._sides and other in self._sides:
                a, b = self._sides[one], self._sides[other]
                if not self._units.forbidden(a.numbers, b.numbers):
                    found.append(_judged(a, b, score, reasons, self._weights))
        return sorted(found)


def closest(a: Side, b: Side) -> tuple[str, str]:
    """The keys of the two records, one of each side, that share the most names, the lower first."""
    names = {
        subject.key: subject.names.keys() - subject.rejected.keys() for side in (a, b) for subject in side.subjects
    }
    ranked = (
        (-len(names[one.key] & names[other.key]), min(one.key, other.key), max(one.key, other.key))
        for one in a.subjects
        for other in b.subjects
    )
    return min(ranked)[1:]


def _judged(a: Side, b: Side, score: float, reasons: tuple[Reason, ...], weights: Weights) -> Judgement:
    """Why two sides stay two: a relation that a source states, else one by what speaks for and against."""
    if stated := _stated(a, b) or _stated(b, a):
        relation, first, second = stated
        return Judgement(first, second, relation, score, reasons)
    first, second = closest(a, b)
    in_favour = sum(reason.weight for reason in reasons if reason.weight > 0)
    relation = "unsure" if score >= 0 else "overlaps" if in_favour >= ENOUGH else "different"
    return Judgement(first, second, relation, score, reasons)


def _stated(a: Side, b: Side) -> tuple[str, str, str] | None:
    """The first relation other than likeness that a record of one side states to one of the other."""
    keys = {subject.number: subject.key for subject in b.subjects}
    found = sorted(
        (relation, subject.key, keys[number])
        for subject in a.subjects
        for relation, number in subject.stated
        if number in keys
    )
    return found[0] if found else None
