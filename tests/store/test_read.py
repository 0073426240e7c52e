import random
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bestiary.base import Bestiary
from bestiary.diff import of_built
from bestiary.errors import BestiaryError, NotFound, OtherVersion, StoreError
from bestiary.store.read import Reader
from bestiary.store.tables import VERSION
from tests.small import build_small, open_small


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 100])
def test_a_file_that_is_not_ours(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"x\.db: not a file that bestiary built"):
        Reader(str(path))


def test_somebody_elses_database(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("create table t(x)")
    with pytest.raises(StoreError, match="not a file that bestiary built"):
        Reader(str(path))


def test_another_version_is_told_apart(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(f"pragma user_version = {VERSION + 1}")
    with pytest.raises(OtherVersion, match="built by another version"):
        Reader(str(db))


def test_a_path_with_the_marks_of_a_uri(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path / "100% #1?")
    assert Reader(str(db)).named("teapot")


def test_former_addresses_that_differ_in_capitals_alone_are_told_apart(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    with closing(sqlite3.connect(db)) as connection, connection:
        rows = [("table:Teams/urn", 1, "urn"), ("table:teams/urn", 1, "cup")]
        connection.executemany("insert into ledger values (?,?,?)", rows)
    reader = Reader(str(db))
    assert [reader.owner(name) for name in ("table:Teams/urn", "table:teams/urn")] == [("urn", True), ("cup", True)]
    assert reader.owner("TABLE:Teams/URN")
    assert reader.owner("table:urn") is None


def test_nothing_can_be_written(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    reader = Reader(str(db))
    with pytest.raises(sqlite3.OperationalError):
        reader._db.execute("delete from name")


# --- damage ---

PAGE = 16_384

QUESTIONS: dict[str, Callable[[Bestiary, Reader], object]] = {
    "who": lambda bestiary, reader: bestiary.who("Grey Teapot"),
    "near": lambda bestiary, reader: bestiary.near("teepot"),
    "names_starting": lambda bestiary, reader: bestiary.names_starting("te"),
    "profile": lambda bestiary, reader: bestiary.profile("kettle-crew"),
    "statements": lambda bestiary, reader: bestiary.statements("kettle-crew"),
    "sources": lambda bestiary, reader: bestiary.sources(),
    "list": lambda bestiary, reader: [bestiary.list(kind, country="Norway") for kind in ("actor", "tool")],
    "card": lambda bestiary, reader: [b"".join(file.content) for file in bestiary.export("card")],
    "records": lambda bestiary, reader: [b"".join(file.content) for file in bestiary.export("records")],
    "owner": lambda bestiary, reader: reader.owner("kettle-crew"),
    "judgements": lambda bestiary, reader: reader.judgements(0),
    "unsure": lambda bestiary, reader: reader.unsure(9),
    "of_built": lambda bestiary, reader: of_built(reader),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return build_small(tmp_path_factory.mktemp("whole"))[0].read_bytes()


def refusals(path: Path) -> list[str]:
    """Which questions are answered by saying that the file is damaged; anything but that and an answer is raised."""
    found = []
    reader = Reader(str(path))
    for name, ask in QUESTIONS.items():
        try:
            ask(Bestiary(reader), reader)
        except BestiaryError as error:
            damaged = (
                error.message.startswith("is damaged: ") and error.hint == f"bestiary build --db {path} makes it anew"
            )
            found += [name] if damaged and str(error).startswith(f"{path}: ") else []
    reader.close()
    return found


def test_a_whole_file_refuses_nothing(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(whole)
    assert refusals(path) == []


@pytest.mark.parametrize("fill", ["zeros", "garbage"])
def test_a_file_of_which_a_page_was_overwritten_is_said_to_be_damaged(tmp_path: Path, whole: bytes, fill: str) -> None:
    path, chance = tmp_path / "x.db", random.Random(7)
    refused: set[str] = set()
    for start in range(PAGE, len(whole), PAGE):
        page = bytes(PAGE) if fill == "zeros" else chance.randbytes(PAGE)
        path.write_bytes(whole[:start] + page + whole[start + PAGE :])
        refused.update(refusals(path))
    assert refused == set(QUESTIONS)


def test_a_file_that_ends_too_early_is_said_to_be_damaged(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(whole[: len(whole) // 2 // PAGE * PAGE])
    with pytest.raises(StoreError, match=r"x\.db: is damaged: "):
        Bestiary.open(path).who("Grey Teapot")


def test_a_text_that_was_overwritten_is_said_to_be_damaged(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(whole.replace(b'{"id":"kettle-crew"', b'{"id"?"kettle-crew"'))
    with pytest.raises(StoreError, match=r"x\.db: is damaged: "):
        Bestiary.open(path).who("Kettle Crew")


def test_a_first_page_that_was_overwritten_behind_its_header(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(whole[:100] + random.Random(7).randbytes(PAGE - 100) + whole[PAGE:])
    with pytest.raises(StoreError, match=r"x\.db: is damaged: "):
        Bestiary.open(path).who("Kettle Crew")


def test_a_question_to_a_closed_file_is_no_damage(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(whole)
    reader = Reader(str(path))
    reader.close()
    with pytest.raises(sqlite3.ProgrammingError):
        reader.named("teapot")


def test_half_a_character_finds_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    with open_small(tmp_path) as bestiary:
        odd = "\udcff"
        for query in (f"tool:{odd}", f"sponsor:{odd}", f"country:{odd}", odd, f"giver:{odd}"):
            with suppress(BestiaryError):
                assert bestiary.search(query)["hits"] == []
        for found in (bestiary.suggest(odd), bestiary.names_starting(odd), bestiary.having("country", odd)):
            assert len(found) == 0
        assert bestiary.things([odd]) == {}
        with pytest.raises(NotFound):
            bestiary.list("actor", tool=odd)


def test_threads_that_share_a_file_get_their_own_rows(tmp_path: Path) -> None:
    with Bestiary.open(build_small(tmp_path)[0]).shared() as bestiary:
        alone = {name: bestiary.who_json(name) for name in ("teapot", "steamrat", "apt-999", "nobody")}
        with ThreadPoolExecutor(8) as pool:
            asked = [*alone] * 200
            assert [*pool.map(bestiary.who_json, asked)] == [alone[name] for name in asked]
