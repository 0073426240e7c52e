"""What an export is given: the things that were chosen, and all that can be asked about them; and what it gives."""

import builtins
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from .card import Said
from .profile import Profile, SourceInfo


class File(NamedTuple):
    """A file of an export: its name and its content, made while it is read, so that no more is held than is written."""

    name: str
    content: Iterable[bytes]


class Recorded(NamedTuple):
    """A record of the selection: its key, the format that it was read in, and the name of the file it stands in."""

    key: str
    format: str
    file: str


class Known(NamedTuple):
    """What has to be known of a profile to refer to it."""

    kind: str
    title: str
    owner: str  # key of the record that first owned its id
    records: tuple[tuple[str, str, str], ...]  # key, format and collection of each record


class Stored(Said, Protocol):
    """A statement as the file holds it; `profile.StatementInfo` says what each means."""

    @builtins.property
    def id(self) -> str: ...
    @builtins.property
    def record(self) -> str: ...
    @builtins.property
    def clean(self) -> str | None: ...
    @builtins.property
    def tlp(self) -> str: ...
    @builtins.property
    def file(self) -> str: ...
    @builtins.property
    def place(self) -> int | str: ...
    @builtins.property
    def sha256(self) -> str: ...


class Selection(Protocol):
    """The chosen profiles of a file. Each question is answered from the file anew: nothing is held in memory."""

    @property
    def everything(self) -> bool:
        """Whether all profiles of the file are chosen."""

    def profiles(self) -> Iterator[Profile]:
        """The chosen profiles, each once and in the order of their ids."""

    def profile(self, id: str) -> Profile:
        """Any profile of the file, chosen or not, by its id (a slug). Raises NotFound if there is none."""

    def known(self) -> Mapping[str, Known]:
        """All profiles of the file, chosen or not, by id and in the order of the ids."""

    def records(self, kind: str | None = None) -> list[Recorded]:
        """The records of the chosen profiles, or of those of a kind, each once and in the order of their keys."""

    def statements(self, record: str) -> Sequence[Stored]:
        """The statements of one record, by its key."""

    def dates(self, object_id: str) -> tuple[str, str]:
        """When an exported object was first made and last changed, ISO 8601 in UTC; `object_id` is its STIX id."""

    def withdrawn(self) -> Iterator[dict[str, Any]]:
        """What was exported and is no more: STIX objects with little but their ids, each `revoked`."""

    def sources(self) -> Mapping[str, SourceInfo]:
        """What the file was built from, by id."""


class Loss:
    """What a form has no place for: how many values of which property were left out, and why."""

    def __init__(self) -> None:
        self._lost: Counter[tuple[str, str]] = Counter()

    def add(self, prop: str, why: str, count: int = 1) -> None:
        """Notes that values of a property were left out."""
        if count:
            self._lost[prop, why] += count

    def rest(self, profile: Profile, why: str, shown: Collection[str] = ()) -> None:
        """Notes that of a profile all was left out but the properties that are shown."""
        found = {
            "name": len(profile["names"]),
            "description": len(profile["descriptions"]),
            "operation": len(profile["operations"]),
            "counter-operation": len(profile["counter_operations"]),
            "relation": len(profile["relations"]),
            "reference": len(profile["references"]),
            "judgement": len(profile["judgements"]),
            "related": len(profile["related"]),
            **{prop: len(values) for prop, values in profile["facts"].items()},
        }
        for prop, count in found.items():
            self.add(prop, why, 0 if prop in shown else count)

    def rows(self) -> list[tuple[str, str, int]]:
        """(property, why, how many), by property."""
        return [(prop, why, count) for (prop, why), count in sorted(self._lost.items())]
