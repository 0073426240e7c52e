"""Builds of 2,000, 8,000 and 32,000 invented records: whether time, memory and the file grow as the records do.

Limits: n times the records take at most n × 1.3 times the time, the memory and the bytes. A quarter of the records are
tools, which the actors of a galaxy name by id and those of threat group cards by name; one actor in ten has a name in
common with another.
"""

import argparse
import json
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .measure import Limits, interleaved, peak_memory, process, python

SIZES = (2_000, 8_000, 32_000)
WORSE = 1.3  # times what growth in proportion would be
COUNTRIES = ("NO", "IS", "UY", "OM", "FJ", "LS")
WORDS = ("amber", "teapot", "kettle", "ladle", "strainer", "saucer", "copper", "willow", "lantern", "harbour")


def main() -> None:
    """Prints the ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    limits = Limits()
    with tempfile.TemporaryDirectory() as folder:
        commands = [_command(Path(folder, str(size)), size) for size in SIZES]
        seconds = interleaved(chosen.runs, *map(process, commands))
        memory = [statistics.median(peak_memory(command) for _ in range(chosen.runs)) for command in commands]
        files = [Path(folder, str(size), "bestiary.db").stat().st_size for size in SIZES]
    for size, took, peak, bytes_ in zip(SIZES, seconds, memory, files, strict=True):
        each = f"{took / size * 1e6:.0f} µs, {bytes_ / size / 1000:.1f} kB a record"
        print(f"     {size:6,} records: {took:.2f} s, {peak / 1e6:.0f} MB, file {bytes_ / 1e6:.1f} MB; {each}")
    measured: dict[str, Sequence[float]] = {"time": seconds, "peak memory": memory, "file": files}
    for what, figures in measured.items():
        for size, figure in zip(SIZES[:-1], figures, strict=False):  # what any process takes tells less in the second
            times = SIZES[-1] / size
            limits.ratio(f"{what} for {times:g} × the records", figures[-1] / figure, times * WORSE)
    limits.finish()


def _command(folder: Path, size: int) -> list[str]:
    """The command that builds so many records, which it writes into the folder."""
    data = folder / "data"
    records(data, size)
    build = ["build", str(data), "--no-default", "--db", str(folder / "bestiary.db")]
    return [*python("from bestiary.cli import main; main()"), *build]


def records(data: Path, size: int) -> None:
    """Writes so many records into a new folder."""
    data.mkdir(parents=True)
    tools = size // 4
    actors = (size - tools) // 2
    cards = size - tools - actors
    _galaxy(data, "tool", [_tool(number) for number in range(tools)])
    _galaxy(data, "threat-actor", [_actor(number, tools) for number in range(actors)])
    content = {"values": [_card(number, tools) for number in range(cards)]}
    (data / "actors.json").write_text(json.dumps(content), encoding="utf-8")


def _galaxy(folder: Path, type_: str, values: list[dict[str, object]]) -> None:
    """A cluster file of the values."""
    (folder / f"{type_}.json").write_text(json.dumps({"type": type_, "version": 1, "values": values}), encoding="utf-8")


def _word(number: int) -> str:
    return WORDS[number % len(WORDS)]


def _uuid(kind: int, number: int) -> str:
    return f"{kind:08x}-0000-4000-8000-{number:012x}"


def _tool(number: int) -> dict[str, object]:
    """A tool of the galaxy."""
    description = f"A tool made up to be counted, the {number}th of its sort; it brews {_word(number // 7)}. " * 2
    meta = {"synonyms": [f"{_word(number)}RAT{number}"], "refs": [f"https://example.org/tool/{number}"]}
    return {"uuid": _uuid(1, number), "value": f"Brew{number}", "description": description, "meta": meta}


def _actor(number: int, tools: int) -> dict[str, object]:
    """An actor of the galaxy, which uses three of the tools."""
    meta = {
        "country": COUNTRIES[number % len(COUNTRIES)],
        "synonyms": [f"{_word(number)} {_word(number // 3)} {number // 10}", f"ZZ-{number}", f"POT {number}"],
        "refs": [f"https://example.org/actor/{number}", f"https://example.org/report/{number // 3}"],
    }
    used = ((number * step) % tools for step in (1, 7, 11))
    return {
        "uuid": _uuid(2, number),
        "value": f"{_word(number // 2)} {_word(number // 5)} {number}",
        "description": f"An actor made up to be counted, number {number}, after {_word(number)} and other wares. " * 4,
        "meta": meta,
        "related": [{"dest-uuid": _uuid(1, tool), "type": "uses"} for tool in used],
    }


def _card(number: int, tools: int) -> dict[str, object]:
    """A card of an actor, half of which the galaxy has too, with an operation."""
    operation = {"date": f"20{number % 20:02}-0{number % 9 + 1}", "activity": f"Tea {number}\nRecipes left the house."}
    return {
        "uuid": _uuid(2 + number % 2, number),
        "actor": f"Cup {number}, {_word(number)} {number}",
        "names": [{"name": f"POT {number}", "name-giver": "Porcelain Labs"}, {"name": f"Mug {number // 10}"}],
        "description": f"They are made up too, number {number}. See also {_word(number)}.\n\nNobody met them.",
        "country": ["Norway"],
        "observed-countries": ["Iceland", "Uruguay"],
        "observed-sectors": ["Energy", "Government"],
        "tools": [f"Brew{(number * step) % tools}" for step in (3, 5)],
        "operations": [operation],
    }


if __name__ == "__main__":
    main()
