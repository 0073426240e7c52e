import json
from pathlib import Path

from click.testing import CliRunner

from bestiary.cli import main
from tests.small import TEAPOT, build_small


def test_why_in_words_and_in_json(tmp_path: Path) -> None:
    db = str(build_small(tmp_path)[0])
    text = CliRunner().invoke(main, ["why", f"misp:{TEAPOT}", f"etda:{TEAPOT}", "--db", db])
    assert text.exit_code == 0
    assert "Teapot Group is one profile (teapot-group): 1 judgement\n" in text.stdout
    assert f"+10.00  both have the id {TEAPOT}" in text.stdout
    found = json.loads(CliRunner().invoke(main, ["why", "Kettle Crew", TEAPOT, "--db", db, "--json"]).stdout)
    assert found["a"]["id"] == "kettle-crew"
    nothing = CliRunner().invoke(main, ["why", "Kettle Crew", "SteamRAT", "--db", db]).stdout
    assert "nothing speaks for their being one" in nothing
