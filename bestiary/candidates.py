"""Which records are compared at all, and what is known of all of them together.

Only what shares a name, an id or a stated relation is compared; a name that many bear finds nobody, so the number of
pairs grows with the number of records, not with its square.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from .identity import Subject
from .sides import Common, Side, lists_title

MANY = 20  # things that bear a name: it tells nothing of them any more, and is found by its other names


def common(sides: Sequence[Side], malware: frozenset[str], welded: dict[int, str]) -> Common:
    """What is known of all sides together; `malware` are names that are titles of tools."""
    return Common(
        rivals=_rivals(sides),
        citing=Counter(url for side in sides for url in side.references),
        using=Counter(tool for side in sides for tool in side.uses),
        malware=malware,
        welded=welded,
    )


def pairs(sides: Sequence[Side]) -> set[tuple[int, int]]:
    """The sides to compare, as pairs of their places, the lower first."""
    found: set[tuple[int, int]] = set()
    for bearers in bearing(sides).values():
        if len(bearers) <= MANY:
            found.update((one, other) for one in bearers for other in bearers if one < other)
    place_of = {subject.number: place for place, side in enumerate(sides) for subject in side.subjects}
    by_id = {id_: place for place, side in enumerate(sides) for id_ in sorted(side.ids)}
    for place, side in enumerate(sides):
        named = {by_id[id_] for id_ in side.cited if id_ in by_id}
        named |= {place_of[number] for number in _stated(side.subjects) if number in place_of}
        found.update((min(place, other), max(place, other)) for other in named if other != place)
    return found


def _stated(subjects: Iterable[Subject]) -> Iterable[int]:
    """The records that these state a relation to."""
    for subject in subjects:
        yield from subject.similar
        yield from (number for _, number in subject.stated)


def bearing(sides: Sequence[Side]) -> dict[str, list[int]]:
    """Name → the places of the sides that bear it, in order."""
    found: dict[str, list[int]] = {}
    for place, side in enumerate(sides):
        for name in side.names:
            found.setdefault(name, []).append(place)
    return found


def _rivals(sides: Sequence[Side]) -> dict[str, int]:
    """Name → how many entries of one body bear it, where more than one; entries that list another's title are its."""
    found = {}
    for name, bearers in bearing(sides).items():
        if 1 < len(bearers) <= MANY:
            entries: dict[str, list[list[Subject]]] = {}
            for place in bearers:
                for body, here in sides[place].entries.items():
                    entries.setdefault(body, []).extend(here)
            most = max(_apart(there) for there in entries.values())
            if most > 1:
                found[name] = most
    return found


def _apart(entries: Sequence[Sequence[Subject]]) -> int:
    """How many of the entries do not list the title of one before, nor are listed by it."""
    return sum(
        not any(lists_title(one, other) or lists_title(other, one) for other in entries[:number])
        for number, one in enumerate(entries)
    )
