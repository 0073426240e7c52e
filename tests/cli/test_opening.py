"""When the file is opened as it is, when it is built first, and when neither."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bestiary import ingest
from bestiary.cli.opening import open_or_build
from bestiary.errors import OtherVersion, StoreError
from bestiary.reading import BuildReport
from bestiary.store.write import new_file
from tests.small import ACTORS, write

from .conftest import Run


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """The files that were built, by a build that reads only a few invented records."""
    files: list[Path] = []
    data = tmp_path / "data"
    data.mkdir()
    write(data, "threat-actor", ACTORS)

    def build_first(db: Path, progress: Any) -> BuildReport:
        files.append(db)
        return ingest.build([data], default=False, db=db, progress=progress)

    monkeypatch.setattr(ingest, "build_first", build_first)
    return files


@pytest.fixture
def default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the default file is; it is not there yet."""
    monkeypatch.setenv("BESTIARY_DB", str(tmp_path / "default.db"))
    return tmp_path / "default.db"


def outdated(file: Path) -> None:
    """Makes the file one of another version."""
    with new_file(file):
        pass
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("pragma user_version = 999")


def test_a_missing_default_file_is_built_once(default: Path, built: list[Path]) -> None:
    open_or_build(None)
    open_or_build(None)
    assert built == [default]


def test_a_default_file_of_another_version_is_built_again(default: Path, built: list[Path]) -> None:
    outdated(default)
    assert open_or_build(None).who("teapot group")["matches"]
    assert built == [default]


def test_a_default_file_that_is_torn_is_left_alone(default: Path, built: list[Path]) -> None:
    default.write_text("torn", encoding="utf-8")
    with pytest.raises(StoreError, match="not a file that bestiary built"):
        open_or_build(None)
    assert built == []


def test_a_missing_file_that_is_named_is_an_error_that_tells_how_to_build_it(
    default: Path, built: list[Path], tmp_path: Path
) -> None:
    file = str(tmp_path / "mine.db")
    with pytest.raises(StoreError, match="there is no file") as caught:
        open_or_build(file)
    assert caught.value.hint == f"bestiary build --db {file}"
    assert built == []


def test_a_file_that_is_named_is_not_rebuilt(default: Path, built: list[Path], tmp_path: Path) -> None:
    file = tmp_path / "mine.db"
    outdated(file)
    with pytest.raises(OtherVersion):
        open_or_build(str(file))
    assert built == []


def test_who_watches_is_told_why_it_takes_longer(
    default: Path, built: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    open_or_build(None)
    assert f"Building {default} from the packaged sources" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["who", "x"], ["show", "x"], ["list", "actors"], ["sources"], ["export", "card", "teapot-group"]]
)
def test_every_question_builds_the_file_first(default: Path, built: list[Path], run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert built == [default]
    assert result.exit_code in (0, 1), result.output
    assert run(*arguments, "--db", "nowhere.db").exit_code == 3
