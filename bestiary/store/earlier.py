"""What a file leaves to the one that takes its place, whatever version built it."""

import json
import sqlite3
from contextlib import closing
from os import PathLike
from typing import NamedTuple

from .read import Reader, connect
from .tables import TABLES, TLP, VERSION


class Inputs(NamedTuple):
    """What a file was built from: paths, whether the default input was among them, and the overlay if one was named."""

    paths: list[str]
    default: bool
    overlay: str


def inputs_of(path: str | PathLike[str]) -> Inputs | None:
    """What a file was built from, whatever version built it.

    None if there is no such file or it is not ours.
    """
    try:
        with closing(connect(str(path))) as connection:
            notes = dict(connection.execute("select key, value from build").fetchall())
        return Inputs(json.loads(notes["inputs"]), json.loads(notes["default"]), notes["overlay"])
    except (sqlite3.Error, KeyError, ValueError):
        return None


def ledger_of(path: str | PathLike[str]) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """What outlives a file: its slugs (→ record key), its gone records (→ slug), and record key → slug of all it has.

    All empty if there is no such file, or it is not ours or too old to have a ledger.
    """
    try:
        with closing(connect(str(path))) as connection:
            rows = connection.execute("select name, record, gone from ledger").fetchall()
            present = dict(
                connection.execute(
                    "select r.key, p.slug from record r join cluster c on c.record = r.id"
                    " join profile p on p.id = c.profile"
                ).fetchall()
            )
    except sqlite3.Error:
        return {}, {}, {}
    return (
        {name: record for name, record, gone in rows if not gone},
        {name: record for name, record, gone in rows if gone},
        present,
    )


def level_of(path: str | PathLike[str]) -> str | None:
    """The highest level of what a file holds or ever held; "red" if it has a ledger and does not say.

    None if there is no such file, or nothing is left of it.
    """
    try:
        with closing(connect(str(path))) as connection:
            (level,) = connection.execute("select value from build where key = 'level'").fetchone() or (None,)
    except sqlite3.Error:
        level = None
    if level in TLP:
        return str(level)
    return "red" if any(ledger_of(path)) else None


class Earlier(Reader):
    """A file of this version, or a whole one of another whose tables have all the columns that this one reads."""

    def _reads(self) -> bool:
        return self.version == VERSION or (_columns(self._db) >= _ours() and _is_whole(self._db))


def _is_whole(connection: sqlite3.Connection) -> bool:
    """Whether it says when its objects were published, as a build does at its end."""
    (notes,) = connection.execute("select count(*) from build where key in ('first', 'changed', 'form')").fetchone()
    return bool(notes == 3)


def _columns(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """Table and name of every column."""
    sql = "select t.name, c.name from sqlite_master t, pragma_table_info(t.name) c where t.type = 'table'"
    try:
        return set(connection.execute(sql))
    except sqlite3.Error:  # it is damaged
        return set()


def _ours() -> set[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(TABLES)
        return _columns(connection)
