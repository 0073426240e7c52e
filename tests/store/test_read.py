import sqlite3
from pathlib import Path

import pytest

from bestiary.errors import OtherVersion, StoreError
from bestiary.store.read import Reader, inputs_of
from bestiary.store.tables import VERSION
from tests.small import build_small


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 100])
def test_a_file_that_is_not_ours(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"x\.db: (not a file that bestiary built|cannot be opened)"):
        Reader(str(path))
    assert inputs_of(path) is None


def test_somebody_elses_database(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table t(x)")
    with pytest.raises(StoreError, match="not a file that bestiary built"):
        Reader(str(path))


def test_another_version_is_told_apart_and_says_what_it_was_built_from(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    with sqlite3.connect(db) as connection:
        connection.execute(f"pragma user_version = {VERSION + 1}")
    with pytest.raises(OtherVersion, match="built by another version"):
        Reader(str(db))
    assert inputs_of(db) == ([str(tmp_path / "data")], False)


def test_a_path_with_the_marks_of_a_uri(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path / "100% #1?")
    assert Reader(str(db)).named("teapot")


def test_nothing_can_be_written(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    reader = Reader(str(db))
    with pytest.raises(sqlite3.OperationalError):
        reader._db.execute("delete from name")
