"""Searching, over a small file."""

import json
from pathlib import Path

import pytest

from tests.small import build_small

from .conftest import Run


@pytest.fixture
def db(tmp_path: Path) -> str:
    return str(build_small(tmp_path)[0])


def test_hits_with_their_words_and_what_they_have_in_common(run: Run, db: str) -> None:
    result = run("search", "steal*", "kind:actor", "--db", db)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "Teapot Group  actor, Norway  teapot-group"
    assert lines[1].strip() == "description: They steal recipes. See Kettle Crew."
    assert "kinds   actor 1" in lines
    assert lines[-1] == "1 to 1 of 1"


def test_words_in_one_argument_stand_in_a_row(run: Run, db: str) -> None:
    assert run("search", "steal recipes", "--db", db).exit_code == 0
    assert run("search", "recipes steal", "--db", db).exit_code == 1
    assert run("search", 'tool:"SteamRAT" recipes', "--db", db).exit_code == 0


def test_pages(run: Run, db: str) -> None:
    result = run("search", "-kind:reference", "--limit", "2", "--offset", "1", "--db", db)
    assert result.stdout.splitlines()[-1].startswith("2 to 3 of ")
    assert result.stdout.endswith(": --offset 3 shows more\n")


def test_json(run: Run, db: str) -> None:
    found = json.loads(run("search", "apt-999", "--json", "--db", db).stdout)
    assert [hit["exact"] for hit in found["hits"]] == [True, True]


def test_a_slip_of_the_pen(run: Run, db: str) -> None:
    assert run("search", "ketle crew", "--db", db).stdout.startswith("Nothing bears that name; Kettle Crew is like it.")


def test_nothing_is_found_or_asked(run: Run, db: str) -> None:
    result = run("search", "samovar", "--db", db)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nothing is found for samovar" in result.stderr
    result = run("search", "contry:NO", "--db", db)
    assert result.exit_code == 2
    assert "did you mean country:?" in result.stderr


def test_beyond_the_last_hit(run: Run, db: str) -> None:
    result = run("search", "kind:actor", "--offset", "1000", "--db", db)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "bestiary: there are only 2\ngive a smaller --offset\n"
    assert json.loads(run("search", "kind:actor", "--offset", "2", "--json", "--db", db).stdout)["total"] == 2
