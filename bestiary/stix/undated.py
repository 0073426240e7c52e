"""Objects whose own dates do not tell when they came to a file.

What stands beside profiles, and definitions, were made when the code was; what is passed on as published has its
publisher's dates. So their contents in two files are compared.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import chain
from typing import Protocol, cast

import msgspec

from ..levels import LEVELS
from ..profile import Profile, SourceInfo
from ..selection import Stored
from . import common
from .ids import Ids, Object
from .original import originals
from .relations import Beside, Linked, givers


class Stating(Protocol):
    """A file as far as what it states goes."""

    def of(self, record: str) -> Sequence[Stored]:
        """The statements of a record, by its key."""

    def sources(self) -> list[dict[str, str]]:
        """The id, title, publisher and terms of every source."""


def passed_on(id_: str, ids: Ids, statements: Iterable[Stored]) -> Iterator[Object]:
    """What a publisher has of an object that is passed on: it, and its relationships to others that are."""
    for made in originals(id_, statements):
        if made.get("target_ref", id_) in ids.published:
            yield made


class Undated:
    """Those of one file: `add` what stands beside each of its profiles, then ask for the `contents`."""

    def __init__(self, ids: Ids, stating: Stating) -> None:
        self._ids = ids
        self._stating = stating
        self._beside: dict[Beside, str] = {}  # each with the lowest level of what points at it
        self._levels: set[str] = set()

    def add(self, profile: Profile, made: Iterable[Linked]) -> None:
        """A profile, with what is made of it."""
        level = profile.get("tlp", "clear")
        self._levels.add(level)
        for beside in chain(givers(profile), (linked.beside for linked in made if linked.beside)):
            if beside.id not in self._ids.slugs:
                self._beside[beside] = min(level, self._beside.get(beside, level), key=LEVELS.index)

    def contents(self) -> dict[str, bytes]:
        """A digest of each object, by its id."""
        found: dict[str, bytes] = {}
        for made in self._objects():
            found.setdefault(made["id"], blake2b(msgspec.json.encode(made, order="sorted"), digest_size=12).digest())
        return found

    def _objects(self) -> Iterator[Object]:
        named: dict[str, None] = {}  # who made and what marks those passed on
        for id_ in self._ids.published:
            key = self._ids.known[self._ids.slugs[id_]].records[0][0]
            for made in passed_on(id_, self._ids, self._stating.of(key)):
                named |= dict.fromkeys([made.get("created_by_ref", ""), *made.get("object_marking_refs", ())])
                yield made
        yield from (beside.made(level) for beside, level in sorted(self._beside.items()))
        yield from map(common.tlp, self._levels)
        sources = {one["id"]: cast(SourceInfo, one) for one in self._stating.sources()}
        yield from map(common.terms, sources.values())
        yield from (common.mitre_terms(sources[id_]) for id_ in common.ATTACK if id_ in sources)
        keys = {key.partition(":")[2]: key for one in self._ids.known.values() for key, _, _ in one.records}
        for id_ in named.keys() & keys.keys():
            yield from (made for made in originals(id_, self._stating.of(keys[id_])) if made["id"] == id_)
