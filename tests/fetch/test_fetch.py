import hashlib
import os
from pathlib import Path

import pytest

from bestiary import fetch
from bestiary.errors import InputError


def test_files_of_a_folder_stand_in_a_fixed_order_with_their_relative_names(tmp_path: Path) -> None:
    for name in ("b.md", "a.md", "sub/c.md", ".hidden", ".git/config"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    assert [name for _, name in fetch.files(tmp_path)] == ["a.md", "b.md", "sub/c.md"]


def test_a_file_is_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("x")
    assert list(fetch.files(path)) == [(path, "a.md")]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [name for _, name in fetch.files(tmp_path)] == ["a.md"]


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing: there is no such file"):
        list(fetch.files(tmp_path / "missing"))


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MAX_FILES", 2)
    for name in "abc":
        (tmp_path / name).write_text("x")
    with pytest.raises(InputError, match="more than 2 files"):
        list(fetch.files(tmp_path))


def test_read_gives_bytes_and_their_checksum(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\xffx")
    raw, origin = fetch.read(path, "sub/a.md")
    assert raw == b"\xffx"
    assert (origin.file, origin.place, origin.sha256) == ("sub/a.md", None, hashlib.sha256(raw).hexdigest())


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MAX_BYTES", 3)
    path = tmp_path / "a.md"
    path.write_bytes(b"123")
    assert fetch.read(path, "a.md")[0] == b"123"
    path.write_bytes(b"1234")
    with pytest.raises(InputError, match="larger than"):
        fetch.read(path, "a.md")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in the file system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="not a file"):
        fetch.read(tmp_path / "pipe", "pipe")


def test_a_link_into_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "missing")
    with pytest.raises(InputError, match="not a file"):
        fetch.read(tmp_path / "a.md", "a.md")
