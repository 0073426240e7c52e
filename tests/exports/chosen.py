"""A selection of profiles that are given, and of nothing else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bestiary.errors import NotFound
from bestiary.exports import export
from bestiary.profile import Profile, SourceInfo
from bestiary.selection import Known, Loss, Recorded, Stored


class Given:
    """Profiles as an export asks for them."""

    everything = False

    def __init__(
        self,
        profiles: Iterable[Profile],
        statements: Mapping[str, Sequence[Stored]] = {},
        sources: Mapping[str, SourceInfo] = {},
    ) -> None:
        self._profiles = list(profiles)
        self._statements = statements
        self._sources = sources

    def profiles(self) -> Iterator[Profile]:
        yield from self._profiles

    def profile(self, id: str) -> Profile:
        for profile in self._profiles:
            if profile["id"] == id:
                return profile
        raise NotFound(f"there is no {id}")

    def known(self) -> Mapping[str, Known]:
        return {
            one["id"]: Known(
                one["kind"],
                one["title"],
                one["records"][0]["key"],
                tuple((record["key"], "", "") for record in one["records"]),
            )
            for one in self._profiles
        }

    def records(self, kind: str | None = None) -> list[Recorded]:
        records = {
            Recorded(record["key"], "", record["file"])
            for profile in self._profiles
            if kind in (None, profile["kind"])
            for record in profile["records"]
        }
        return sorted(records)

    def statements(self, record: str) -> Sequence[Stored]:
        return self._statements[record]

    def dates(self, object_id: str) -> tuple[str, str]:
        return "2026-01-02T03:04:05.000Z", "2026-02-03T04:05:06.000Z"

    def withdrawn(self) -> Iterator[dict[str, Any]]:
        return iter(())

    def sources(self) -> Mapping[str, SourceInfo]:
        return self._sources


def exported(name: str, given: Given, loss: Loss | None = None) -> dict[str, bytes]:
    """The files of an export."""
    written = export(name).files(given, loss or Loss())
    return {file: b"".join(content) for file, content in written}
