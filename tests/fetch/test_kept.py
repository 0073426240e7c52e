import json
import os
from pathlib import Path

import pytest

from bestiary.fetch import files, kept
from bestiary.fetch.kept import Kept


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder."""
    monkeypatch.setattr(kept, "data_dir", lambda: str(tmp_path / "data"))
    return tmp_path / "data"


def put(raw: bytes = b"abc") -> None:
    with (store := Kept()).locked():
        store.put("pond", "sub/newts.json", raw, "https://pond.example/newts.json", '"1"', "then")


def test_a_file_is_put_away_and_known_again(data: Path) -> None:
    put()
    assert (data / "sources/pond/sub/newts.json").read_bytes() == b"abc"
    came = Kept().came("pond", "sub/newts.json")
    assert came is not None
    assert (came.url, came.etag, came.last_modified) == ("https://pond.example/newts.json", '"1"', "then")
    assert came.retrieved == came.checked
    assert [name for _, name in files(data / "sources")] == ["pond/sub/newts.json"]


def test_the_table_is_readable_json(data: Path) -> None:
    put()
    table = json.loads((data / "fetched.json").read_text(encoding="utf-8"))
    assert list(table) == ["pond/sub/newts.json"]
    assert table["pond/sub/newts.json"]["retrieved"].endswith("Z")


def test_a_file_that_somebody_changed_is_not_the_one_that_came(data: Path) -> None:
    put()
    (data / "sources/pond/sub/newts.json").write_bytes(b"abd")
    assert Kept().came("pond", "sub/newts.json") is None


def test_a_file_that_is_gone(data: Path) -> None:
    put()
    (data / "sources/pond/sub/newts.json").unlink()
    assert Kept().came("pond", "sub/newts.json") is None
    assert Kept().came("pond", "toads.json") is None


@pytest.mark.parametrize(
    "table", [b"", b"{", b"[]", b'{"pond/sub/newts.json": 1}', b'{"x": {"url": "\xff"}}', b'"\xff"']
)
def test_a_table_that_cannot_be_read_is_none(data: Path, table: bytes) -> None:
    put()
    (data / "fetched.json").write_bytes(table)
    assert Kept().came("pond", "sub/newts.json") is None
    put()
    assert Kept().came("pond", "sub/newts.json") is not None


def test_a_write_that_fails_leaves_the_old_file_and_no_other(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(b"old")

    def full(number: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        put(b"new")
    assert (data / "sources/pond/sub/newts.json").read_bytes() == b"old"
    assert os.listdir(data / "sources/pond/sub") == ["newts.json"]
    assert Kept().came("pond", "sub/newts.json") is not None


def test_a_data_folder_that_cannot_be_made(data: Path) -> None:
    data.write_text("a file where the folder should be")
    with pytest.raises(OSError, match="data"):
        put()


def test_who_waited_keeps_what_another_run_put_away_meanwhile() -> None:
    first, second = Kept(), Kept()
    for store, file in ((first, "newts"), (second, "toads")):
        with store.locked():
            store.put("pond", file, b"abc", f"https://pond.example/{file}")
    assert all(Kept().came("pond", file) for file in ("newts", "toads"))


def test_when_files_came(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Kept()
    times = iter(["2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"])
    monkeypatch.setattr(kept, "_now", lambda: next(times))
    store.put("pond", "a", b"a", "https://pond.example/a")
    store.put("pond", "b", b"b", "https://pond.example/b")
    a, b = store.came("pond", "a"), store.came("pond", "b")
    assert a is not None
    assert b is not None
    both = {"retrieved": "2024-02-01T00:00:00Z", "checked": "2024-01-01T00:00:00Z"}
    assert store.fetched([a.sha256, b.sha256, "another"]) == both
    store.confirm("pond", "a", a)
    assert Kept().fetched([a.sha256]) == {"retrieved": "2024-01-01T00:00:00Z", "checked": "2024-03-01T00:00:00Z"}
    assert store.fetched([a.sha256, b.sha256]) == {
        "retrieved": "2024-02-01T00:00:00Z",
        "checked": "2024-02-01T00:00:00Z",
    }
    assert store.fetched(["another"]) is None
