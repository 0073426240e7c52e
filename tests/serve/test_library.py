import threading
from pathlib import Path

import pytest

from bestiary.errors import StoreError
from bestiary.serve.library import Library
from tests.small import build_small


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
    assert second.bestiary.who("teapot")["matches"]


def test_each_thread_has_its_own(tmp_path: Path) -> None:
    library = Library(str(build_small(tmp_path)[0]))
    found = [library.edition()]
    thread = threading.Thread(target=lambda: found.append(library.edition()))
    thread.start()
    thread.join()
    assert found[0].bestiary is not found[1].bestiary
    assert found[0].state == found[1].state


def test_where_there_is_none_for_a_moment_the_former_goes_on(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    library = Library(str(db))
    db.rename(tmp_path / "away.db")
    assert library.edition().bestiary.who("teapot")["matches"]


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises((StoreError, OSError)):
        Library(str(tmp_path / "none.db"))
