"""The TAXII server: how long the first page takes after a build, beside the export of the same; how fast pages come.

python -m benchmarks.taxii --db FILE
"""

import argparse
import statistics
import time
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from bestiary.base import Bestiary
from bestiary.serve.library import Library
from bestiary.serve.taxii import routes

from .measure import Limits, interleaved, peak_memory, python

OBJECTS = "/taxii2/bestiary/collections/everything/objects/"


def fresh(db: Path) -> TestClient:
    """A client of a server that was asked nothing yet."""
    return TestClient(Starlette(routes=[Mount("/taxii2", routes=routes(Library(str(db))))]))


def pages(taxii: TestClient, limit: int) -> tuple[int, int, list[float]]:
    """Bytes and objects of all pages, and the seconds that each took."""
    size, count, seconds = 0, 0, []
    parameters: dict[str, str] = {"limit": str(limit)}
    while True:
        begun = time.perf_counter()
        page = taxii.get(OBJECTS, params=parameters)
        seconds.append(time.perf_counter() - begun)
        content = page.json()
        size += len(page.content)
        count += len(content["objects"])
        if not content["more"]:
            return size, count, seconds
        parameters["next"] = content["next"]


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--db", type=Path, required=True)
    options.add_argument("--runs", type=int, default=5)
    chosen = options.parse_args()
    limits = Limits()

    def export() -> None:
        with Bestiary.open(chosen.db) as bestiary:
            for file in bestiary.export("stix"):
                for _ in file.content:
                    pass

    exported, first = interleaved(chosen.runs, export, lambda: fresh(chosen.db).get(OBJECTS))
    limits.ratio("first page after a build, to the export", first / exported, 2.5)
    taxii = fresh(chosen.db)
    size, count, _ = pages(taxii, 1000)
    whole = [pages(taxii, 1000)[2] for _ in range(chosen.runs)]
    total = statistics.median(map(sum, whole))
    page = statistics.median(second for run in whole for second in run)
    limits.tell("what is served", f"{count:,} objects, {size / 1e6:.1f} MB", "")
    limits.least("all pages of 1000 objects", size / 1e6 / total, 30, "MB/s")
    limits.ratio("a page of 1000, to a hundredth of the export of everything", 100 * page / exported, 5)
    code = (
        "from pathlib import Path\n"
        "from benchmarks.taxii import fresh, pages\n"
        f"pages(fresh(Path({str(chosen.db)!r})), 1000)\n"
    )
    bare = peak_memory(python("import benchmarks.taxii")) / 1e6
    most = peak_memory(python(code)) / 1e6
    limits.ratio("memory above that of the imports", most - bare, 200, "MB")
    limits.finish()


if __name__ == "__main__":
    main()
