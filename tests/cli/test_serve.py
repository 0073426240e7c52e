"""The server as a process: it answers on loopback, and ends when it is told to."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from bestiary.cli import main
from tests.small import build_small


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_it_answers_until_it_is_ended(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    port = 20_000 + os.getpid() % 20_000
    command = [sys.executable, "-m", "bestiary", "serve", "--port", str(port), "--db", str(db)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        line = server.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert address, line
        assert b'"ok"' in _asked(f"{address[0]}/api/v1/health")
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=15)


def _asked(url: str) -> bytes:
    for _ in range(100):
        try:
            return httpx.get(url, timeout=5, trust_env=False).content
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


@pytest.mark.parametrize(("screen", "opened"), [("", []), (":0", ["http://[::1]:8080/"])])
def test_it_opens_a_browser_on_a_desktop_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, screen: str, opened: list[str]
) -> None:
    found: list[str] = []
    served: list[str] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("webbrowser.open", found.append)

    def run(db: str, host: str, port: int, token: str, public: bool, log: None, ready: Callable[[], None]) -> None:
        served.append(host)
        ready()

    monkeypatch.setattr("bestiary.serve.run.run", run)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", screen)
    db, _ = build_small(tmp_path)
    result = CliRunner().invoke(main, ["serve", "--open", "--host", "::1", "--port", "8080", "--db", str(db)])
    assert (result.exit_code, served, found) == (0, ["::1"], opened)
