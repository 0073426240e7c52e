"""Builds that are killed at random moments: `python -m tests.killed FOLDER TRIALS`, run by test_crash.

One process imports everything and forks a child for each trial, so that hundreds take seconds. Two inputs are built in
turns into one file; after each kill the file must be whole and answer as one of them. Prints as JSON how many builds
were killed, how many of these left the old file, the new one, and a temporary file behind.
"""

import json
import os
import random
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

from bestiary.base import Bestiary
from bestiary.ingest import build
from tests.small import ACTORS, CARD, PRODUCERS, TOOLS, write

SEED = 20240116


def inputs(folder: Path) -> list[Path]:
    """Two folders of input that tell different things of the same group."""
    folders = [folder / "old", folder / "new"]
    for path in folders:
        path.mkdir()
        several = [
            {**ACTORS[1], "uuid": f"00000000-0000-4000-8000-{n + 256:012x}", "value": f"Cup {n}"} for n in range(100)
        ]
        title = {"value": f"Teapot Group, {path.name}"}
        write(path, "threat-actor", [{**ACTORS[0], **title}, *several])
        write(path, "tool", TOOLS)
        write(path, "producer", PRODUCERS)
        (path / "teapot.md").write_text(CARD, encoding="utf-8")
    return folders


def answer(db: Path) -> str:
    """What the file says, once it has been checked; raises whatever is wrong with it."""
    with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
        assert connection.execute("pragma quick_check").fetchall() == [("ok",)]
    with Bestiary.open(db) as bestiary:
        return bestiary.who_json("Grey Teapot")[1] + "".join(name for name, _ in bestiary.export("card"))


def temporary(db: Path) -> list[Path]:
    """The unfinished files beside it."""
    return [path for path in db.parent.iterdir() if path.name.endswith(".tmp")]


def _child(source: Path, db: Path) -> int:
    """Begins a build in a process of its own; gives its number."""
    number = os.fork()
    if number == 0:
        try:
            build([source], db=db, default=False)
        finally:
            os._exit(0)  # whatever happens, what follows is for the one that started it
    return number


def main() -> None:
    """Kills builds until there were as many as wanted."""
    folder, wanted = Path(sys.argv[1]), int(sys.argv[2])
    chance = random.Random(SEED)
    sources = inputs(folder)
    db = folder / "x.db"
    answers = []
    for source in [*sources, *sources]:  # the first is slower than the rest, as it reads the tables of countries
        begun = time.monotonic()
        build([source], db=db, default=False)
        lasts = time.monotonic() - begun
        answers.append(answer(db))
    assert answers[0] != answers[1]
    assert answers[:2] == answers[2:]
    there, killed, new, left = 1, 0, 0, 0
    while killed < wanted:
        before = db.stat().st_ino
        number = _child(sources[1 - there], db)
        time.sleep(chance.uniform(0, lasts))
        if killed % 8 == 0:  # few moments at random hit what follows the replacing
            patience = time.monotonic() + 10
            while db.stat().st_ino == before and time.monotonic() < patience:
                time.sleep(0)
        os.kill(number, signal.SIGKILL)
        _, status = os.waitpid(number, 0)
        found = answers[:2].index(answer(db))  # a ValueError if it is neither
        if os.WIFSIGNALED(status):
            killed += 1
            new += found != there
            left += bool(temporary(db))
        there = found
    build([sources[0]], db=db, default=False)
    assert temporary(db) == []
    print(json.dumps({"killed": killed, "old": killed - new, "new": new, "left": left}))


if __name__ == "__main__":
    main()
