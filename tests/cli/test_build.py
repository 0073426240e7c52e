"""The command that builds: what it asks for, and how it ends. What it prints is in test_report."""

import json
from pathlib import Path
from typing import Any

import pytest

from bestiary import ingest
from bestiary.errors import Problem
from bestiary.origin import Origin
from bestiary.reading import BuildReport

from .conftest import Run


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What builds were asked for; each meets a problem."""
    calls: list[dict[str, Any]] = []

    def build(paths: list[Path], **options: Any) -> BuildReport:
        calls.append({"paths": paths, **options})
        return BuildReport(str(options["db"]), problems=[Problem(Origin("a.md", 3), "no date")])

    monkeypatch.setattr(ingest, "build", build)
    return calls


def test_what_is_asked_for(run: Run, asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BESTIARY_DB", "default.db")
    assert run("build").exit_code == 0
    assert run("build", "a.md", "cards", "--no-default", "--db", "mine.db").exit_code == 0
    assert asked == [
        {"paths": [], "default": True, "db": Path("default.db"), "overlay": None, "progress": None, "afresh": False},
        {
            "paths": [Path("a.md"), Path("cards")],
            "default": False,
            "db": Path("mine.db"),
            "overlay": None,
            "progress": None,
            "afresh": False,
        },
    ]


def test_problems_fail_only_a_strict_build(run: Run, asked: list[dict[str, Any]]) -> None:
    assert run("build", "--db", "x.db").exit_code == 0
    result = run("build", "--db", "x.db", "--strict")
    assert result.exit_code == 3
    assert result.stderr == "problem a.md:3: no date\n"


def test_the_report_is_written(run: Run, asked: list[dict[str, Any]], tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    run("build", "--db", "x.db", "--report", str(file))
    assert json.loads(file.read_text(encoding="utf-8"))["problems"][0]["where"] == "a.md:3"


def test_a_report_that_cannot_be_written_is_told_before_anything_is_built(
    run: Run, asked: list[dict[str, Any]], tmp_path: Path
) -> None:
    missing = tmp_path / "missing"
    result = run("build", "--db", "x.db", "--report", str(missing / "report.json"))
    assert result.exit_code == 3
    assert f"there is no folder {missing}\nmake {missing} first" in result.stderr
    assert asked == []
