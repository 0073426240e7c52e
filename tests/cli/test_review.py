import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bestiary.cli import main
from bestiary.cli import review as module
from bestiary.ingest import build
from tests.small import write

PAIR = [
    {"value": "Teapot", "uuid": "00000000-0000-4000-8000-000000000001", "meta": {"synonyms": ["Grey Pot"]}},
    {"value": "Kettle", "uuid": "00000000-0000-4000-8000-000000000002", "meta": {"synonyms": ["Teapot", "Grey Pot"]}},
]


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two of which nobody is sure."""
    (tmp_path / "overlay").mkdir(exist_ok=True)
    monkeypatch.setenv("BESTIARY_OVERLAY", str(tmp_path / "overlay"))
    write(tmp_path, "threat-actor", PAIR)
    build([tmp_path / "threat-actor.json"], db=tmp_path / "x.db", default=False)
    return tmp_path / "x.db"


def test_listed_where_nobody_can_answer(db: Path) -> None:
    done = CliRunner().invoke(main, ["review", "--db", str(db)])
    assert done.exit_code == 0
    assert "1 of 1" in done.stdout
    assert "maybe the same as" in done.stdout
    (found,) = json.loads(CliRunner().invoke(main, ["review", "--db", str(db), "--json"]).stdout)
    assert found["judgement"]["relation"] == "unsure"


def test_answers_are_written_and_obeyed(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "asks", lambda: True)
    done = CliRunner().invoke(main, ["review", "--db", str(db), "--by", "alice"], input="s\none report\n")
    assert done.exit_code == 0, done.output
    line = json.loads((tmp_path / "overlay/judgements.jsonl").read_text())
    assert (line["judge"], line["by"], line["why"]) == ("same", "alice", "one report")
    assert "nothing is unsure" in CliRunner().invoke(main, ["review", "--db", str(db)]).stdout


def test_skipped_and_stopped(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "asks", lambda: True)
    for answer in ("k\n", "q\n"):
        assert CliRunner().invoke(main, ["review", "--db", str(db)], input=answer).exit_code == 0
    assert not any((tmp_path / "overlay").iterdir())
