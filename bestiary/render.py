"""What exports are given of the built file."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, cast

from .errors import NotFound
from .profile import Profile, SourceInfo
from .selection import Known, Recorded
from .store.read import Reader, Stored
from .versions import Published, known, published


class Chosen:
    """Profiles of a file, or all of it: a `selection.Selection`."""

    def __init__(self, reader: Reader, numbers: Iterable[int] | None) -> None:
        """`numbers` are those of the profiles, None for everything."""
        self._reader = reader
        self.everything = numbers is None
        # each once and by id, so that the order in which they are asked for does not matter
        self._numbers = None if numbers is None else dict(sorted((reader.slug(number), number) for number in numbers))

    @cached_property
    def _all(self) -> Mapping[str, int]:
        return self._reader.numbers()

    @property
    def _chosen(self) -> Mapping[str, int]:
        return self._all if self._numbers is None else self._numbers

    def ids(self) -> list[str]:
        """The ids of the chosen profiles, in their order."""
        return [*self._chosen]

    def profiles(self) -> Iterator[Profile]:
        """The chosen profiles, each once and in the order of their ids."""
        for number in self._chosen.values():
            yield self._profile(number)

    def profile(self, id: str) -> Profile:
        """Any profile of the file, by its id (a slug). Raises NotFound if there is none."""
        if id not in self._all:
            raise NotFound(f"there is no {id}")
        return self._profile(self._all[id])

    def _profile(self, number: int) -> Profile:
        return cast(Profile, self._reader.decoded(self._reader.profile(number)))

    @cached_property
    def _known(self) -> Mapping[str, Known]:
        return known(self._reader.known())

    @cached_property
    def _published(self) -> Published:
        return published(self._reader)

    def dates(self, object_id: str) -> tuple[str, str]:
        """When an exported object was first made and last changed."""
        return self._published.dates(object_id)

    def added(self, object_id: str) -> str:
        """When an object came to the export as it is now."""
        return self._published.added(object_id)

    def withdrawn(self) -> Iterator[dict[str, Any]]:
        """What was exported and is no more."""
        return self._published.withdrawn()

    def known(self) -> Mapping[str, Known]:
        """All profiles of the file, chosen or not, by id and in the order of the ids."""
        return self._known

    def records(self, kind: str | None = None) -> list[Recorded]:
        """The records of the chosen profiles, or of those of a kind, each once and in the order of their keys."""
        if self.everything:
            return [Recorded(*row) for row in self._reader.all_records(kind)]
        found = {row for number in self._chosen.values() for row in self._reader.records(number, kind)}
        return [Recorded(*row) for row in sorted(found)]

    def statements(self, record: str) -> list[Stored]:
        """The statements of one record, by its key."""
        return self._reader.statements(record)

    def sources(self) -> Mapping[str, SourceInfo]:
        """What the file was built from, by id."""
        return {source["id"]: source for source in sources(self._reader)}


def about(reader: Reader) -> dict[str, Any]:
    """The file as a whole, as `Bestiary.about` has it."""
    return {
        "level": reader.note("level"),
        "first": reader.published()[0],
        "ledger": reader.ledger_checksum(),
        "kinds": reader.kinds(),
    }


def sources(reader: Reader) -> list[SourceInfo]:
    """What a file was built from."""
    names = ("id", "title", "publisher", "terms", "url", "derived_from", "newest", "records", "statements")
    rows: list[dict[str, object]] = [dict(zip(names, row, strict=True)) for row in reader.sources()]
    for row in rows:
        row["derived_from"] = reader.decoded(str(row["derived_from"]))
        found = reader.files(str(row["id"]))
        row["files"] = [{"file": file, "edition": edition, "sha256": sha} for file, edition, sha in found]
    return cast(list[SourceInfo], rows)
