import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bestiary.errors import OtherVersion
from bestiary.store.earlier import Earlier, inputs_of, ledger_of, level_of
from bestiary.store.tables import VERSION
from bestiary.store.write import new_file
from tests.small import TEAPOT, build_small


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A file that another version built."""
    db, _ = build_small(tmp_path)
    run(db, f"pragma user_version = {VERSION + 1}")
    return db


def run(db: Path, sql: str) -> None:
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(sql)


def test_what_another_version_left(other: Path, tmp_path: Path) -> None:
    assert inputs_of(other) == ([str(tmp_path / "data")], False, "")
    assert level_of(other) == "clear"
    slugs, gone, present = ledger_of(other)
    assert slugs["teapot-group"] in present
    assert (present[f"misp:{TEAPOT}"], gone) == ("teapot-group", {})


@pytest.mark.parametrize("content", [None, b"", b"not a database", b"SQLite format 3\0" + b"x" * 100])
def test_where_nothing_of_ours_is_nothing_is_left(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.db"
    if content is not None:
        path.write_bytes(content)
    assert (inputs_of(path), level_of(path), ledger_of(path)) == (None, None, ({}, {}, {}))


@pytest.mark.parametrize(
    "sql",
    [
        "delete from build where key = 'level'",
        "update build set value = 'teal' where key = 'level'",
        "drop table build",
    ],
)
def test_a_ledger_of_a_level_that_is_not_known_may_tell_anything(other: Path, sql: str) -> None:
    run(other, sql)
    assert level_of(other) == "red"


def test_a_file_of_another_version_is_read_if_its_tables_are_those_of_this_one(other: Path) -> None:
    run(other, "create table more(x)")
    with closing(Earlier(str(other))) as earlier:
        assert earlier.version == VERSION + 1
        assert earlier.published()[3] == []
    run(other, "alter table version rename column gone to left_of_it")
    with pytest.raises(OtherVersion):
        Earlier(str(other))


def test_a_file_of_another_version_that_no_build_completed_is_not_read(tmp_path: Path) -> None:
    with new_file(tmp_path / "b.db"):
        pass
    run(tmp_path / "b.db", f"pragma user_version = {VERSION + 1}")
    with pytest.raises(OtherVersion):
        Earlier(str(tmp_path / "b.db"))
