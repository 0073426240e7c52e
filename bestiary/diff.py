"""What changed between two states of the sources: records and names, new, changed and gone."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

import msgspec

from .errors import InputError, Problem
from .formats import claims, formats
from .names import fold
from .origin import Origin
from .sources import source_of
from .statement import Statement, canonical, statement_id
from .store.read import Reader
from .values import clean

_WRONG = "what was kept before stays"


class Content(NamedTuple):
    """What is compared of a state: records by key, each with its source and a hash of all it states, and names."""

    records: dict[str, tuple[str, bytes]]
    names: dict[tuple[str, str], str]  # (source, fold) → the name as somebody writes it

    def add(self, other: "Content") -> None:
        """Adds what another one holds; what both hold is then the other's."""
        self.records.update(other.records)
        self.names.update(other.names)


class Changes(msgspec.Struct):
    """What changed of a source: keys of records, and names, each in alphabetical order."""

    source: str
    new: list[str] = []
    changed: list[str] = []
    gone: list[str] = []
    names_new: list[str] = []
    names_gone: list[str] = []


def compare(old: Content, new: Content) -> list[Changes]:
    """What changed from one state to the other, by source; a source of which nothing changed is left out."""
    by_source: dict[str, Changes] = {}

    def of(source: str) -> Changes:
        return by_source.setdefault(source, Changes(source))

    for key in sorted(old.records.keys() | new.records.keys()):
        before, after = old.records.get(key), new.records.get(key)
        if before is None and after:
            of(after[0]).new.append(key)
        elif after is None and before:
            of(before[0]).gone.append(key)
        elif before and after and before != after:
            of(after[0]).changed.append(key)
    for state, other, field in ((new, old, "names_new"), (old, new, "names_gone")):
        for source, folded in state.names.keys() - other.names.keys():
            getattr(of(source), field).append(state.names[source, folded])
    for changes in by_source.values():
        changes.names_new.sort(key=_alphabetical)
        changes.names_gone.sort(key=_alphabetical)
    return [by_source[source] for source in sorted(by_source)]


def of_built(reader: Reader) -> Content:
    """The state that a built file holds."""
    records = {
        key: (source, _hash(id_ for _, _, id_ in rows))
        for (key, source), rows in groupby(reader.statement_ids(), key=lambda row: row[:2])
    }
    return Content(records, reader.names_by_source())


def of_file(raw: bytes, name: str, source: str) -> Content:
    """The state that a published file of a source tells of.

    Raises InputError unless exactly one format claims the file and at least one record in it is of that source.
    """
    claimed = claims(raw, name)
    if len(claimed) != 1:
        reason = f"claimed by several formats: {', '.join(claimed)}" if claimed else "no format reads it"
        raise InputError(reason, Origin(name), _WRONG)
    content, problems = Content({}, {}), list[Problem]()
    statements = _statements(formats()[claimed[0]].parse(raw, Origin(name)), problems)
    for record, group in groupby(statements, key=lambda said: said.record):
        if source_of(f"{record.format}:{record.collection}") == source:
            said = [*group]
            key = f"{source}:{record.id}"
            content.records[key] = (source, _hash(_ids(key, said)))
            content.names.update(((source, fold(written)), written) for written in _names(said))
    if not content.records:
        reason = f" ({problems[0].reason})" if problems else ""
        raise InputError(f"no record of {source} in it{reason}", Origin(name), _WRONG)
    return content


def _statements(items: Iterable[Statement | Problem], problems: list[Problem]) -> Iterator[Statement]:
    """The statements; the first problem goes into the list."""
    for item in items:
        if isinstance(item, Statement):
            yield item
        elif not problems:
            problems.append(item)


def _names(statements: list[Statement]) -> list[str]:
    """The names of one record."""
    raws = (said.raw for said in statements if said.parent is None and said.property in ("title", "name"))
    return [written for written in (clean("name", raw).label for raw in raws) if written]


def _ids(key: str, statements: list[Statement]) -> Iterable[bytes]:
    """The ids of one record's statements."""
    ids: dict[int, bytes] = {}
    for said in statements:
        parent = b"" if said.parent is None else ids[said.parent]
        ids[said.ord] = statement_id(key, parent, said.property, said.raw, canonical(said.qualifiers))
    return ids.values()


def _hash(ids: Iterable[bytes]) -> bytes:
    """One hash of all ids, whatever their order: a source that only sorts its lists anew has changed nothing."""
    return hashlib.blake2b(b"".join(sorted(ids)), digest_size=12).digest()


def _alphabetical(name: str) -> tuple[str, str]:
    return name.casefold(), name
