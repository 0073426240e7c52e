"""A build of the default input against `json.load` of the same files: time, peak memory and the size of the file.

Both are whole processes. Limits: at most 45 × the time of json.load, 300 MB of memory, 5 × the bytes that were read.
"""

import argparse
import tempfile
from pathlib import Path

from bestiary.ingest import default_files

from .measure import Limits, interleaved, peak_memory, process, python

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
        command = [*python("from bestiary.cli import main; main()"), "build", "--db", str(db)]
        load = [*python(LOAD), *map(str, paths)]
        loading, building = interleaved(chosen.runs, process(load), process(command))
        print(f"{len(paths)} files, {size / 1e6:.1f} MB; json.load {loading * 1000:.0f} ms; build {building:.2f} s")
        limits.ratio("build / json.load", building / loading, 45)
        limits.ratio("peak memory", peak_memory(command) / 1e6, 300, "MB")
        limits.ratio("file / bytes read", db.stat().st_size / size, 5)
    limits.finish()


if __name__ == "__main__":
    main()
