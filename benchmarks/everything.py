"""Builds of everything: the packaged galaxy with all of a folder of further sources, and ATT&CK Enterprise alone.

    python -m benchmarks.everything --data FOLDER

Each against reading the same files (json.load where they are JSON), both as whole processes. Limits: everything takes
at most 45 × the time of reading it, 500 MB of memory and 5 × the bytes that were read; ATT&CK Enterprise at most 25 ×
json.load, 700 MB and 5 ×. Without the folder, or a bundle in it, that part is left out, and said to be.
"""

import argparse
import json
import tempfile
from pathlib import Path
from typing import TypedDict

from bestiary.fetch import files
from bestiary.formats import HEAD, claims
from bestiary.ingest import default_files

from .measure import Limits, interleaved, peak_memory, process, python

DATA = Path(__file__).parents[2] / "shared" / "data"
READ = """
import json, sys
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as stream:
        json.load(stream) if path.endswith(".json") else stream.read()
"""


class Row(TypedDict):
    """A line of a build's report: how much of a kind a source gave."""

    source: str
    kind: str
    records: int
    statements: int


def main() -> None:
    """Prints the ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--data", type=Path, default=DATA, metavar="FOLDER", help="further sources, in any format")
    chosen = options.parse_args()
    limits = Limits()
    given = [path for path, _ in files(chosen.data) if _is_read(path)] if chosen.data.is_dir() else []
    if not given:
        print(f"no further sources: there is nothing to read in {chosen.data}")
    packaged = [path for path, _ in default_files()]
    for row in _measured("everything", packaged, given, chosen.runs, limits, (45, 500, 5)):
        print(f"    {row['source']:18} {row['kind']:14} {row['records']:7,} records {row['statements']:9,} statements")
    bundles = [path for path in given if path.name.startswith("enterprise-attack")]
    if bundles:
        _measured("ATT&CK Enterprise", [], bundles[-1:], chosen.runs, limits, (25, 700, 5))
    else:
        print("ATT&CK Enterprise: left out, as there is no enterprise-attack*.json among the further sources")
    limits.finish()


def _is_read(path: Path) -> bool:
    """Whether some format reads the file."""
    with path.open("rb") as stream:
        return bool(claims(stream.read(HEAD), path.name))


def _measured(
    what: str, default: list[Path], given: list[Path], runs: int, limits: Limits, most: tuple[float, float, float]
) -> list[Row]:
    """Measures a build of the packaged files (if there are any) and those given; gives what its report counts."""
    every = [*default, *given]
    size = sum(path.stat().st_size for path in every)
    with tempfile.TemporaryDirectory() as folder:
        db, report = Path(folder, "bestiary.db"), Path(folder, "report.json")
        command = [*python("from bestiary.cli import main; main()"), "build", *map(str, given), "--db", str(db)]
        command += ["--report", str(report), *([] if default else ["--no-default"])]
        reading, building = interleaved(runs, process([*python(READ), *map(str, every)]), process(command))
        peak = peak_memory(command) / 1e6
        made = db.stat().st_size
        rows: list[Row] = json.loads(report.read_text(encoding="utf-8"))["sources"]
    limits.tell(
        f"{what}: what is read", f"{len(every)} {'file' if len(every) == 1 else 'files'}, {size / 1e6:.1f} MB", ""
    )
    limits.ratio(f"{what}: time, to only reading the same files", building / reading, most[0])
    limits.ratio(f"{what}: peak memory", peak, most[1], "MB")
    limits.ratio(f"{what}: file, to the bytes that were read", made / size, most[2])
    return rows


if __name__ == "__main__":
    main()
