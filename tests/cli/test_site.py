"""`bestiary site`."""

from pathlib import Path

from click.testing import CliRunner

from bestiary.cli import main
from tests.small import build_small


def test_it_writes_the_pages_and_says_where(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    result = CliRunner().invoke(main, ["site", str(tmp_path / "out"), "--db", str(db)])
    assert result.exit_code == 0
    assert "index.html" in result.stderr
    assert (tmp_path / "out/index.html").is_file()


def test_it_leaves_other_folders_alone(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    result = CliRunner().invoke(main, ["site", str(tmp_path), "--db", str(db)])
    assert result.exit_code == 3
    assert "something else" in result.stderr
    assert db.is_file()
