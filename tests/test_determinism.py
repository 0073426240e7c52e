"""The same inputs give the same answers and exports, byte for byte, in whichever order and process they are read."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bestiary.ingest import build
from bestiary.schema import schema
from tests.small import ACTORS, CARD, PRODUCERS, TOOLS, write
from tests.told import told
from tests.watched import ROOT

GOLDEN = sorted(Path(__file__).parent.glob("golden/formats/*/*/input.*"))


def apart(db: Path, paths: list[Path], seed: int) -> dict[str, str]:
    """What a file tells that another process builds from the paths, with that seed of Python's hashes."""
    command = [sys.executable, "-m", "tests.told", str(db), *map(str, paths)]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    parts: dict[str, str] = json.loads(done.stdout)
    return parts


def shuffled(paths: list[Path]) -> list[Path]:
    """The paths in another order, the same each time."""
    other = list(paths)
    while other == paths:
        random.Random(len(paths)).shuffle(other)
    return other


@pytest.fixture
def small(tmp_path: Path) -> list[Path]:
    """Files of every format, some of which tell of the same things; each in a folder of its own."""
    data = tmp_path / "data"
    for number, path in enumerate(GOLDEN):
        folder = data / str(number)
        folder.mkdir(parents=True)
        shutil.copy(path, folder / f"{path.parent.name}{path.suffix}")
    for number, version in enumerate((1, 3, 2)):  # copies of the same records, of which the newest stays
        folder = data / f"copy {number}"
        folder.mkdir()
        write(folder, "threat-actor", [{**ACTORS[0], "description": f"Version {version}."}, *ACTORS[1:]], version)
    write(folder, "tool", TOOLS)
    write(folder, "producer", PRODUCERS)
    (folder / "teapot.md").write_text(CARD, encoding="utf-8")
    return sorted(path for path in data.rglob("*") if path.is_file())


def test_the_check_sees_what_differs(tmp_path: Path, small: list[Path]) -> None:
    build(small, db=tmp_path / "x.db", default=False)
    build([path for path in small if path.name != "teapot.md"], db=tmp_path / "y.db", default=False)
    first, other = told(tmp_path / "x.db"), told(tmp_path / "y.db")
    differ = {part for part in first if first[part] != other[part]}
    assert {"export card", "sources", "list actor", "profiles actor", "statements actor"} <= differ
    assert {part.partition(" ")[2] for part in first if part.startswith("list ")} == set(schema().kind)


def test_a_second_build_tells_the_same(tmp_path: Path, small: list[Path]) -> None:
    for name in ("x.db", "y.db"):
        build(small, db=tmp_path / name, default=False)
    assert told(tmp_path / "x.db") == told(tmp_path / "y.db")
    assert (tmp_path / "x.db").read_bytes() == (tmp_path / "y.db").read_bytes()


def test_neither_the_order_of_inputs_nor_of_hashes_matters(tmp_path: Path, small: list[Path]) -> None:
    first = apart(tmp_path / "x.db", small, seed=0)
    assert int(first["list actor"].split()[0]) > 5
    assert apart(tmp_path / "y.db", small, seed=1) == first
    assert apart(tmp_path / "z.db", shuffled(small), seed=2) == first
    assert apart(tmp_path / "w.db", small[::-1], seed=3) == first


def test_neither_does_the_order_of_folders(tmp_path: Path, small: list[Path]) -> None:
    lists = []
    for name, paths in (("one", small), ("other", shuffled(small))):
        for number, path in enumerate(paths):
            folder = tmp_path / name / f"{number:03}"
            folder.mkdir(parents=True)
            shutil.copy(path, folder)
        build([tmp_path / name], db=tmp_path / f"{name}.db", default=False)
        parts = told(tmp_path / f"{name}.db")  # the profiles and statements say where they stand, so they differ
        lists.append({part: sum_ for part, sum_ in parts.items() if part.startswith("list ")})
    assert lists[0] == lists[1]


def test_the_same_of_real_input(shared: Path, tmp_path: Path) -> None:
    paths = [
        shared / "data/etda-cards",
        shared / "data/etda-json/actors.json",
        shared / "data/etda-json/tools.json",
        shared / "data/microsoft/MicrosoftMapping.json",
        *sorted((shared / "data/misp-galaxy").iterdir()),
        *sorted((shared / "data/attack").glob("ics-attack-*.json")),
        *sorted((shared / "data/attack").glob("mobile-attack-*.json")),
    ]
    first = apart(tmp_path / "x.db", paths, seed=0)
    assert int(first["list actor"].split()[0]) > 300
    assert apart(tmp_path / "y.db", shuffled(paths), seed=1) == first
