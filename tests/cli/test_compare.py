import json
from pathlib import Path

from click.testing import CliRunner

from bestiary.cli import main
from bestiary.cli.compare import LABELS
from bestiary.comparison import FACTS
from tests.small import build_small


def test_side_by_side(tmp_path: Path) -> None:
    db = str(build_small(tmp_path)[0])
    done = CliRunner().invoke(main, ["compare", "teapot-group", "kettle-crew", "--db", db])
    assert done.exit_code == 0
    assert "only Teapot Group" in done.stdout
    assert "Norway" in done.stdout
    found = json.loads(
        CliRunner().invoke(main, ["compare", "teapot-group", "kettle-crew", "--db", db, "--json"]).stdout
    )
    assert found["profiles"][1]["id"] == "kettle-crew"
    assert CliRunner().invoke(main, ["compare", "teapot-group", "--db", db]).exit_code == 2


def test_every_aspect_has_a_label() -> None:
    assert set(LABELS) == {"names", *FACTS, "tools", "techniques"}
