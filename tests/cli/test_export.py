"""Where exported files go."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bestiary.ingest import build
from bestiary.selection import File, Loss
from tests.small import build_small

from .conftest import Faked, Run


def test_one_file_goes_to_stdout(run: Run, opened: Faked) -> None:
    result = run("export", "card", "mossy-heron")
    assert (result.exit_code, result.stdout) == (0, "# MOSSY HERON\n")
    assert opened.asked == [("card", ["mossy-heron"])]


def test_one_file_goes_into_the_file_named(run: Run, opened: Faked, tmp_path: Path) -> None:
    run("export", "card", "mossy-heron", "-o", str(tmp_path / "heron.md"))
    assert (tmp_path / "heron.md").read_text(encoding="utf-8") == "# MOSSY HERON\n"


@pytest.mark.parametrize("slash", ["", "/"])
def test_one_file_goes_into_the_folder_named(run: Run, opened: Faked, tmp_path: Path, slash: str) -> None:
    folder = tmp_path / "new" if slash else tmp_path
    run("export", "card", "mossy-heron", "-o", f"{folder}{slash}")
    assert (folder / "actors" / "mossy-heron.md").read_text(encoding="utf-8") == "# MOSSY HERON\n"


def test_all_go_into_a_folder_that_is_made(run: Run, opened: Faked, tmp_path: Path) -> None:
    result = run("export", "card", "--all", "-o", str(tmp_path / "new"))
    assert sorted(path.name for path in tmp_path.rglob("*.md")) == ["mossy-heron.md", "quiet-newt.md"]
    assert result.stdout == ""
    assert result.stderr == f"Wrote 2 files to {tmp_path / 'new'}\n"
    assert opened.asked == [("card", None)]


@pytest.mark.parametrize("arguments", [[], ["--all", "mossy-heron"], ["--all"], ["mossy-heron", "quiet-newt"]])
def test_a_question_that_cannot_be_answered_is_a_usage_error(run: Run, opened: Faked, arguments: list[str]) -> None:
    result = run("export", "card", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")


def test_too_much_is_told_apart_from_too_little(run: Run, opened: Faked) -> None:
    assert "Give the IDs to export" in run("export", "card").stderr
    for arguments in (["--all", "mossy-heron"], ["--all", "--query", "x"], ["--query", "x", "mossy-heron"]):
        assert "give only one of them" in run("export", "card", *arguments).stderr


def test_as_json_they_are_printed_however_many(run: Run, opened: Faked) -> None:
    result = run("export", "card", "--all", "--json")
    assert [(Path(one["file"]).name, one["content"]) for one in json.loads(result.stdout)] == [
        ("mossy-heron.md", "# MOSSY HERON\n"),
        ("quiet-newt.md", "# Quiet Newt\n"),
    ]
    assert run("export", "card", "--all", "--json", "-o", "x").exit_code == 2


def test_a_file_that_cannot_be_written_leaves_the_old_and_nothing_else(
    run: Run, opened: Faked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def export(self: Faked, format: str, ids: object, loss: object, query: object) -> Iterator[File]:
        def content() -> Iterator[bytes]:
            yield b"# MOSSY"
            raise OSError(28, "No space left on device")

        yield File("heron.md", content())

    old = tmp_path / "heron.md"
    old.write_text("old", encoding="utf-8")
    monkeypatch.setattr(Faked, "export", export)
    result = run("export", "card", "mossy-heron", "-o", str(old))
    assert result.exit_code == 3
    assert "there is no space left for it" in result.stderr
    assert old.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.glob("*heron*")] == ["heron.md"]


def test_a_format_that_is_none_is_a_usage_error_that_names_those_there_are(run: Run, opened: Faked) -> None:
    result = run("export", "papyrus", "--all")
    assert result.exit_code == 2
    assert "'card'" in result.stderr


@pytest.mark.parametrize("name", ["../out.md", "a/../../out.md"])
def test_nothing_is_written_outside_the_folder(
    run: Run, opened: Faked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def export(self: Faked, format: str, ids: object, loss: object, query: object) -> Iterator[File]:
        yield File(name, [b"x"])
        yield File(name, [b"x"])

    monkeypatch.setattr(Faked, "export", export)
    result = run("export", "card", "--all", "-o", str(tmp_path / "cards"))
    assert result.exit_code == 3
    assert "outside" in result.stderr
    assert not (tmp_path / "out.md").exists()


def test_a_folder_that_cannot_be_made(run: Run, opened: Faked, tmp_path: Path) -> None:
    (tmp_path / "cards").touch()
    result = run("export", "card", "--all", "-o", str(tmp_path / "cards"))
    assert result.exit_code == 3
    assert "Traceback" not in result.stderr


def test_what_is_left_out_is_listed(run: Run, opened: Faked, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("export", "card", "mossy-heron", "--loss").stderr == "Nothing was left out.\n"

    def export(self: Faked, format: str, ids: object, loss: Loss, query: object) -> Iterator[File]:
        def content() -> Iterator[bytes]:
            loss.add("name", "it has no giver", 1234)
            yield b"x"

        yield File("x", content())

    monkeypatch.setattr(Faked, "export", export)
    assert run("export", "card", "mossy-heron", "--loss").stderr == "left out     1,234  name: it has no giver\n"
    assert run("export", "card", "mossy-heron").stderr == ""


def test_what_may_not_go_everywhere_is_said(run: Run, opened: Faked) -> None:
    opened.level = "amber"
    result = run("export", "card", "mossy-heron")
    assert result.stderr.startswith("This file holds TLP:AMBER: share it as such")
    assert result.stdout == "# MOSSY HERON\n"


def test_what_a_query_finds(run: Run, tmp_path: Path) -> None:
    db = str(build_small(tmp_path)[0])
    found = run("export", "records", "--query", "kind:actor country:IS", "--db", db).stdout
    assert [line.split(",")[0] for line in found.splitlines()] == ["profile", "kettle-crew"]
    nothing = run("export", "records", "--query", "kind:actor country:SE", "--db", db)
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert run("export", "records", "--query", "contry:SE", "--db", db).exit_code == 2
    assert run("export", "records", "--query", "x", "--all", "--db", db).exit_code == 2


def test_what_has_no_place_in_a_form_is_not_said_to_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "teams.csv").write_text("actor,alias\nTeapot,Samovar\n", encoding="utf-8")
    build([tmp_path / "teams.csv"], db=tmp_path / "b.db", default=False)
    for more in ([], ["-o", str(tmp_path / "out.json")]):
        result = run("export", "misp_records", "--all", "--db", str(tmp_path / "b.db"), *more)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "nothing that was asked for has a place" in result.stderr
    assert not (tmp_path / "out.json").exists()


def test_several_files_do_not_go_into_what_is_named_like_a_file(run: Run, opened: Faked, tmp_path: Path) -> None:
    result = run("export", "card", "--all", "-o", str(tmp_path / "heron.md"))
    assert result.exit_code == 2
    assert f"{tmp_path / 'heron'}/" in result.stderr
    assert not (tmp_path / "heron.md").exists()
    assert run("export", "card", "--all", "-o", f"{tmp_path / 'heron.md'}/").exit_code == 0
