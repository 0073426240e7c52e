"""Runs all benchmarks, or those that are named, and prints every figure as one table.

python -m benchmarks --shared FOLDER              everything: half an hour and more
python -m benchmarks --shared FOLDER web search   only these
python -m benchmarks … --write                    writes the tables of docs/benchmarks.md anew

The folder has the data and the labelled answers that most of them need: data/ (etda-cards, etda-json, attack,
microsoft, misp-galaxy, reports) and gold/. --peer names a checkout of MISP's threat-actor-intelligence-server, see
benchmarks.serve. Needed is the dependency group `bench`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from bestiary.ingest import build

from .measure import Row

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
# What each is given: {packaged} is a file built of the packaged sources, {all} one with the cards and ATT&CK as well.
RUNS: dict[str, tuple[str, ...]] = {
    "startup": ("--attack", "{enterprise}"),
    "who": (),
    "search": ("--db", "{packaged}"),
    "build": (),
    "everything": ("--data", "{shared}/data"),
    "growth": (),
    "identity": ("--shared", "{shared}"),
    "ambiguity": ("--data", "{shared}/data"),
    "schemes": ("--galaxy", "{shared}/data/misp-galaxy"),
    "tagging": ("--db", "{all}", "--gold", "{shared}/gold"),
    "tagging_articles": ("--db", "{all}", "--reports", "{shared}/data/reports"),
    "tagging_fit": ("--db", "{all}", "--reports", "{shared}/data/reports"),
    "tagging_speed": ("--db", "{all}", "--reports", "{shared}/data/reports"),
    "exchange": ("--db", "{packaged}", "--validate"),
    "attack": ("{enterprise}",),
    "taxii": ("--db", "{packaged}"),
    "serve": ("--db", "{packaged}"),
    "soak": (),
    "web": ("--db", "{all}"),
    "cross_check": ("{shared}/data/etda-cards", "{shared}/data/etda-json/actors.json"),
}


def main() -> None:
    """Runs them one after another. Ends with 1 if one failed or a limit was broken."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(RUNS)}")
    options.add_argument("--shared", type=Path, required=True, metavar="FOLDER")
    options.add_argument("--peer", type=Path, metavar="FOLDER")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    if unknown := sorted(set(chosen.names) - set(RUNS)):
        options.error(f"there is no benchmark {', '.join(unknown)}")
    found: dict[str, list[Row]] = {}
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        places = prepared(Path(folder), chosen.shared)
        for name in chosen.names or RUNS:
            print(f"--- {name}", flush=True)
            words = [word.format(**places) for word in RUNS[name]]
            words += ["--peer", str(chosen.peer)] if name == "serve" and chosen.peer else []
            rows = Path(folder, "rows.json")
            rows.unlink(missing_ok=True)
            command = [sys.executable, "-m", f"benchmarks.{name}", *words]
            done = subprocess.run(command, env={**os.environ, "BENCHMARK_ROWS": str(rows)})
            failed += [name] if done.returncode else []
            if rows.exists():
                found[name] = [Row(*row) for row in json.loads(rows.read_text("utf-8"))]
    for name, figures in found.items():
        print(f"\n{name}\n{table(figures)}")
    if chosen.write:
        PAGE.write_text(with_tables(PAGE.read_text("utf-8"), found), encoding="utf-8")
    if failed:
        sys.exit(f"failed, or over a limit: {', '.join(failed)}")


def prepared(folder: Path, shared: Path) -> dict[str, str]:
    """Builds the two files; gives the words that stand for something in `RUNS`."""
    packaged, everything = folder / "packaged.db", folder / "all.db"
    overlay = folder / "overlay"  # an empty one: the figures are the program's, not the user's
    build([], db=packaged, overlay=overlay)
    build([shared / "data/etda-cards", shared / "data/attack"], db=everything, overlay=overlay)
    (enterprise,) = (shared / "data/attack").glob("enterprise-attack*.json")
    return {"packaged": str(packaged), "all": str(everything), "shared": str(shared), "enterprise": str(enterprise)}


def table(rows: Iterable[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = [f"| {row.what} | {row.figure} | {row.limit} |".replace("  ", " ") for row in rows]
    return "\n".join(["| what | figure | limit |", "|---|---|---|", *lines])


def with_tables(text: str, found: Mapping[str, Iterable[Row]]) -> str:
    """A page in which what stands between the marks `<!-- NAME -->` and `<!-- end -->` is written anew."""
    for name, rows in found.items():
        before, mark, rest = text.partition(f"<!-- {name} -->\n")
        if mark:
            text = f"{before}{mark}{table(rows)}\n{rest[rest.index('<!-- end -->') :]}"
    return text


if __name__ == "__main__":
    main()
