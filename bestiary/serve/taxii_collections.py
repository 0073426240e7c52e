"""The TAXII collections of a file, and which objects are in each (TAXII 2.1, section 5).

There is one of everything, one for each kind of thing, and one for each source. The latter two hold the things of that
kind, or that the source has a record of; the relationships that go out from them, or that the source states; and
whatever these point at, so that nothing points out of a collection.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ..render import Chosen
from ..schema import schema
from ..stix.common import terms_id
from ..stix.ids import Ids, Object, uuid

MEDIA_TYPE = "application/stix+json;version=2.1"


class Collection(NamedTuple):
    """A collection as it is listed."""

    alias: str
    title: str
    description: str

    @property
    def id(self) -> str:
        """A UUID that follows from the alias."""
        return uuid(f"collection {self.alias}")

    def resource(self) -> dict[str, object]:
        """The collection resource (section 5.2.1). Nobody writes to it."""
        return {
            "id": self.id,
            "title": self.title,
            "description": self.description,
            "alias": self.alias,
            "can_read": True,
            "can_write": False,
            "media_types": [MEDIA_TYPE],
        }


def collections(selection: Chosen) -> list[Collection]:
    """All of a file, everything first."""
    kinds = [
        Collection(f"kind-{name}", kind.plural.capitalize(), f"All {kind.plural}, and what they point at.")
        for name, kind in schema().kind.items()
    ]
    sources = [
        Collection(f"source-{id_}", source["title"], f"What {source['title']} has. Terms: {source['terms']}")
        for id_, source in selection.sources().items()
    ]
    return [Collection("everything", "Everything", "All objects."), *kinds, *sources]


class Members:
    """Which objects are in which collections since when: `add` all, then ask for the `dates`."""

    def __init__(self, selection: Chosen, chosen: list[Collection]) -> None:
        ids = Ids(selection.known())
        bits = {one.alias: 1 << number for number, one in enumerate(chosen)}
        self._count = len(chosen)
        self._everything = bits["everything"]
        self._kinds = {  # of things that were withdrawn no more is known than their type
            type_: sum({bits[f"kind-{name}"] for name, kind in schema().kind.items() if type_ in _types(kind.stix)})
            for type_ in {type_ for kind in schema().kind.values() for type_ in _types(kind.stix)}
        }
        self._terms = {terms_id(id_): bits[f"source-{id_}"] for id_ in selection.sources()}
        self._of_kind: dict[str, int] = {}
        self._of_source: dict[str, int] = {}
        for id_, slug in ids.slugs.items():
            known = ids.known[slug]
            self._of_kind[id_] = bits[f"kind-{known.kind}"]
            self._of_source[id_] = sum({bits[f"source-{key.partition(':')[0]}"] for key, _, _ in known.records})
        self._numbers: dict[str, int] = {}
        self._added: list[str] = []
        self._masks: list[int] = []  # the collections that an object is in by itself, as bits
        self._follow: dict[int, str] = {}  # relationships that no source states: what they go out from
        self._ends: list[tuple[str, ...]] = []
        self._named: list[tuple[str, ...]] = []

    def add(self, made: Object, added: str) -> None:
        """An object, and when it was added."""
        id_ = made["id"]
        self._numbers[id_] = len(self._added)
        self._added.append(added)
        marked = made.get("object_marking_refs", ())
        ends = (made["source_ref"], made["target_ref"]) if "source_ref" in made else ()
        thing = ends[0] if ends else id_
        stating = sum({self._terms[mark] for mark in marked if mark in self._terms}) or self._of_source.get(id_, 0)
        if ends and not stating:  # judged, or passed on as it was published
            self._follow[len(self._masks)] = thing
        self._masks.append(self._everything | self._kind(thing, made, bool(ends)) | stating)
        self._ends.append(ends)
        creator = (made["created_by_ref"],) if "created_by_ref" in made else ()
        extensions = [key for key in made.get("extensions", ()) if key.startswith("extension-definition--")]
        self._named.append((*creator, *marked, *extensions))

    def _kind(self, thing: str, made: Object, relationship: bool) -> int:
        """The collections of the kind of a thing, or of where a relationship goes out."""
        if thing in self._of_kind:
            return self._of_kind[thing]
        if relationship or made.get("revoked"):
            return self._kinds.get(thing.partition("--")[0], 0)
        return 0

    def dates(self) -> Iterator[dict[int, str]]:
        """For each collection the numbers of its objects, each with the date on which it was added to that.

        What is there because another object points at it came with the first that does, though it may have been in
        other collections for long.
        """
        sources = sum(self._terms.values())
        followed = [(number, self._numbers[id_]) for number, id_ in self._follow.items() if id_ in self._numbers]
        for number, thing in followed:
            self._masks[number] |= self._masks[thing] & sources
        for bit in (1 << place for place in range(self._count)):
            dates = {number: self._added[number] for number, mask in enumerate(self._masks) if mask & bit}
            if bit != self._everything:
                for number, thing in followed:
                    if number in dates and bit & sources:
                        dates[number] = max(self._added[number], self._added[thing])
                self._complete(dates, self._ends)
                self._complete(dates, self._named)
                self._complete(dates, self._named)  # definitions too are made and marked
            yield dates

    def _complete(self, dates: dict[int, str], pointing: list[tuple[str, ...]]) -> None:
        """Adds to a collection what its objects point at."""
        first: dict[int, str] = {}
        for number, added in dates.items():
            for id_ in pointing[number]:
                other = self._numbers.get(id_)
                if other is not None and other not in dates:
                    first[other] = min(added, first.get(other, added))
        for number, added in first.items():
            dates[number] = max(added, self._added[number])


def _types(stix: str) -> tuple[str, ...]:
    """The types of a kind: a tool may be either of two, see `stix.ids.type_of`."""
    return ("malware", "tool") if stix == "malware" else (stix,)
