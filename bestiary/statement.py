"""One fact as one record states it: the unit everything else is made of.

A format yields statements in the order they stand in the file. Those of one record share one `Record`. The value as
written is `raw`; what it means (`clean`) is worked out later and in one place, `values.clean`.
"""

import hashlib
from collections.abc import Iterator
from typing import Self

import msgspec

from .errors import Problem
from .origin import Origin

# What one record may hold, a hundred times what any of the public sources has: there the fullest record has 1,031
# statements, the longest value 14,480 characters, the largest record 220,966 and the longest id 52.
STATEMENTS = 100_000
LENGTH = 1024 * 1024  # characters of a value with its qualifiers
CHARACTERS = 16 * 1024 * 1024  # of all values with their qualifiers, properties and places
ID_LENGTH = 5_000  # characters; each statement's id is made with it


class Record(msgspec.Struct, frozen=True):
    """What one source says of one thing, under the source's own id.

    `format` is the name of the format that read it and `collection` its word for the body the record comes from
    (the galaxy type, "card"): together they find the source. `kind` is given only where the record itself tells its
    kind; else the source does. `edition` is the version of the body as published ("version 336"), for those that
    date no record.
    """

    format: str
    collection: str
    id: str
    origin: Origin
    kind: str | None = None
    edition: str = ""


class Statement(msgspec.Struct, gc=False):  # of thousands none is part of a cycle
    """One fact: (record, ord) is its key, `parent` the ord of the statement it is a part of (an operation's date).

    `qualifiers` say more about the value, as strings: a name's `giver`, a relation's `type`. `tlp` is the Traffic
    Light Protocol 2.0 label of the statement, lower case.
    """

    record: Record
    ord: int
    parent: int | None
    property: str
    raw: str
    qualifiers: dict[str, str]
    origin: Origin
    tlp: str = "clear"


class Full(Exception):
    """A draft holds all that a record may."""


class Draft:
    """Collects one record's statements in order, numbering them, as far as a record may go.

        with Draft(record) as draft:
            draft.state("title", "Teapot", 1)
        yield from draft

    However little of a file gives however much, reading it ends there: the block is left when the draft is full. What
    is over is no statement but a Problem that follows them.
    """

    def __init__(self, record: Record) -> None:
        self.record = record
        self.statements: list[Statement] = []  # those that are too long among them
        self._file, _, self._sha256 = record.origin
        self._room = CHARACTERS
        self._long = False
        self._over: Problem | None = None
        if len(record.id) > ID_LENGTH:
            reason = f"a record of which the id has {len(record.id):,} characters was left out (at most {ID_LENGTH:,})"
            self._over = Problem(record.origin, reason, "give it a shorter id or name")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, type_: type[BaseException] | None, *rest: object) -> bool:
        return type_ is Full

    def state(self, prop: str, raw: str, place: int | str, parent: int | None = None, /, **qualifiers: str) -> int:
        """Adds a statement at the place in the record's file; gives its ord, for children to name as parent.

        Raises Full, which ends the `with` block, if the record has no room for it.
        """
        ord_ = len(self.statements)
        length = len(raw) + sum(map(len, qualifiers.values())) if qualifiers else len(raw)
        self._room -= len(prop) + (len(place) if isinstance(place, str) else 0)
        if length > LENGTH:
            self._long = True
        else:
            self._room -= length
        if self._over or ord_ == STATEMENTS or self._room < 0:
            self._fill(place)
        origin = Origin(self._file, place, self._sha256)
        self.statements.append(Statement(self.record, ord_, parent, prop, raw, qualifiers, origin))
        return ord_

    def _fill(self, place: int | str) -> None:
        """Ends the draft before what stands at the place."""
        most = f"{CHARACTERS:,} characters" if self._room < 0 else f"{STATEMENTS:,} statements"
        reason = f"more than {most} in one record: the rest of it was left out"
        long = isinstance(place, str) and len(place) > ID_LENGTH  # it would fill the screen
        origin = self.record.origin if long else Origin(self._file, place, self._sha256)
        self._over = self._over or Problem(origin, reason, "make several records of it")
        raise Full

    def __iter__(self) -> Iterator[Statement | Problem]:
        """The statements, then a Problem for each that is too long; with it, what is part of it is left out."""
        left_out: dict[int | None, Problem | None] = {}
        for said in self.statements if self._long else ():
            length = len(said.raw) + sum(map(len, said.qualifiers.values()))
            if length > LENGTH:
                reason = f"a value of {length:,} characters was left out (at most {LENGTH:,})"
                left_out[said.ord] = Problem(said.origin, reason, "shorten it or make several of it")
            elif said.parent in left_out:
                left_out[said.ord] = None
            else:
                yield said
        if not self._long:
            yield from self.statements
        yield from filter(None, [*left_out.values(), self._over])


def canonical(qualifiers: dict[str, str]) -> str:
    """The qualifiers as JSON with sorted keys; "" for none. Equal qualifiers give equal text."""
    return msgspec.json.encode(qualifiers, order="sorted").decode() if qualifiers else ""


def statement_id(record_key: str, parent_id: bytes, prop: str, raw: str, qualifiers: str) -> bytes:
    """The statement's id: BLAKE2b (RFC 7693) with 12 bytes of output over what makes it this fact and no other.

    Record key, parent's id (b"" for none), property, value as written and canonical qualifiers; never the clean
    value, order, path, line, checksum or date, so that re-reading a moved or re-ordered file gives the same ids.
    """
    # with the lengths in front no two divisions of one text read alike
    text = f"{len(record_key)},{len(prop)},{len(qualifiers)}:{record_key}{prop}{qualifiers}{parent_id.hex()}:{raw}"
    return hashlib.blake2b(text.encode(), digest_size=12).digest()
