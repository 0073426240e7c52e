import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bestiary.errors import StoreError
from bestiary.store.place import put_in_place, refuse_others, sweep
from bestiary.store.tables import APPLICATION_ID


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    refuse_others(tmp_path / "nothing.db")
    (tmp_path / "empty.db").touch()
    refuse_others(tmp_path / "empty.db")
    with closing(sqlite3.connect(tmp_path / "ours.db")) as connection:
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute("create table x(y)")
    refuse_others(tmp_path / "ours.db")
    (tmp_path / "notes.txt").write_text("the only copy")
    with closing(sqlite3.connect(tmp_path / "theirs.db")) as connection:
        connection.execute("create table x(y)")
    for name in ("notes.txt", "theirs.db", "."):
        with pytest.raises(StoreError, match="not a file that bestiary built"):
            refuse_others(tmp_path / name)


def test_what_killed_builders_left(tmp_path: Path) -> None:
    others = [".a.x.db.123.tmp", ".x-db.123.tmp", ".x.db.2.db.123.tmp", ".x.db.abc.tmp", ".y.db.123.tmp", "x.db"]
    for name in (".x.db.123.tmp", *others):
        (tmp_path / name).touch()
    sweep(tmp_path / "x.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == others


def test_the_new_takes_the_place_of_the_old(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("old")
    (tmp_path / "new").write_text("new")
    put_in_place(tmp_path / "new", tmp_path / "x.db")
    assert [path.name for path in tmp_path.iterdir()] == ["x.db"]
    assert (tmp_path / "x.db").read_text() == "new"


def test_the_new_is_on_the_disk_before_it_takes_the_place_and_the_place_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").write_text("new")
    files = {(tmp_path / "new").stat().st_ino: "new", tmp_path.stat().st_ino: "folder"}
    done: list[str] = []
    replace = os.replace

    def note_replace(old: Path, new: Path) -> None:
        done.append("replace")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", lambda file: done.append(files[os.fstat(file).st_ino]))
    monkeypatch.setattr(os, "replace", note_replace)
    put_in_place(tmp_path / "new", tmp_path / "x.db")
    assert done == ["new", "replace", *(["folder"] if os.name == "posix" else [])]
