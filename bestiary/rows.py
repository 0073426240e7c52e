"""The tables of names and of records row by row, typed, for each form in which they are written."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .names import fold
from .profile import Profile


class NameRow(NamedTuple):
    """That a record states a name."""

    profile: str  # its id
    name: str
    fold: str  # the form in which all spellings of a name are equal
    giver: str  # who coined it, as this record says; "" where it does not
    source: str
    record: str  # its key, source:id
    support: int  # how many sources state the name that do not have it from each other
    contested: bool  # whether other profiles of the kind bear it too


class RecordRow(NamedTuple):
    """That a record is part of a profile."""

    profile: str  # its id
    kind: str
    source: str
    record: str  # its key, source:id
    title: str  # as the record writes it
    external_ids: tuple[str, ...]


def name_rows(profile: Profile) -> Iterator[NameRow]:
    """A row for each use of a name that counts, by name, giver and record; a rejected one has none."""
    found = set()
    for name in profile["names"]:
        for stated in name["stated"]:
            if "rejected" not in stated:
                record = profile["records"][stated["record"]]
                said_by = stated.get("giver", ""), record["source"], record["key"]
                weight = name["support"], bool(name["contested"])
                found.add(NameRow(profile["id"], name["name"], fold(name["name"]), *said_by, *weight))
    yield from sorted(found)


def record_rows(profile: Profile) -> Iterator[RecordRow]:
    """A row for each record, by key."""
    for record in sorted(profile["records"], key=lambda record: record["key"]):
        ids = tuple(record["external_ids"])
        yield RecordRow(profile["id"], profile["kind"], record["source"], record["key"], record["title"], ids)


def cells(row: Sequence[object]) -> list[str]:
    """A row as text: truth as `true` or `false`, a list with a space between two."""
    return [_cell(value) for value in row]


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(value) if isinstance(value, tuple) else str(value)
