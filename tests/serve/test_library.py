from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest

from bestiary.errors import StoreError
from bestiary.serve.library import Library
from tests.small import build_small

T = TypeVar("T")


def in_a_new_thread(do: Callable[[], T]) -> T:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(do).result()


def test_a_rebuilt_file_is_picked_up(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    library = Library(str(db))
    first = library.edition()
    assert library.edition() is first
    (tmp_path / "data/threat-actor.json").unlink()
    build_db, _ = build_small(tmp_path)
    assert build_db == db
    second = library.edition()
    assert second.state != first.state
    assert second.who("teapot")["matches"]
    assert first.who("teapot")["matches"]  # a question that was begun with it


def test_each_thread_has_its_own(tmp_path: Path) -> None:
    library = Library(str(build_small(tmp_path)[0]))
    one, other = library.edition(), in_a_new_thread(library.edition)
    assert one is not other
    assert one.state == other.state == library.state


@pytest.mark.parametrize("instead", [b"", b"SQLite format 3\0 and no more", None])
def test_while_none_can_be_opened_the_last_goes_on(
    tmp_path: Path, instead: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    db, _ = build_small(tmp_path)
    library = Library(str(db))
    state = library.state
    db.rename(tmp_path / "away.db")
    if instead is not None:
        db.write_bytes(instead)
    for edition in (library.edition, lambda: in_a_new_thread(library.edition)):
        assert edition().who("teapot")["matches"]
    assert [library.state for _ in range(3)] == [state] * 3
    (told,) = caplog.messages
    assert str(db) in told
    db.unlink(missing_ok=True)
    build_small(tmp_path)
    assert in_a_new_thread(library.edition).state == library.edition().state == library.state != state


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        Library(str(tmp_path / "none.db"))
