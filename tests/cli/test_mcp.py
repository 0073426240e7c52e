"""The command that starts the MCP server; what it answers is told in tests/serve/test_mcp.py."""

import signal
import subprocess
import sys
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


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_ends_it_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bestiary", "mcp", "--db", str(build_small(tmp_path)[0])]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
        process.stdin.flush()
        process.stdout.readline()  # now it waits for the next line
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
