"""What exports are given of the built file."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import cast

from .errors import NotFound
from .profile import Profile, SourceInfo, Thing
from .selection import Recorded
from .store.read import Reader, Stored


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

    def owner(self, id: str) -> str:
        """The key of the record that first owned the id of a profile. Raises NotFound if no profile has it."""
        owner = self._reader.owner(id) if id in self._all else None
        if owner is None:
            raise NotFound(f"there is no {id}")
        return owner[0]

    def things(self) -> Iterator[Thing]:
        """What has a profile in the file, chosen or not, in the order of the ids."""
        for id_, kind, title in self._reader.things():
            yield {"id": id_, "title": title, "kind": kind}

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


def sources(reader: Reader) -> list[SourceInfo]:
    """What a file was built from."""
    names = ("id", "title", "publisher", "terms", "url", "derived_from", "newest", "records", "statements")
    rows: list[dict[str, object]] = [dict(zip(names, row, strict=True)) for row in reader.sources()]
    for row in rows:
        row["derived_from"] = reader.decoded(str(row["derived_from"]))
        found = reader.files(str(row["id"]))
        row["files"] = [{"file": file, "edition": edition, "sha256": sha} for file, edition, sha in found]
    return cast(list[SourceInfo], rows)
