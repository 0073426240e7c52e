"""An edition of the file as TAXII serves it: every object once on disk, and what is asked of it in order.

Made on the first request after a build, in one pass over the export. From then on a page is a few slices of a file.
"""

import mmap
import sys
import tempfile
import threading
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

import msgspec

from ..exports import stix
from ..render import Chosen
from ..selection import Loss
from ..stix.ids import Object
from .library import Library
from .taxii_collections import Collection, Members, collections
from .taxii_time import precise


class Entry(NamedTuple):
    """What is asked of an object without reading it."""

    id: str
    type: str
    version: str
    spec_version: str
    start: int  # of its JSON in the file
    end: int


class Place(NamedTuple):
    """Where an object stands in a collection: they are in the order of the dates added, then of the ids."""

    added: str  # with microseconds
    id: str


class Listing:
    """The objects of a collection in order."""

    def __init__(self, collection: Collection, dates: dict[int, str], by_id: list[int]) -> None:
        """`dates` are those of the objects, by their numbers; `by_id` are all numbers in the order of the ids."""
        self.collection = collection
        numbers = [number for number in by_id if number in dates]
        numbers.sort(key=dates.__getitem__)
        self._added = [dates[number] for number in numbers]
        self._numbers = array("I", numbers)

    def after(self, start: Place, entries: list[Entry]) -> Iterator[tuple[str, Entry]]:
        """The objects that stand after a place, each with its date added."""
        low = bisect_right(range(len(self._numbers)), start, key=lambda at: self._place(at, entries))
        for at in range(low, len(self._numbers)):
            yield self._added[at], entries[self._numbers[at]]

    def _place(self, at: int, entries: list[Entry]) -> Place:
        return Place(self._added[at], entries[self._numbers[at]].id)

    def find(self, number: int) -> str | None:
        """The date added of an object, None if it is not in the collection."""
        return next((self._added[at] for at, found in enumerate(self._numbers) if found == number), None)


class Index:
    """All objects of one edition."""

    def __init__(self, selection: Chosen) -> None:
        self.entries: list[Entry] = []
        self.numbers: dict[str, int] = {}  # by id
        chosen = collections(selection)
        members = Members(selection, chosen)
        with tempfile.TemporaryFile() as file:
            for made in stix.objects(selection, Loss()):
                start = file.tell()
                content = msgspec.json.encode(made)
                file.write(content)
                added = sys.intern(precise(selection.added(made["id"])))
                spec = sys.intern(str(made.get("spec_version", "2.0")))
                type_, version = sys.intern(made["type"]), sys.intern(_version(made, added))
                self.numbers[made["id"]] = len(self.entries)
                self.entries.append(Entry(made["id"], type_, version, spec, start, start + len(content)))
                members.add(made, added)
            file.flush()
            self._content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)  # lives on when the file is closed
        self.listings: dict[str, Listing] = {}  # by the id of the collection, and by its alias
        by_id = [self.numbers[id_] for id_ in sorted(self.numbers)]
        for collection, dates in zip(chosen, members.dates(), strict=True):
            listing = Listing(collection, dates, by_id)
            self.listings[collection.id] = self.listings[collection.alias] = listing
        self.collections = chosen

    def content(self, entry: Entry) -> bytes:
        """An object as JSON."""
        return self._content[entry.start : entry.end]


def _version(made: Object, added: str) -> str:
    """When an object changed last; where it does not say so when it was made, else when it was added (section 3.4.1).

    A publisher's dates may be anything.
    """
    for text in (made.get("modified"), made.get("created")):
        with suppress(ValueError, TypeError):
            precise(text or "")
            return str(text)
    return added


class Editions:
    """The index of the file as it stands, for all threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._made: tuple[str, Index] | None = None

    def index(self) -> Index:
        """Makes it if the file was built since; whoever asks meanwhile waits. Raises like `Bestiary.export`."""
        with self._lock:
            edition = self._library.edition()
            if self._made is None or self._made[0] != edition.state:
                self._made = edition.state, Index(edition.selection())
            return self._made[1]
