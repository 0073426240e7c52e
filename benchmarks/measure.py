"""Timing whole processes and calls, interleaved, and saying what came out."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple


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


class Row(NamedTuple):
    """A figure as it is shown: what it is of, the figure and its limit with their units, "" where it has none."""

    what: str
    figure: str
    limit: str


class Limits:
    """Prints each figure beside its limit and remembers whether all were kept."""

    def __init__(self) -> None:
        self.kept = True
        self.rows: list[Row] = []

    def tell(self, what: str, figure: float | str, unit: str = "×") -> None:
        """A figure that has no limit."""
        self._row("    ", what, figure, unit)

    def ratio(self, what: str, figure: float, limit: float, unit: str = "×") -> None:
        """A figure that may not be above its limit."""
        self.kept &= figure <= limit
        self._row("ok  " if figure <= limit else "OVER", what, figure, unit, f"at most {limit:,g} {unit}".strip())

    def least(self, what: str, figure: float, limit: float, unit: str = "") -> None:
        """A figure that may not be below its limit."""
        self.kept &= figure >= limit
        self._row("ok  " if figure >= limit else "LOW ", what, figure, unit, f"at least {limit:,g} {unit}".strip())

    def _row(self, verdict: str, what: str, figure: float | str, unit: str, limit: str = "") -> None:
        row = Row(what, f"{figure if isinstance(figure, str) else shown(figure, unit)} {unit}".strip(), limit)
        self.rows.append(row)
        print(f"{verdict} {what}: {row.figure}{f' ({limit})' if limit else ''}", flush=True)

    def finish(self) -> None:
        """Ends the program: 0 if every limit was kept, else 1. BENCHMARK_ROWS may name a file for the rows."""
        if file := os.environ.get("BENCHMARK_ROWS"):
            Path(file).write_text(json.dumps(self.rows), encoding="utf-8")
        sys.exit(0 if self.kept else 1)


def shown(figure: float, unit: str = "×") -> str:
    """A figure as precisely as it can be told: a count whole, a share with three digits, else two or three in all.

    >>> shown(12), shown(0.9, ""), shown(1.234), shown(12.34), shown(19700.0)
    ('12', '0.900', '1.23', '12.3', '19,700')
    """
    if isinstance(figure, int) or figure >= 100:
        return f"{figure:,.0f}"
    return f"{figure:.3f}" if not unit else f"{figure:.1f}" if figure >= 10 else f"{figure:.2f}"
