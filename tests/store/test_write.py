import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bestiary.errors import StoreError
from bestiary.origin import Origin
from bestiary.statement import Draft, Record
from bestiary.store import write
from bestiary.store.read import Reader
from bestiary.store.tables import APPLICATION_ID, VERSION
from bestiary.store.write import AlreadyBuilt, Writer, new_file
from tests.small import build_small


def one_record(writer: Writer, key: str = "s:1") -> int:
    draft = Draft(Record("f", "c", "1", Origin("a.json", "/values/0", "ab"), edition="version 2"))
    parent = draft.state("operation", "2012: Kettle", "/values/0/op")
    draft.state("date", "2012", "/values/0/op/date", parent)
    document = writer.document("s", draft.record, 10)
    return writer.record(key, "s", "actor", document, [(said, None) for said in draft.statements])


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    with new_file(db) as writer:
        one_record(writer)
        (head,) = writer.heads()
        assert [(s.ord, s.parent, s.property) for s in writer.statements([head])[head.number]] == [
            (0, None, "operation"),
            (1, 0, "date"),
        ]
    rows = Reader(str(db)).statements("s:1")
    assert [(row.place, row.file, row.sha256, row.tlp) for row in rows] == [
        ("/values/0/op", "a.json", "ab", "clear"),
        ("/values/0/op/date", "a.json", "ab", "clear"),
    ]
    assert rows[0].id != rows[1].id


@pytest.mark.parametrize("batch", [0, 1, 3, 7])
def test_no_row_is_lost_however_many_are_written_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(write, "BATCH", batch)
    with new_file(tmp_path / "x.db") as writer:
        for record in range(5):
            draft = Draft(Record("f", "c", str(record), Origin("a.json", "/0", "ab")))
            for number in range(20):  # a property that is new is written while its statement is made
                draft.state(f"x-{record}-{number}", "v", "/0/x")
            document = writer.document("s", draft.record, 10)
            writer.record(f"s:{record}", "s", "actor", document, [(said, None) for said in draft.statements])
    reader = Reader(str(tmp_path / "x.db"))
    for record in range(5):
        names = [row.property for row in reader.statements(f"s:{record}")]
        assert names == [f"x-{record}-{number}" for number in range(20)]


def test_a_dropped_record_leaves_nothing(tmp_path: Path) -> None:
    with new_file(tmp_path / "x.db") as writer:
        writer.drop(one_record(writer))
        writer.tidy()
        assert writer.heads() == []
        assert writer.counts() == []


def test_the_file_says_whose_and_which_version_it_is(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    with new_file(db):
        pass
    with closing(sqlite3.connect(db)) as connection, connection:
        assert connection.execute("pragma application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("pragma user_version").fetchone() == (VERSION,)


def test_a_build_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    with new_file(db) as writer:
        one_record(writer)
    before = db.read_bytes()
    with pytest.raises(AssertionError), new_file(db) as writer:
        assert one_record(writer, "s:2") == 0, "a number that no record has"
    assert db.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} <= {"x.db", "x.db.lock"}


def test_a_file_that_does_not_pass_its_check_takes_no_place(tmp_path: Path) -> None:
    def build() -> None:
        with new_file(tmp_path / "x.db") as writer:
            writer.rows("create table odd(x check (x > 0))")
            writer.rows("pragma ignore_check_constraints = on")
            writer.rows("insert into odd values (0)")
            writer.rows("pragma ignore_check_constraints = off")

    with pytest.raises(StoreError, match="did not pass its check: CHECK constraint failed"):
        build()
    assert {path.name for path in tmp_path.iterdir()} <= {"x.db.lock"}


def test_a_built_file_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_ino))
    with new_file(tmp_path / "x.db"):
        pass
    assert (tmp_path / "x.db").stat().st_ino in synced


def test_what_a_killed_builder_left_is_swept_up(tmp_path: Path) -> None:
    left = tmp_path / ".x.db.12345.tmp"
    left.write_bytes(b"half a file")
    with new_file(tmp_path / "x.db"):
        pass
    assert not left.exists()


def test_builders_take_turns(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    inside = threading.Event()
    order: list[str] = []

    def second() -> None:
        inside.wait(10)
        with new_file(db):
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with new_file(db) as writer:
        inside.set()
        thread.join(0.3)
        one_record(writer)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_a_reader_keeps_the_file_it_opened(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    reader = Reader(str(db))
    with new_file(db):
        pass
    assert reader.named("teapot")
    assert not Reader(str(db)).named("teapot")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be written"), new_file(tmp_path / "x.db"):
        pass


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match=r"x\.db: cannot be written"), new_file(tmp_path / "file" / "x.db"):
        pass


# --- what is not ours ---


@pytest.mark.parametrize(
    "content",
    [b"Dear diary,\n", b"\0", b"SQLite format 3\0" + bytes(52) + b"ELSE" + bytes(28), b"SQLite format 3\0"],
    ids=["text", "a byte", "another program's", "cut"],
)
def test_what_is_not_ours_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    before = path.stat()
    with pytest.raises(StoreError, match=r"notes\.txt: not a file that bestiary built") as raised, new_file(path):
        pytest.fail("the building began")
    assert "--db" in raised.value.hint
    assert path.read_bytes() == content
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert [one.name for one in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere are no pipes among the files")
def test_what_is_no_ordinary_file_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")  # reading it would wait for ever
    for name in ("folder", "pipe"):
        with pytest.raises(StoreError, match="not a file that bestiary built"), new_file(tmp_path / name):
            pytest.fail("the building began")
    assert {one.name for one in tmp_path.iterdir()} == {"folder", "pipe"}


@pytest.mark.parametrize("damage", ["empty", "torn", "garbage behind the header", "another version"])
def test_what_is_ours_is_replaced_however_damaged(tmp_path: Path, damage: str) -> None:
    db, _ = build_small(tmp_path)
    raw = db.read_bytes()
    version = (VERSION + 1).to_bytes(4, "big")
    db.write_bytes(
        {
            "empty": b"",
            "torn": raw[:1000],
            "garbage behind the header": raw[:100] + b"\xff" * 9000,
            "another version": raw[:60] + version + raw[64:],
        }[damage]
    )
    with new_file(db) as writer:
        one_record(writer)
    assert Reader(str(db)).statements("s:1")


# --- what is built only because it is missing ---


def test_a_file_that_another_has_built_meanwhile_is_not_built_again(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    before = db.stat().st_ino
    with pytest.raises(AlreadyBuilt), new_file(db, first=True):
        pytest.fail("the building began")
    assert db.stat().st_ino == before


@pytest.mark.parametrize("there", ["nothing", "empty", "another version"])
def test_a_file_that_is_still_wanted_is_built(tmp_path: Path, there: str) -> None:
    db = tmp_path / "x.db"
    if there != "nothing":
        db.touch()
    if there == "another version":
        with new_file(db):
            pass
        with closing(sqlite3.connect(db)) as connection, connection:
            connection.execute(f"pragma user_version = {VERSION + 1}")
    with new_file(db, first=True) as writer:
        one_record(writer)
    assert Reader(str(db)).statements("s:1")
