"""The judgements of a build as its profiles show them: what made their records one, and what they are to others."""

from collections.abc import Mapping, Sequence

from .assemble import Identity
from .identify import Identified
from .identity import Judgement
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
        self, found: Identified, things: Sequence[Thing], place_of: Mapping[str, int], levels: Mapping[str, str]
    ) -> None:
        """`place_of` is record key → the place of the profile it is part of.

        `levels` is record key → the level of what else is decided of the record, above clear: rejections, its title.
        """
        self._levels: dict[int, str] = {}
        for key, level in levels.items():
            if key in place_of:
                self._raise(place_of[key], level)
        self._found = found
        self._things = things
        self._joined: dict[int, list[Judged]] = {}
        self._related: dict[int, list[Related]] = {}
        self.rows: list[tuple[Judgement, int, int]] = []  # each with the profiles of its two records
        for judgement in found.joined:
            place = place_of[judgement.a]
            self._raise(place, judgement.tlp)
            self.rows.append((judgement, place, place_of[judgement.b]))
            self._joined.setdefault(place, []).append(judged(judgement))
        for judgement in found.apart:
            a, b = place_of[judgement.a], place_of[judgement.b]
            self._raise(a, judgement.tlp)
            self._raise(b, judgement.tlp)
            self.rows.append((judgement, a, b))
            self._relate(a, b, judgement, judgement.relation)
            self._relate(b, a, judgement, REVERSED.get(judgement.relation, judgement.relation))

    def _raise(self, place: int, level: str) -> None:
        self._levels[place] = highest([level, self._levels.get(place, "clear")])

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
            level=self._levels.get(place, "clear"),
        )


def _order(related: Related) -> tuple[int, float, str]:
    """By relation, then the ones that most speaks for, then by address."""
    return ORDER.index(related["relation"]), -related["judgement"]["score"], related["profile"]["id"]
