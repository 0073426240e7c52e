"""The judgements of a build as its profiles show them: what made their records one, and what they are to others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from .assemble import Identity
from .identify import Identified
from .identity import Judgement, Rejection
from .judged import judged
from .levels import highest
from .profile import Judged, Related, Thing

# A relation of the first record of a judgement → that of the second, where they are not the same.
REVERSED = {"subgroup-of": "has-subgroup", "successor-of": "succeeded-by"}

# The order in which related profiles stand.
ORDER = ("subgroup-of", "has-subgroup", "successor-of", "succeeded-by", "overlaps", "unsure", "different")


class Decisions:
    """Every judgement by the profiles that it speaks of; profiles are told by their places in `things`."""

    def __init__(
        self,
        found: Identified,
        things: Sequence[Thing],
        place_of: Mapping[str, int],
        levels: Mapping[str, str],
        rejections: Iterable[Rejection],
    ) -> None:
        """`place_of` is record key → the place of the profile it is part of.

        `levels` is record key → the level of what the record states and of the title it is given, where above clear;
        `rejections` are those of people.
        """
        self._own: dict[int, str] = {}  # how far what a profile is may be passed on
        self._levels: dict[int, str] = {}  # and how far what is said of it may
        for key, level in levels.items():
            if key in place_of:
                _raise(self._own, place_of[key], level)
        for rejection in rejections:
            if rejection.record in place_of:
                _raise(self._levels, place_of[rejection.record], rejection.tlp)
        self._found = found
        self._things = things
        self._joined: dict[int, list[Judged]] = {}
        self._related: dict[int, list[Related]] = {}
        self.rows: list[tuple[Judgement, int, int]] = []  # each with the profiles of its two records
        for judgement in _of_their_records(found.joined, levels):
            place = place_of[judgement.a]
            _raise(self._own, place, judgement.tlp)
            self.rows.append((judgement, place, place_of[judgement.b]))
            self._joined.setdefault(place, []).append(judged(judgement))
        for judgement in _of_their_records(found.apart, levels):
            a, b = place_of[judgement.a], place_of[judgement.b]
            _raise(self._levels, a, judgement.tlp)
            _raise(self._levels, b, judgement.tlp)
            self.rows.append((judgement, a, b))
            self._relate(a, b, judgement, judgement.relation)
            self._relate(b, a, judgement, REVERSED.get(judgement.relation, judgement.relation))
        self._named = {things[place]["id"]: level for place, level in self._own.items() if level != "clear"}

    def _relate(self, place: int, other: int, judgement: Judgement, relation: str) -> None:
        row: Related = {"profile": self._things[other], "relation": relation, "judgement": judged(judgement)}
        self._related.setdefault(place, []).append(row)

    def of(self, place: int) -> Identity:
        """What is decided of one profile."""
        contested = self._found.contested.get(place, {})
        return Identity(
            rejected={one.number: one.rejected for one in self._found.clusters[place] if one.rejected},
            contested={name: [self._things[other] for other in others] for name, others in contested.items()},
            judgements=self._joined.get(place, []),
            related=sorted(self._related.get(place, []), key=_order),
            level=highest([self._own.get(place, "clear"), self._levels.get(place, "clear")]),
            named=self._named,
        )


def _of_their_records(judgements: Iterable[Judgement], levels: Mapping[str, str]) -> Iterator[Judgement]:
    """The judgements, each of the level of its records at least."""
    for judgement in judgements:
        ends = (levels.get(key, "clear") for key in (judgement.a, judgement.b))
        yield judgement._replace(tlp=highest([judgement.tlp, *ends]))


def _raise(levels: dict[int, str], place: int, level: str) -> None:
    levels[place] = highest([level, levels.get(place, "clear")])


def _order(related: Related) -> tuple[int, float, str]:
    """By relation, then the ones that most speaks for, then by address."""
    return ORDER.index(related["relation"]), -related["judgement"]["score"], related["profile"]["id"]
