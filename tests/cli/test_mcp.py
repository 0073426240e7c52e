"""The command that starts the MCP server; what it answers is told in tests/serve/test_mcp.py."""

from pathlib import Path

import pytest

from tests.small import build_small

from .conftest import Run


def test_it_serves_the_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = str(build_small(tmp_path)[0])
    served: list[str] = []
    monkeypatch.setattr("bestiary.serve.mcp.run", served.append)
    result = run("mcp", "--db", db)
    assert (result.exit_code, result.stdout, served) == (0, "", [db])


def test_no_file(run: Run, tmp_path: Path) -> None:
    assert run("mcp", "--db", str(tmp_path / "none.db")).exit_code == 3
