"""One fact as one record states it: the unit everything else is made of.

A format yields statements in the order they stand in the file. Those of one record share one `Record`. The value as
written is `raw`; what it means (`clean`) is worked out later and in one place, `values.clean`.
"""

import hashlib

import msgspec

from .origin import Origin


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


class Draft:
    """Collects one record's statements in order, numbering them."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.statements: list[Statement] = []
        self._file, _, self._sha256 = record.origin

    def state(self, prop: str, raw: str, place: int | str, parent: int | None = None, /, **qualifiers: str) -> int:
        """Adds a statement at the place in the record's file; gives its ord, for children to name as parent."""
        ord_ = len(self.statements)
        origin = Origin(self._file, place, self._sha256)
        self.statements.append(Statement(self.record, ord_, parent, prop, raw, qualifiers, origin))
        return ord_


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
