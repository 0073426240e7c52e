"""The server as a process: it answers on loopback, and ends when it is told to."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

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
