"""The pages: how large and how long the largest profiles take, names as they are typed, and the site as files.

Measured is the time of the processor, on one core: with the file in memory a page does nothing but compute.

python -m benchmarks.web --db FILE
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bestiary.base import Bestiary
from bestiary.serve.web import known, site, thing
from bestiary.serve.web.links import Links
from bestiary.serve.web.page import drawn

from .measure import Limits, peak_memory

LARGEST = 50  # profiles of which most is known
TYPED = ("f", "fa", "fancy", "fancy bear", "a", "ap", "apt", "apt2", "s", "san", "l", "laz", "c", "cobalt", "海")


def main() -> None:
    """Prints each figure with its limit."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--db", required=True)
    options.add_argument("--runs", type=int, default=7)
    chosen = options.parse_args()
    limits = Limits()
    with Bestiary.open(chosen.db) as bestiary:
        _profiles(bestiary, chosen.runs, limits)
        _typed(bestiary, chosen.runs, limits)
        _site(bestiary, limits)
    limits.finish()


def _profiles(bestiary: Bestiary, runs: int, limits: Limits) -> None:
    file = known.file(bestiary)
    size = {one["id"]: 0 for kind in ("actor", "tool", "technique", "campaign") for one in bestiary.list(kind)}
    plurals = {}
    for id_ in size:
        profile = bestiary.profile(id_)
        size[id_] = len(profile["relations"]) + len(profile["operations"]) + len(profile["references"])
        plurals[id_] = thing.path(profile).partition("/")[0]
    largest = sorted(size, key=lambda id_: -size[id_])[:LARGEST]
    taken: dict[str, list[float]] = {id_: [] for id_ in largest}
    bytes_: dict[str, int] = {}
    for _ in range(runs):
        for id_ in largest:
            begun = time.process_time()
            html = drawn(thing.page(bestiary, plurals[id_], id_), Links(), file)
            taken[id_].append((time.process_time() - begun) * 1000)
            bytes_[id_] = len(html.encode())
    medians = {id_: statistics.median(times) for id_, times in taken.items()}
    for id_ in sorted(medians, key=lambda id_: -medians[id_])[:4]:
        print(f"     {medians[id_]:6.1f} ms {bytes_[id_] / 1000:6.0f} kB  {id_}")
    limits.ratio(f"p95 of the {LARGEST} largest profiles", statistics.quantiles(medians.values(), n=20)[-1], 40, "ms")
    limits.ratio("the largest page", max(bytes_.values()) / 1000, 200, "kB")


def _typed(bestiary: Bestiary, runs: int, limits: Limits) -> None:
    medians = []
    for text in TYPED:
        times = []
        for _ in range(runs):
            begun = time.process_time()
            bestiary.suggest(text)
            times.append((time.process_time() - begun) * 1000)
        medians.append(statistics.median(times))
    limits.ratio("names as they are typed, the slowest", max(medians), 50, "ms")


def _site(bestiary: Bestiary, limits: Limits) -> None:
    with tempfile.TemporaryDirectory() as folder:
        begun = time.process_time()
        pages = site.write(bestiary, Path(folder) / "site")
        took = time.process_time() - begun
        limits.tell("pages of `bestiary site`", pages, "")
        limits.least("of them a second, one core", pages / took, 150)
        command = [sys.executable, "-m", "bestiary", "site", f"{folder}/again", "--db", bestiary.path]
        limits.ratio("memory of the whole command", peak_memory(command) / 1e6, 200, "MB")


if __name__ == "__main__":
    main()
