"""Opening the built file to answer. Readers see the file as it was when they opened it, whatever is built since."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import OtherVersion, StoreError
from ..origin import Origin
from .tables import APPLICATION_ID, HEADER, TLP, VERSION, is_ours, state_of, whole_place

if TYPE_CHECKING:  # an answer is not kept waiting for it
    from threading import Lock


def _not_ours(path: str) -> StoreError:
    return StoreError("not a file that bestiary built", Origin(path), "name another one with --db")


def _damaged(path: str, why: object) -> StoreError:
    return StoreError(f"is damaged: {why}", Origin(path), f"bestiary build --db {path} makes it anew")


def _unusable(path: str, error: sqlite3.Error) -> StoreError:
    """What to say of a file that cannot even be opened."""
    try:
        with open(path, "rb") as stream:
            return _damaged(path, error) if is_ours(stream.read(HEADER)) else _not_ours(path)
    except OSError as reason:
        hint = "name a file" if isinstance(reason, IsADirectoryError) else "check its permissions"
        return StoreError(f"cannot be opened: {reason.strerror}", Origin(path), hint)


def _utf8(text: str) -> str:
    """The text as SQLite can take it; what is no character (a lone surrogate) is in no file, so "?" finds as little."""
    return text.encode(errors="replace").decode()


def connect(path: str) -> sqlite3.Connection:
    """Opens a file read only and as one that nobody changes: without locks and journals."""
    quoted = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    # answers may be asked for by a server's threads; the file cannot change under them
    return sqlite3.connect(f"file:{quoted}?mode=ro&immutable=1", uri=True, check_same_thread=False)


class Found(NamedTuple):
    """A name in the index: what it is, in whose record, of which profile."""

    profile: int
    name: str
    giver: str
    relation: str  # "also listed" where the record does not say that it is an alias
    rejected: str  # why this use of it does not count, "" where it does
    record: str
    source: str
    modified: str  # "" where the record states no date
    edition: str


class Judged(NamedTuple):
    """A judgement on two records, with the profiles that they are part of."""

    a: str
    b: str
    profile: int
    other: int
    relation: str
    score: float
    reasons: tuple[tuple[str, float, str], ...]  # signal, weight, text
    made: str
    by: str
    why: str
    id: str


class Stored(NamedTuple):
    """A statement as the file holds it."""

    id: str
    record: str
    ord: int
    parent: int | None
    property: str
    raw: str
    clean: str | None  # None where nothing exact could be made of it
    qualifiers: dict[str, str]
    tlp: str
    file: str
    place: int | str
    sha256: str


_STATEMENTS = (
    "select hex(s.id), r.key, s.ord, s.parent, p.name, s.raw, nullif(coalesce(s.clean, s.raw), ''), s.qualifiers,"
    " s.tlp, d.file, r.place, s.place, d.sha256"
    " from record r join statement s on s.record = r.id join property p on p.id = s.property"
    " join document d on d.id = coalesce(s.document, r.document) where {} = ? order by s.ord"
)


def _stored(rows: Iterable[Any], decoded: Callable[[str], Any]) -> list[Stored]:
    return [
        Stored(
            id_.lower(), key, ord_, parent, prop, raw, clean, decoded(more or "{}"), TLP[tlp], file,
            whole_place(base, place), sha,
        )
        for id_, key, ord_, parent, prop, raw, clean, more, tlp, file, base, place, sha in rows
    ]  # fmt: skip


class Stating:
    """What a file states that is read, or is being built and has no indexes yet."""

    def __init__(self, rows: Callable[[str, Sequence[object]], Iterable[Any]]) -> None:
        """`rows` gives those of a query."""
        self._rows = rows

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return dict(self._rows("select key, id from record", ()))

    def of(self, record: str) -> list[Stored]:
        """The statements of a record, by its key."""
        return _stored(self._rows(_STATEMENTS.format("r.id"), (self._numbers[record],)), json.loads)

    def sources(self) -> list[dict[str, str]]:
        """The id, title, publisher and terms of every source."""
        names = ("id", "title", "publisher", "terms")
        rows = self._rows("select id, title, publisher, terms from source order by id", ())
        return [dict(zip(names, row, strict=True)) for row in rows]

    def documents(self) -> set[tuple[str, str, str]]:
        """The source, file and checksum of everything that was read."""
        return set(self._rows("select source, file, sha256 from document", ()))


class Reader:
    """The built file, read only. Every question raises StoreError if the file turns out to be damaged."""

    def __init__(self, path: str) -> None:
        """Opens it. Raises StoreError if it is missing or not ours, OtherVersion if another version built it."""
        try:
            self.state = state_of(path)  # taken before it is opened: what is opened is never older than this says
        except OSError as error:
            raise StoreError("there is no built file", Origin(path), "bestiary build makes one") from error
        self.path = path
        try:
            self._db = connect(path)
            application = self._db.execute("pragma application_id").fetchone()[0]
            version = self._db.execute("pragma user_version").fetchone()[0]
        except sqlite3.Error as error:
            raise _unusable(path, error) from error
        if application != APPLICATION_ID:
            self._db.close()
            raise _not_ours(path)
        self.version = int(version)
        self._turn: Lock | None = None  # where threads share it
        if not self._reads():
            self._db.close()
            raise OtherVersion(
                f"built by another version (its form is {version}, this version reads {VERSION})",
                Origin(path),
                f"bestiary build --db {path} makes it anew",
            )

    def _reads(self) -> bool:
        return self.version == VERSION

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def __del__(self) -> None:
        """Closes the file that nobody closed: Python 3.13 warns of it otherwise."""
        if hasattr(self, "_db"):
            self._db.close()

    def decoded(self, text: str) -> Any:
        """What a JSON text of the file says."""
        try:
            return json.loads(text)
        except ValueError as error:
            raise _damaged(self.path, error) from error

    def share(self) -> None:
        """From now on threads may ask at the same time: one query after another, each read whole.

        A connection of sqlite3 mixes up the rows of queries that threads make at once, in CPython 3.12 at least.
        """
        from threading import Lock

        self._turn = Lock()

    def rows(self, sql: str, values: Sequence[object] = ()) -> Iterator[Any]:
        """The rows of a query: all that is read of the file passes here."""
        given = [_utf8(one) if isinstance(one, str) else one for one in values]
        try:
            if self._turn is None:
                yield from self._db.execute(sql, given)
                return
            with self._turn:
                found = self._db.execute(sql, given).fetchall()
            yield from found
        except sqlite3.ProgrammingError:
            raise  # a closed file, which is the caller's mistake
        except sqlite3.Error as error:
            raise _damaged(self.path, error) from error

    def _value(self, sql: str, value: object) -> str:
        """The first value of the one row that must be there."""
        for row in self.rows(sql, (value,)):
            return str(row[0])
        raise _damaged(self.path, f"it has no {value}")

    def note(self, key: str) -> str:
        """What is noted about the file as a whole: its `level`, and `of` which state of which file it is a part."""
        return self._value("select value from build where key = ?", key)

    def kinds(self) -> dict[str, int]:
        """How many profiles there are of each kind."""
        return dict(self.rows("select kind, count(*) from profile group by 1 order by 1"))

    def ledger_checksum(self) -> str:
        """SHA-256, in hex, of what has to survive a rebuild: addresses, gone records, dates of exported objects."""
        import hashlib

        digest = hashlib.sha256()
        for table in ("ledger", "version"):
            for row in self.rows(f"select * from {table} order by 1, 2"):
                digest.update(json.dumps(row).encode())
        return digest.hexdigest()

    def named(self, fold: str) -> list[Found]:
        """Every record's use of a name, those of the profile first that it is the title of, then by support."""
        rows = self.rows(
            "select c.profile, n.name, n.giver, n.relation, n.rejected, r.key, r.source, r.modified, d.edition"
            " from name n join record r on r.id = n.record join document d on d.id = r.document"
            " join cluster c on c.record = n.record"
            " join profile p on p.id = c.profile where n.fold = ?"
            " order by n.rank desc, p.completeness desc, p.slug, r.key, n.name",
            (fold,),
        )
        return [Found(*row) for row in rows]

    def folds(self) -> list[str]:
        """Every folded name."""
        return [row[0] for row in self.rows("select distinct fold from name")]

    def name_of(self, fold: str) -> str:
        """A folded name as somebody writes it."""
        return self._value("select name from name where fold = ? limit 1", fold)

    def names_from(self, fold: str, limit: int) -> list[str]:
        """Names whose fold begins with this one."""
        rows = self.rows(
            "select min(name) from name where fold >= ? and fold < ? group by fold order by fold limit ?",
            (fold, fold + chr(0x10FFFF), limit),
        )
        return [row[0] for row in rows]

    def profile(self, number: int) -> str:
        """A profile as JSON."""
        return self._value("select json from profile where id = ?", number)

    def handle(self, key: str) -> list[int]:
        """The profiles that answer to a slug, record key, UUID or external id (lower case).

        A slug is that of one profile, whatever other things have as an id.
        """
        named = list(self.rows("select id from profile where slug = ?", (key,)))
        rows = named or self.rows("select profile from handle where key = ? order by 1", (key,))
        return [row[0] for row in rows]

    def handles_from(self, prefix: str) -> list[int]:
        """The profiles that answer to an id that begins so (lower case)."""
        rows = self.rows(
            "select distinct profile from handle where key >= ? and key < ?", (prefix, prefix + chr(0x10FFFF))
        )
        return [row[0] for row in rows]

    def slug(self, number: int) -> str:
        """The slug of a profile."""
        return self._value("select slug from profile where id = ?", number)

    def numbers(self) -> dict[str, int]:
        """The slug of every profile → its number, in the order of the slugs."""
        return dict(self.rows("select slug, id from profile order by slug"))

    def owner(self, name: str) -> tuple[str, bool] | None:
        """What the ledger says of a former slug (the record that owns it) or gone record (the slug of what it was part
        of; True). A key as it is written comes before one that differs in capitals."""
        exact, lower = name, name.lower()
        sql = "select name, record, gone from ledger where name in (?, ?) order by name <> ?, gone"
        row = next(self.rows(sql, (exact, lower, exact)), None)
        if row is None and ":" in name:  # only keys have capitals
            gone = self.rows("select name, record, gone from ledger where gone")
            row = next((row for row in gone if row[0].lower() == lower), None)
        return (str(row[1]), bool(row[2])) if row else None

    def published(self) -> tuple[str, str, int, list[tuple[str, str, str, str]]]:
        """When objects were first exported, when all of them last changed, in which form, and (STIX id, created,
        modified, what is left of a withdrawn one as JSON) of those for which that does not hold."""
        notes = dict(self.rows("select key, value from build where key in ('first', 'changed', 'form')"))
        rows = self.rows("select id, created, modified, gone from version order by id")
        return notes["first"], notes["changed"], int(notes["form"]), list(rows)

    def judgements(self, profile: int) -> list[Judged]:
        """The judgements that speak of a profile: those that joined its records and those that hold it apart."""
        return self._judgements("j.profile = ? or j.other = ?", profile, profile)

    def unsure(self, limit: int) -> list[Judged]:
        """Judgements of pairs that nobody is sure of, those of which most is known first."""
        known = "(select min(p.completeness) from profile p where p.id in (j.profile, j.other))"
        order = f" order by {known} desc, j.a, j.b limit ?"
        return self._judgements("j.relation = 'unsure'", limit, order=order)

    def _judgements(self, condition: str, *values: object, order: str = " order by j.a, j.b") -> list[Judged]:
        columns = 'j.a, j.b, j.profile, j.other, j.relation, j.score, j.reasons, j.made, j."by", j.why, j.id'
        rows = self.rows(f"select {columns} from judgement j where {condition}{order}", values)
        return [Judged._make(row)._replace(reasons=tuple(map(tuple, self.decoded(row[6])))) for row in rows]

    def dictionary(self) -> bytes:
        """What a tagger knows, as `Dictionary.encoded` has it."""
        return next((bytes(row[0]) for row in self.rows("select content from dictionary")), b"")

    def sources(self) -> list[tuple[str, str, str, str, str, str, str | None, int, int]]:
        """Per source: id, title, publisher, terms, url, derived_from (JSON), the latest date on which it changed a
        record, how many records, how many statements."""
        return list(
            self.rows(
                "select s.id, s.title, s.publisher, s.terms, s.url, s.derived_from,"
                " (select nullif(max(modified), '') from record where source = s.id),"
                " (select count(*) from record where source = s.id),"
                " (select count(*) from statement t join record r on r.id = t.record where r.source = s.id)"
                " from source s order by s.id"
            )
        )

    def files(self, source: str) -> list[tuple[str, str, str]]:
        """(file, edition, sha256) of what a source was read from, by name."""
        sql = "select file, edition, sha256 from document where source = ? order by file, sha256"
        return list(self.rows(sql, (source,)))

    def records(self, profile: int, kind: str | None = None) -> list[tuple[str, str, str]]:
        """(key, format, file) of the records of a profile, or of those of a kind, in the order of their keys."""
        return self._records(kind, " and r.id in (select record from cluster where profile = ?)", profile)

    def all_records(self, kind: str | None = None) -> list[tuple[str, str, str]]:
        """(key, format, file) of all records, or of those of a kind, in the order of their keys."""
        return self._records(kind)

    def _records(self, kind: str | None, condition: str = "", *values: object) -> list[tuple[str, str, str]]:
        sql = "select r.key, d.format, d.file from record r join document d on d.id = r.document"
        return list(self.rows(f"{sql} where r.kind = coalesce(?, r.kind){condition} order by r.key", (kind, *values)))

    def known(self) -> Iterator[tuple[str, str, str, str, str, str, str]]:
        """(slug, kind, title, key of the record that owns the slug; key, format and collection of a record) of every
        record of every profile, by slug and key."""
        return self.rows(
            "select p.slug, p.kind, p.title, coalesce(l.record, r.key), r.key, d.format, d.collection from profile p"
            " join cluster c on c.profile = p.id join record r on r.id = c.record join document d on d.id = r.document"
            " left join ledger l on l.name = p.slug and not l.gone order by p.slug, r.key"
        )

    def statements(self, record: str) -> list[Stored]:
        """One record's statements, in order."""
        return _stored(self.rows(_STATEMENTS.format("r.key"), (record,)), self.decoded)

    def statement_ids(self) -> Iterator[tuple[str, str, bytes]]:
        """(record key, source, id) of every statement, those of one record together."""
        sql = "select r.key, r.source, s.id from statement s join record r on r.id = s.record order by s.record"
        return self.rows(sql)

    def names_by_source(self) -> dict[tuple[str, str], str]:
        """(source, folded name) → the name as one of the source's records writes it."""
        sql = "select r.source, n.fold, min(n.name) from name n join record r on r.id = n.record group by 1, 2"
        return {(source, fold): name for source, fold, name in self.rows(sql)}
