"""A selection of profiles that are given, and of nothing else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bestiary.errors import NotFound
from bestiary.exports import export
from bestiary.profile import Profile, SourceInfo, Thing
from bestiary.selection import Loss, Recorded, Stored


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

    def owner(self, id: str) -> str:
        return self.profile(id)["records"][0]["key"]

    def things(self) -> Iterator[Thing]:
        for profile in self._profiles:
            yield {"id": profile["id"], "title": profile["title"], "kind": profile["kind"]}

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

    def sources(self) -> Mapping[str, SourceInfo]:
        return self._sources


def exported(name: str, given: Given, loss: Loss | None = None) -> dict[str, bytes]:
    """The files of an export."""
    written = export(name).files(given, loss or Loss())
    return {file: b"".join(content) for file, content in written}
