"""Records that weld the names of several actors together, and the names that are to be rejected on them.

A list of names may join what better kept inventories hold apart: a card of the Middle Eastern "Cold River" also lists
the names of the Russian Star Blizzard. Where the title of a record is one actor's there, and more of its names are
another's, those names are not its own.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .candidates import MANY, bearing
from .identity import Subject
from .sides import Side, kept_up

# Whose entries are held against whose: (the inventory that holds apart, how many names have to be another's there,
# the inventories whose records are looked at).
AGAINST = (
    ("mitre-attack", 2, frozenset({"misp", "etda"})),
    ("misp", 3, frozenset({"etda"})),
)


class Welds(NamedTuple):
    """What was found: record → name → why it is rejected; record → why it is no single actor's."""

    rejected: dict[int, dict[str, str]]
    welded: dict[int, str]


def welds(sides: Sequence[Side]) -> Welds:
    """Looks at every record of the inventories in AGAINST."""
    bearers = bearing(sides)
    found = Welds({}, {})
    for body, least, looked_at in AGAINST:
        for place, side in enumerate(sides):
            for subject in side.subjects:
                if subject.body in looked_at:
                    _look(subject, place, sides, bearers, body, least, found)
    return found


def _look(
    subject: Subject,
    place: int,
    sides: Sequence[Side],
    bearers: Mapping[str, Sequence[int]],
    body: str,
    least: int,
    found: Welds,
) -> None:
    """Adds what one record welds together by one inventory."""
    refused = found.rejected.get(subject.number, {})
    shared: dict[int, set[str]] = {}
    for name in subject.names.keys() - refused.keys():
        here = bearers.get(name, [])  # none bears one that everybody's record refuses
        if len(here) <= MANY:
            for other in here:
                if other != place and (entry := _entry(sides[other], body)) and _bears(entry, name, found):
                    shared.setdefault(other, set()).add(name)
    first = subject.titles[0]
    owners = [other for other, names in shared.items() if first in names]
    if not owners:
        return
    owner = max(owners, key=lambda other: (first in sides[other].titles, len(shared[other]), -other))
    for other in sorted(shared.keys() - {owner}):
        theirs, own = shared[other] - shared[owner], shared[owner] - shared[other]
        if first in sides[other].titles or len(theirs) < least or len(theirs) <= len(own):
            continue
        title = _entry(sides[other], body)[0]
        whose = title.written[title.titles[0]]
        if title.titles[0] in subject.titles:
            found.welded[subject.number] = f"joins names that {body} holds apart, as those of “{whose}”"
        else:
            why = f"at {body} this is a name of “{whose}”, not of “{subject.written[first]}”"
            found.rejected.setdefault(subject.number, {}).update((name, why) for name in sorted(theirs))


def _entry(side: Side, body: str) -> list[Subject]:
    """The records that a side has of an inventory that keeps them up; not those that themselves name several ids."""
    entries = (entry for entry in side.entries.get(body, []) if kept_up(body, entry))
    return [subject for entry in entries for subject in entry if len(subject.cited) < 2]


def _bears(entry: Sequence[Subject], name: str, found: Welds) -> bool:
    """Whether one of the records has the name, and not as a rejected one."""
    return any(name in subject.names and name not in found.rejected.get(subject.number, {}) for subject in entry)
