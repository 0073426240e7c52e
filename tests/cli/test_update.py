"""The command that updates: what it asks for, and how it ends. What it prints is in test_update_report."""

import json
from pathlib import Path
from typing import Any

import pytest

from bestiary import update
from bestiary.update import File, UpdateReport

from .conftest import Run

FINE = File("pond", "newts.json", "https://pond.example/newts.json", "unchanged")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What updates were asked for; nothing changed in any."""
    calls: list[dict[str, Any]] = []

    def fake(names: tuple[str, ...], **options: Any) -> UpdateReport:
        calls.append({"names": names, **options})
        return UpdateReport(str(options["db"]), options["dry_run"], [FINE])

    monkeypatch.setattr(update, "update", fake)
    return calls


def test_what_is_asked_for(
    run: Run, asked: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BESTIARY_DB", "default.db")
    assert run("update").exit_code == 0
    assert run("update", "pond", "reed", "--dry-run", "--from", str(tmp_path), "--db", "mine.db").exit_code == 0
    assert asked == [
        {"names": (), "db": Path("default.db"), "folder": None, "dry_run": False, "progress": None},
        {"names": ("pond", "reed"), "db": Path("mine.db"), "folder": tmp_path, "dry_run": True, "progress": None},
    ]


def test_a_folder_that_is_none(run: Run, tmp_path: Path) -> None:
    result = run("update", "--from", str(tmp_path / "nowhere"), "--db", str(tmp_path / "x.db"))
    assert result.exit_code == 3
    assert "nowhere: there is no such folder" in result.stderr


def test_json(run: Run, asked: list[dict[str, Any]]) -> None:
    result = run("update", "--db", "x.db", "--json")
    assert json.loads(result.stdout)["files"][0]["outcome"] == "unchanged"
    assert json.loads(result.stdout)["changes"] is None


@pytest.mark.parametrize(
    "report",
    [
        UpdateReport("x.db", False, [FINE, File("pond", "a", "https://pond.example/a", "failed", "gone")]),
        UpdateReport("x.db", False, [FINE], error="the disk is full"),
    ],
)
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_failure_is_exit_code_3(
    run: Run, monkeypatch: pytest.MonkeyPatch, report: UpdateReport, options: list[str]
) -> None:
    monkeypatch.setattr(update, "update", lambda names, **rest: report)
    assert run("update", *options).exit_code == 3


def test_an_unknown_source_is_a_usage_error(run: Run, tmp_path: Path) -> None:
    result = run("update", "pond", "--db", str(tmp_path / "x.db"))
    assert result.exit_code == 2
    assert "there is no source “pond”" in result.stderr
