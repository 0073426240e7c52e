"""A command run in a process of its own, and what it took: for tests of what a build does with a machine."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

BESTIARY = [sys.executable, "-m", "bestiary"]
ROOT = Path(__file__).parents[1]

# A small process starts the command, for peak memory is counted from what the process that starts it holds.
_WATCHER = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, done.stdout, done.stderr, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


class Run(NamedTuple):
    """How a command ended, what it printed, seconds of processor time, and bytes of memory at its peak."""

    code: int
    out: str
    err: str
    seconds: float
    memory: int


def watched(*arguments: str, **environment: str) -> Run:
    """Runs `bestiary` with the arguments (POSIX only)."""
    command = [sys.executable, "-c", _WATCHER, *BESTIARY, *arguments]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **environment}
    )
    code, out, err, seconds, memory = json.loads(done.stdout)
    # getrusage(2): bytes on macOS, kilobytes on Linux
    return Run(code, out, err, seconds, memory * (1 if sys.platform == "darwin" else 1024))
