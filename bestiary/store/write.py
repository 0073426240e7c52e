"""Making a new built file and putting it in the place of the old one at once."""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

from ..errors import StoreError
from ..identity import Judgement
from ..origin import Origin
from ..statement import Record, Statement, canonical, statement_id
from .place import put_in_place, refuse_others, sweep
from .read import Reader
from .tables import APPLICATION_ID, DERIVED, INDEXES, TABLES, TLP, VERSION, short_place, whole_place

BATCH = 10_000  # rows that wait to be written together
CACHE = 64 * 1024  # KiB of the file that are kept at hand: names and ids come in any order


class AlreadyBuilt(Exception):
    """Another process has built the file while this one waited for its turn."""


class Said(NamedTuple):
    """A stored statement as profiles are assembled from it; `parent` is the ord of the operation it is a part of."""

    ord: int
    parent: int | None
    property: str
    raw: str
    qualifiers: str  # canonical JSON, "" for none
    place: int | str
    file: str | None  # where it is not the record's
    tlp: int = 0  # place in tables.TLP


class Value(NamedTuple):
    """A stored statement as far as what it says goes."""

    record: int
    ord: int
    property: str
    raw: str


class Known(NamedTuple):
    """A stored statement that is no part of another, with what it means and says of its value."""

    ord: int
    property: str
    raw: str
    clean: str
    qualifiers: dict[str, str]


class Head(NamedTuple):
    """A stored record: what is known of it without its statements."""

    number: int
    key: str
    source: str
    kind: str
    format: str
    collection: str
    file: str
    edition: str
    place: str
    properties: int  # how many different ones are stated
    statements: int
    tlp: int = 0  # place in tables.TLP of the highest level of its statements


class Writer:
    """A file being built. Only `new_file` makes one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._properties: dict[str, int] = {}
        self._records = 0
        self._rows: dict[str, list[tuple[object, ...]]] = {}  # not yet written, by the statement that writes them
        self._count = 0

    def _add(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Rows to be written; thousands at once, for each call takes as long as some rows."""
        added = list(rows)  # before all else: making them may add others, and with those write what waits
        self._rows.setdefault(sql, []).extend(added)
        self._count += len(added)
        if self._count > BATCH:
            self._flush()

    def _flush(self) -> None:
        """Writes what was added, as whoever reads must."""
        for sql, rows in self._rows.items():
            self._db.executemany(sql, rows)
        self._rows.clear()
        self._count = 0

    def rows(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """The rows of a query."""
        self._flush()
        return self._db.execute(sql, values)

    def overlay(self, folder: str) -> None:
        """Writes down which overlay counts; "" for the one in the data folder."""
        self._note("overlay", folder)

    def inputs(self, paths: list[str], default: bool) -> None:
        """Writes down what is being built from, so that it can be built again."""
        self._note("inputs", json.dumps(paths))
        self._note("default", json.dumps(default))

    def _note(self, key: str, value: str) -> None:
        """Writes down something about the file as a whole."""
        self._add("insert or replace into build values (?, ?)", [(key, value)])

    def level(self, level: str, of: str) -> None:
        """Writes down the level of the file, and of which state of which file it is a part, "" if of none."""
        self._note("level", level)
        self._note("of", of)

    def source(self, id_: str, title: str, publisher: str, terms: str, url: str, derived_from: Sequence[str]) -> None:
        """Writes down a source that has records here."""
        row = (id_, title, publisher, terms, url, json.dumps(derived_from))
        self._add("insert into source values (?,?,?,?,?,?)", [row])

    def document(self, source: str, first: Record, size: int) -> int:
        """Writes down the file that a record stands in, as one of a source; gives its number."""
        row = (source, first.format, first.collection, first.origin.file, first.origin.sha256, size, first.edition)
        columns = "source, format, collection, file, sha256, size, edition"
        cursor = self._db.execute(f"insert into document({columns}) values (?,?,?,?,?,?,?)", row)
        return int(cursor.lastrowid or 0)

    def record(
        self, key: str, source: str, kind: str, document: int, statements: list[tuple[Statement, str | None]]
    ) -> int:
        """Writes a record with its statements, each with its clean value (None: as raw); gives its number."""
        place = statements[0][0].record.origin.place
        base = place if isinstance(place, str) else ""
        self._records += 1
        modified = next((clean or said.raw for said, clean in statements if said.property == "modified"), "")
        row = (self._records, key, source, kind, document, modified, base)
        self._add("insert into record values (?,?,?,?,?,?,?)", [row])
        said = self._statements(self._records, key, base, statements)
        self._add("insert into statement values (?,?,?,?,?,?,?,?,?,?,null)", said)
        return self._records

    def _statements(
        self, number: int, key: str, base: str, statements: list[tuple[Statement, str | None]]
    ) -> Iterator[tuple[object, ...]]:
        ids: dict[int, bytes] = {}
        for said, clean in statements:
            ord_, parent, prop, raw = said.ord, said.parent, said.property, said.raw
            qualifiers = canonical(said.qualifiers) if said.qualifiers else ""
            id_ = ids[ord_] = statement_id(key, b"" if parent is None else ids[parent], prop, raw, qualifiers)
            place = said.origin.place
            if isinstance(place, str):
                place = short_place(base, place)
            number_of = self._properties.get(prop) or self._property(prop)
            yield number, ord_, id_, parent, number_of, raw, clean, qualifiers, TLP.index(said.tlp), place

    def _property(self, name: str) -> int:
        """Gives a property that is met for the first time its number."""
        number = self._properties[name] = len(self._properties) + 1
        self._add("insert into property values (?, ?)", [(number, name)])
        return number

    def drop(self, number: int) -> None:
        """Takes a record out again (a newer copy of it came)."""
        self.rows("delete from statement where record = ?", (number,))
        self.rows("delete from record where id = ?", (number,))

    def take_relations(self, number: int, other: int) -> None:
        """Adds to a record what a copy of it in another file says of its relations, where the record has them not.

        Bundles of several domains tell of one thing, each with its relations in that domain; the STIX id of a relation
        tells which are the same. The added statements keep their file and place.
        """
        id_ = "json_extract(nullif(s.qualifiers, ''), '$.id')"
        related = "from statement s join property p on p.id = s.property where s.record = ? and p.name = 'relation'"
        there = f"select {id_} {related} and {id_} is not null"
        wanted = f"select s.ord {related} and {id_} not in ({there})"  # null, for those without an id, is in nothing
        place = "case when s.place like '#%' then s.place else '#' || r.place || s.place end"
        (shift,) = self.rows("select max(ord) + 1 from statement where record = ?", (number,)).fetchone()
        self._db.execute(
            "insert into statement select ?, ord + ?, s.id, parent + ?, property, raw, clean, qualifiers, tlp,"
            f" {place}, coalesce(s.document, r.document) from statement s join record r on r.id = s.record"
            f" where s.record = ? and (ord in ({wanted}) or parent in ({wanted}))",
            (number, shift, shift, other, other, number, other, number),
        )

    def heads(self) -> list[Head]:
        """All records, in the order of their keys."""
        rows = self.rows(
            "select r.id, r.key, r.source, r.kind, d.format, d.collection, d.file, d.edition, r.place,"
            " count(distinct s.property), count(*), max(s.tlp) from record r join document d on d.id = r.document"
            " join statement s on s.record = r.id group by r.id order by r.key"
        )
        return [Head(*row) for row in rows]

    def statements(self, heads: Sequence[Head]) -> dict[int, list[Said]]:
        """The statements of some records, by the record's number and in order."""
        places = {head.number: head.place for head in heads}
        said: dict[int, list[Said]] = {number: [] for number in places}
        rows = self.rows(
            "select s.record, s.ord, s.parent, p.name, s.raw, s.qualifiers, s.place, d.file, s.tlp from statement s"
            " join property p on p.id = s.property left join document d on d.id = s.document"
            f" where s.record in ({','.join('?' * len(places))}) order by s.record, s.ord",
            [*places],
        )
        for record, ord_, parent, prop, raw, qualifiers, place, file, tlp in rows:
            where = whole_place(places[record], place)
            said[record].append(Said(ord_, parent, prop, raw, qualifiers, where, file, tlp))
        return said

    def values(self, *properties: str) -> Iterator[Value]:
        """Every statement of the properties that is no part of another."""
        marks = ",".join("?" * len(properties))
        return self._values(f"p.name in ({marks}) and s.parent is null", *properties)

    def known(self, kind: str, properties: Sequence[str]) -> dict[int, list[Known]]:
        """The statements of the properties, of the records of a kind, by record and in order."""
        rows = self.rows(
            "select s.record, s.ord, p.name, s.raw, coalesce(s.clean, s.raw), s.qualifiers from record r"
            " join statement s on s.record = r.id join property p on p.id = s.property"
            f" where r.kind = ? and s.parent is null and p.name in ({','.join('?' * len(properties))})"
            " order by s.record, s.ord",
            [kind, *properties],
        )
        found: dict[int, list[Known]] = {}
        for record, ord_, prop, raw, clean, more in rows:
            found.setdefault(record, []).append(Known(ord_, prop, raw, clean, json.loads(more) if more else {}))
        return found

    def pages(self, source: str) -> Iterator[Value]:
        """Every reference of a source's records."""
        return self._values("p.name = 'reference' and s.record in (select id from record where source = ?)", source)

    def texts(self, containing: str) -> Iterator[Value]:
        """Every description and part of an operation that contains the text."""
        where = "(p.name = 'description' or p.name in ('title', 'text', 'note') and s.parent is not null)"
        return self._values(f"{where} and instr(s.raw, ?)", containing)

    def _values(self, condition: str, *values: str) -> Iterator[Value]:
        rows = self.rows(
            "select s.record, s.ord, p.name, s.raw from statement s join property p on p.id = s.property"
            f" where {condition} order by s.record, s.ord",
            values,
        )
        return map(Value._make, rows)

    def links(self, rows: Iterable[tuple[int, int, str, int, str]]) -> None:
        """Writes links: (record, ord, part of the value, target record, how it was found)."""
        self._add("insert into link values (?,?,?,?,?)", rows)

    def judgements(self, rows: Iterable[tuple[Judgement, int, int]]) -> None:
        """Writes judgements, each with the profiles that its two records are part of."""
        self._add(
            "insert into judgement values (?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                (j.a, j.b, profile, other, j.relation, j.score, json.dumps(j.reasons, ensure_ascii=False), j.made, j.by,
                 j.why, j.id, TLP.index(j.tlp))
                for j, profile, other in rows
            ),
        )  # fmt: skip

    def ledger(self, slugs: Mapping[str, str], gone: Mapping[str, str]) -> None:
        """Writes the ledger: slug → record key that owns it, key of a gone record → slug of what it was part of."""
        rows = [*((slug, 0, key) for slug, key in slugs.items()), *((key, 1, slug) for key, slug in gone.items())]
        self._add("insert into ledger values (?,?,?)", rows)

    def published(self, first: str, changed: str, form: int, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Writes the dates of exported objects, see versions.Published: (STIX id, created, modified, gone)."""
        self._note("first", first)
        self._note("changed", changed)
        self._note("form", str(form))
        self._add("insert into version values (?,?,?,?)", rows)

    def profile(self, row: tuple[int, str, str, str, int, str, str], records: Iterable[int]) -> None:
        """Writes a profile (number, slug, kind, title, completeness, summary JSON, JSON) and whose records it holds."""
        self._add("insert into profile values (?,?,?,?,?,?,?)", [row])
        self._add("insert into cluster values (?, ?)", [(record, row[0]) for record in records])

    def names(self, rows: Iterable[tuple[str, int, str, str, str, str, int]]) -> None:
        """Indexes names: (fold, record, name as written there, giver, relation, why it is rejected, rank)."""
        self._add("insert or ignore into name values (?,?,?,?,?,?,?)", rows)

    def facts(self, rows: Iterable[tuple[str, str, int]]) -> None:
        """Indexes facts for lists: (property, value, profile)."""
        self._add("insert or ignore into fact values (?,?,?)", rows)

    def facets(self, rows: Iterable[tuple[str, str, int]]) -> None:
        """Indexes what is counted: (property, label, profile)."""
        self._add("insert or ignore into facet values (?,?,?)", rows)

    def words(self, profile: int, texts: tuple[str, ...]) -> None:
        """Indexes the texts of a profile, see findable.Words."""
        columns = "rowid, names, description, operations, tools, reference"
        self._add(f"insert into search({columns}) values (?,?,?,?,?,?)", [(profile, *texts)])

    def handles(self, rows: Iterable[tuple[str, int]]) -> None:
        """Indexes what a profile can be asked for by: (slug, key, uuid or id in lower case; profile)."""
        self._add("insert or ignore into handle values (?,?)", rows)

    def dictionary(self, content: bytes) -> None:
        """Writes what a tagger knows."""
        self._add("insert into dictionary values (?)", [(content,)])

    def tidy(self) -> None:
        """Forgets files none of whose records stayed."""
        self._flush()
        self._db.execute(
            "delete from document where id not in (select document from record)"
            " and id not in (select document from statement where document is not null)"
        )

    def counts(self) -> list[tuple[str, str, int, int]]:
        """(source, kind, records, statements) of what is in the file."""
        return list(
            self.rows(
                "select r.source, r.kind, count(distinct r.id), count(*) from record r"
                " join statement s on s.record = r.id group by 1, 2 order by 1, 2"
            )
        )


@contextmanager
def new_file(db: Path, again: bool = False, first: bool = False) -> Iterator[Writer]:
    """A Writer whose file takes the place of `db` when the block ends well, and leaves no trace when it does not.

    With `again` it begins as a copy of `db` without all that is derived. One builder at a time: the others wait on
    `DB.lock`; with `first`, the file is wanted only because there is none that this version reads, and AlreadyBuilt is
    raised if there is one when the waiting ends. A reader, or a machine that stops at any moment, finds either the old
    file whole or the new one. Raises StoreError if the folder cannot be written, the disk is full, or what stands in
    the place is not a file of ours; then nothing is touched.
    """
    temporary = db.with_name(f".{db.name}.{os.getpid()}.tmp")
    try:
        refuse_others(db)
        db.parent.mkdir(parents=True, exist_ok=True)
        lock = Path(f"{db}.lock")
        lock.touch()  # FileLock waits for ever where no file can be made, as in /proc or a folder that was removed
        with FileLock(lock):
            if first and _readable(db):
                raise AlreadyBuilt
            try:
                sweep(db)
                if again:
                    shutil.copyfile(db, temporary)
                with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
                    yield from _fill(connection, again)
                put_in_place(temporary, db)
            finally:
                temporary.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"cannot be written: {error}", Origin(str(db)), "check the folder and the disk") from error


def _readable(db: Path) -> bool:
    """Whether there is a file that this version reads."""
    try:
        Reader(str(db)).close()
    except StoreError:
        return False
    return True


def _fill(connection: sqlite3.Connection, again: bool) -> Iterator[Writer]:
    """Makes the tables, or empties those of what is derived; lends the Writer, and checks what was written."""
    connection.execute("pragma page_size = 16384")  # of the last page of a long profile half is empty
    connection.execute("pragma journal_mode = off")  # a file that fails is thrown away whole
    connection.execute(f"pragma cache_size = -{CACHE}")
    connection.execute("pragma synchronous = off")  # one fsync at the end, before it takes its place
    if again:
        connection.executescript(";".join(f"drop index {name}" for name in INDEXES))
        connection.executescript(";".join(f"delete from {table}" for table in DERIVED))
        connection.execute("insert into search(search) values ('delete-all')")
        connection.execute("vacuum")
    else:
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute(f"pragma user_version = {VERSION}")
        connection.executescript(TABLES)
    connection.execute("begin")
    writer = Writer(connection)
    yield writer
    writer._flush()
    connection.execute("commit")
    for name, where in INDEXES.items():  # at the end: copies of records come and go before
        unique = "unique " if name == "record_key" else ""
        connection.execute(f"create {unique}index {name} on {where}")
    connection.executescript("pragma cache_size = -8192; pragma shrink_memory; vacuum")  # rows came in any order
    connection.execute("analyze")
    (found,) = connection.execute("pragma quick_check").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(f"the new file did not pass its check: {found}")
