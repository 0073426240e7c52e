"""The house of docs/architecture.md: its layers, its rooms, the size of its modules, and what a look-up imports."""

import ast
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYPROJECT = ROOT / "pyproject.toml"
MODULES = sorted((ROOT / "bestiary").rglob("*.py"))
CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads(PYPROJECT.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
}

# For each contract a module, and a line in it that must not be there.
BREAKS = [
    ("layers", "origin.py", "from . import errors"),
    ("layers", "schema.py", "from .statement import Statement"),
    ("layers", "stray.py", ""),  # a module without a place
    ("sqlite", "origin.py", "import sqlite3"),
    ("outward", "origin.py", "from http.client import HTTPConnection"),
    ("outward", "formats/misp_galaxy.py", "import socket"),
    ("web", "origin.py", "import uvicorn"),
    ("terminal", "origin.py", "from rich.text import Text"),
    ("terminal", "store/read.py", "import click"),
]


def verdicts(folder: Path) -> dict[str, str]:
    """Contract → KEPT or BROKEN, for the package in the folder by the contracts of this project."""
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", script, "--config", str(PYPROJECT), "--no-cache"]
    ran = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env=os.environ | {"COLUMNS": "200"}
    )
    found = {line[1]: line[2] for line in re.finditer(r"^(.*\S) (KEPT|BROKEN)\b", ran.stdout, re.MULTILINE)}
    assert set(found) == set(CONTRACTS.values()), ran.stdout + ran.stderr
    return found


def test_every_contract_holds() -> None:
    assert set(verdicts(ROOT).values()) == {"KEPT"}


def test_every_contract_is_broken_once_below() -> None:
    assert {contract for contract, _, _ in BREAKS} == set(CONTRACTS)


@pytest.mark.parametrize(("contract", "module", "line"), BREAKS)
def test_a_planted_import_breaks_exactly_its_contract(tmp_path: Path, contract: str, module: str, line: str) -> None:
    shutil.copytree(ROOT / "bestiary", tmp_path / "bestiary", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "bestiary" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    assert {name for name, verdict in verdicts(tmp_path).items() if verdict == "BROKEN"} == {CONTRACTS[contract]}


@pytest.mark.parametrize(("module", "broken"), [("origin", True), ("store/read", True), ("fetch", False)])
def test_only_fetch_may_open_urls(module: str, broken: bool) -> None:
    name = f"bestiary/{module}.py"
    ran = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--select=TID251", "--stdin-filename", name, "-"],
        cwd=ROOT, input="from urllib.request import urlopen\n", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ("TID251" in ran.stdout) is broken, ran.stdout + ran.stderr


def test_the_layers_are_drawn_as_they_are_held() -> None:
    contracts = tomllib.loads(PYPROJECT.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["id"] == "layers"]
    text = (ROOT / "docs/architecture.md").read_text("utf-8").partition("## The layers")[2]
    rows = [re.split(" {2,}", line)[0] for line in text.split("```")[1].strip().splitlines() if line[0] != " "]
    assert [row.split(" | ") for row in rows] == [re.findall(r"\((\w+)\)", row) for row in layers]


def test_modules_are_small() -> None:
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {path: count for path, count in lines.items() if count > 400} == {}
    assert statistics.median(lines.values()) < 120


def has_code(path: Path) -> bool:
    """Whether a module does something: functions other than the stubs of a Protocol."""
    functions = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
    return any(ast.unparse(function.body[-1]) != "..." for function in functions)


def where_tested(path: Path) -> list[Path]:
    """Where the test of a module may stand: at the same path; a package's under the name of its folder."""
    folder = ROOT / "tests" / path.parent.relative_to(ROOT / "bestiary")
    if path.name != "__init__.py":
        return [folder / f"test_{path.name}"]
    return [folder / "test_init.py", folder / f"test_{path.parent.name}.py"]


def test_every_module_has_its_test_at_the_same_path() -> None:
    untested = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if path.name != "__main__.py" and has_code(path) and not any(test.is_file() for test in where_tested(path))
    ]
    assert "\n".join(untested) == ""


GALAXY = {
    "type": "threat-actor",
    "version": 1,
    "values": [{"value": "MOSSY HERON", "uuid": "5b0f3c1e-9d0a-4a53-8f5e-0a4b6f1d2c3e", "meta": {"country": "NL"}}],
}
HEAVY = {"msgspec", "tomllib", "importlib.metadata", "rich", "ftfy", "pycountry", "rapidfuzz", "filelock", "pathlib"}
COMMAND = """
import atexit, sys
atexit.register(lambda: print("\\nIMPORTED", *sys.modules, file=sys.stderr))
from bestiary.cli import main
main()
"""


def bestiary(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the command line in a process of its own, which ends by telling what it imported."""
    return subprocess.run([sys.executable, "-c", COMMAND, *arguments], capture_output=True, text=True, check=False)


def test_a_look_up_imports_nothing_heavy(tmp_path: Path) -> None:
    galaxy, db = tmp_path / "herons.json", str(tmp_path / "bestiary.db")
    galaxy.write_text(json.dumps(GALAXY), encoding="utf-8")
    built = bestiary("build", str(galaxy), "--no-default", "--db", db)
    assert built.returncode == 0, built.stderr
    asked = bestiary("who", "mossy-heron", "--json", "--db", db)
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout)["matches"][0]["profile"]["title"] == "MOSSY HERON"
    imported = set(asked.stderr.rpartition("IMPORTED")[2].split())
    assert "bestiary.base" in imported
    anyway = [sys.executable, "-c", "import sys, click, sqlite3; print(*sys.modules)"]
    bare = subprocess.run(anyway, capture_output=True, text=True, check=True).stdout.split()
    assert imported & HEAVY <= set(bare)
