import json
from pathlib import Path

import pytest

from bestiary.cli.written import Kept, check_writable, write_whole
from bestiary.errors import StoreError


def test_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "x"
    write_whole(file, [b"o", b"ne"])
    with pytest.raises(TypeError):
        write_whole(file, [b"two", None])  # type: ignore[list-item]
    assert file.read_bytes() == b"one"
    write_whole(file, iter([b"one", b"two"]))
    assert file.read_bytes() == b"onetwo"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_whether_it_can_be_written_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"one")
    check_writable(tmp_path / "x")
    check_writable(tmp_path / "y")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"one"]
    with pytest.raises(StoreError, match="there is no folder"):
        check_writable(tmp_path / "no/x")
    with pytest.raises(StoreError, match="is no folder"):
        check_writable(tmp_path / "x/y")


@pytest.mark.parametrize("content", [b"notes\n", b"\n", b"[]", b'{"x": 1}\n', b" "])
def test_what_is_none_of_ours_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(content)
    with pytest.raises(StoreError, match=r"notes\.txt: not a file of tagged reports"):
        Kept(file)
    assert file.read_bytes() == content


@pytest.mark.parametrize("rest", [b"", b'{"id": "c", "ment', b"nothing\n", b'{"id": "c"}', b"[1]\n"])
def test_going_on_where_it_stopped(tmp_path: Path, rest: bytes) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(b'{"id": "a"}\n{"id": "b"}\n' + rest)
    with Kept(file) as kept:
        assert kept.ids == {"a", "b"}
        kept.add([b'{"id": ', b'"d"}\n'])
    assert [json.loads(line)["id"] for line in file.read_bytes().splitlines()] == ["a", "b", "d"]
