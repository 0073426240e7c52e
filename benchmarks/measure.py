"""Timing whole processes and calls, interleaved, and saying what came out."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence


def interleaved(runs: int, *things: Callable[[], object]) -> list[float]:
    """Median seconds of each thing, called in turn: A B C A B C …, after one unmeasured round."""
    times: list[list[float]] = [[] for _ in things]
    for number in range(runs + 1):
        for taken, thing in zip(times, things, strict=True):
            begun = time.perf_counter()
            thing()
            if number:
                taken.append(time.perf_counter() - begun)
    return [statistics.median(taken) for taken in times]


def process(command: Sequence[str], **environment: str) -> Callable[[], object]:
    """A thing to measure: the whole process of a command, which must succeed; its output is read and dropped."""
    surroundings = {**os.environ, **environment}

    def run() -> object:
        return subprocess.run(command, check=True, capture_output=True, env=surroundings)

    return run


def python(code: str) -> list[str]:
    """The command that runs this Python on the code."""
    return [sys.executable, "-c", code]


def peak_memory(command: Sequence[str], **environment: str) -> int:
    """Peak resident memory of a command in bytes, as the operating system accounts it (POSIX only)."""
    watcher = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    surroundings = {**os.environ, **environment}
    done = subprocess.run(
        [sys.executable, "-c", watcher, *command], check=True, capture_output=True, text=True, env=surroundings
    )
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage(2): bytes on macOS, kilobytes on Linux
    return int(done.stdout) * unit


class Limits:
    """Prints each figure beside its limit and remembers whether all were kept."""

    def __init__(self) -> None:
        self.kept = True

    def ratio(self, what: str, figure: float, limit: float, unit: str = "×") -> None:
        """A figure that may not be above its limit."""
        fine = figure <= limit
        self.kept &= fine
        print(f"{'ok  ' if fine else 'OVER'} {what}: {figure:.2f} {unit} (limit {limit:g} {unit})")

    def least(self, what: str, figure: float, limit: float) -> None:
        """A figure that may not be below its limit."""
        fine = figure >= limit
        self.kept &= fine
        print(f"{'ok   ' if fine else 'UNDER'} {what}: {figure:.3f} (at least {limit:g})")

    def finish(self) -> None:
        """Ends the program: 0 if every limit was kept, else 1."""
        sys.exit(0 if self.kept else 1)
