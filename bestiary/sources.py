"""The sources Bestiary knows, read from `sources.toml` beside this file, which says what each column means."""

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

OVERLAY = "overlay"  # the source of the cards of a team's overlay, in whatever form they are


class Source(msgspec.Struct, frozen=True):
    """A published body of records with one publisher and one set of terms."""

    title: str
    publisher: str
    terms: str
    url: str
    records: dict[str, str]  # "format:collection" → kind, "" where the records say it themselves
    files: tuple[str, ...] = ()
    derived_from: tuple[str, ...] = ()
    body: str = ""  # the inventory whose entries it carries, where that is another source's


class _Table(msgspec.Struct, frozen=True):
    deprecated: frozenset[str]
    source: dict[str, Source]


@cache
def _table() -> _Table:
    text = files(__package__).joinpath("sources.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Table)


def sources() -> dict[str, Source]:
    """Every declared source by its id. Raises msgspec.ValidationError if the table itself is wrong."""
    return _table().source


@cache
def source_of(collection: str) -> str | None:
    """The id of the source whose records "format:collection" are; None if no source declares it."""
    return next((id_ for id_, source in sources().items() if collection in source.records), None)


def deprecated(collection: str) -> bool:
    """Whether the publisher keeps "format:collection" for old events only."""
    return collection in _table().deprecated
