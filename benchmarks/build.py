"""A build of the default input against `json.load` of the same files: time, peak memory and the size of the file.

Both are whole processes. Limits: without the time to decide which records are one (benchmarks.identity has a limit for
that) at most 45 × the time of json.load; 300 MB of memory; 5 × the bytes that were read.
"""

import argparse
import statistics
import subprocess
import tempfile
from pathlib import Path

from bestiary.ingest import default_files

from .measure import Limits, interleaved, peak_memory, process, python

# A build that prints how many seconds of it went to deciding which records are one.
BUILD = """
import sys, time
from pathlib import Path
from bestiary.ingest import build
seconds, now, stage = {}, time.perf_counter(), ""
def say(what, done, total):
    global now, stage
    then, now = now, time.perf_counter()
    seconds[stage] = seconds.get(stage, 0.0) + now - then
    stage = what
build(db=Path(sys.argv[1]), progress=say)
print(seconds["comparing"])
"""
LOAD = "import json, sys; [json.load(open(path, encoding='utf-8')) for path in sys.argv[1:]]"


def main() -> None:
    """Prints the ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=5)
    chosen = options.parse_args()
    limits = Limits()
    paths = [path for path, _ in default_files()]
    size = sum(path.stat().st_size for path in paths)

    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder, "bestiary.db")
        command = [*python(BUILD), str(db)]
        load = [*python(LOAD), *map(str, paths)]
        deciding: list[float] = []

        def build() -> None:
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            deciding.append(float(done.stdout))

        loading, building = interleaved(chosen.runs, process(load), build)
        decided = statistics.median(deciding)
        limits.tell("what is read", f"{len(paths)} files, {size / 1e6:.1f} MB", "")
        limits.tell("time, to a process that only does `json.load` of the same files", building / loading)
        limits.ratio("the same without deciding which records are one", (building - decided) / loading, 45)
        limits.ratio("peak memory", peak_memory(command) / 1e6, 300, "MB")
        limits.ratio("file, to the bytes that were read", db.stat().st_size / size, 5)
    limits.finish()


if __name__ == "__main__":
    main()
