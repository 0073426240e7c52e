"""The sources."""

import json
from pathlib import Path

import pytest

from bestiary.fetch import kept

from .conftest import Faked, Run


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder in which nothing was fetched."""
    monkeypatch.setattr(kept, "data_dir", lambda: str(tmp_path))
    return tmp_path


@pytest.fixture
def fetched(data: Path) -> dict[str, str]:
    """When the one file of the faked base came, and when it was last asked for."""
    times = {"retrieved": "2024-01-02T03:04:05Z", "checked": "2024-02-03T04:05:06Z"}
    table = {"reed-galaxy/reed.json": {"url": "https://reed.example/reed.json", "sha256": "ab", **times}}
    (data / "fetched.json").write_text(json.dumps(table), encoding="utf-8")
    return times


def test_sources(run: Run, opened: Faked) -> None:
    result = run("sources")
    assert result.exit_code == 0
    assert result.stdout.startswith("reed-galaxy  Galaxy of reeds\n")
    assert opened.closed


def test_json(run: Run, opened: Faked) -> None:
    assert json.loads(run("sources", "--json").stdout) == [{**opened.sources()[0], "fetched": None}]


def test_when_files_were_fetched(run: Run, opened: Faked, fetched: dict[str, str]) -> None:
    last = run("sources").stdout.splitlines()[-2:]
    assert [line.split() for line in last] == [
        ["Source", "fetched", "on", "last", "asked", "for"],
        ["reed-galaxy", "2024-01-02", "2024-02-03"],
    ]
    assert json.loads(run("sources", "--json").stdout)[0]["fetched"] == fetched
