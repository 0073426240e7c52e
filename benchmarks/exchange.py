"""The export of everything as STIX: how fast it is and how much it holds, beside the same objects made by stix2.

With --validate every object goes through stix2-validator too, which takes minutes.

python -m benchmarks.exchange --db FILE
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

import stix2
from stix2validator import ValidationOptions, validate_instance

from bestiary.base import Bestiary

from .measure import Limits, interleaved, peak_memory, python


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--db", type=Path, required=True)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--validate", action="store_true")
    chosen = options.parse_args()
    limits = Limits()
    with Bestiary.open(chosen.db) as bestiary:

        def export() -> bytes:
            ((_, content),) = bestiary.export("stix")
            return b"".join(content)

        bundle = export()
        objects = json.loads(bundle)["objects"]

        (seconds,) = interleaved(chosen.runs, export)
    begun = time.perf_counter()
    for made in objects:
        stix2.parse(made, allow_custom=True).serialize()
    beside = time.perf_counter() - begun
    size = len(bundle) / 1e6
    limits.tell("STIX 2.1", f"{len(objects):,} objects, {size:.1f} MB", "")
    limits.least("written", size / seconds, 5, "MB/s")
    limits.tell("the same objects through stix2's classes, to writing them", beside / seconds)
    if chosen.validate:
        valid = ValidationOptions(version="2.1")
        errors = sum(len(validate_instance(made, valid).errors) for made in objects)
        limits.ratio("errors of stix2-validator", errors, 0, "")
    with tempfile.TemporaryDirectory() as folder:
        code = (
            "from bestiary.base import Bestiary\n"
            f"for file in Bestiary.open({str(chosen.db)!r}).export('stix'):\n"
            "    for part in file.content: pass\n"
        )
        most = peak_memory(python(code)) / 1e6
        command = [sys.executable, "-m", "bestiary", "build", "--db", f"{folder}/x.db"]
        build = peak_memory(command)
        limits.ratio("memory of the export above that of a build", most - build / 1e6, 200, "MB")
        limits.tell("memory of the export", most, "MB")
    limits.finish()


if __name__ == "__main__":
    main()
