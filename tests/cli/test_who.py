"""Who is behind a name."""

import json

import pytest

from bestiary.profile import Profile

from .conftest import Faked, Run, profiled


@pytest.mark.parametrize("words", [("MOSSY HERON",), ("MOSSY", "HERON")])
def test_words_are_one_name(run: Run, opened: Faked, words: tuple[str, ...]) -> None:
    result = run("who", *words)
    assert result.exit_code == 0
    assert result.stdout.startswith("MOSSY HERON  actor · mossy-heron · 3 records\n")
    assert opened.closed


def test_json_is_printed_as_the_base_gives_it(run: Run, opened: Faked) -> None:
    result = run("who", "MOSSY HERON", "--json")
    assert result.exit_code == 0
    assert result.stdout == opened.who_json("MOSSY HERON")[1] + "\n"


def test_nothing_found_says_so_and_offers_what_is_near(run: Run, opened: Faked) -> None:
    result = run("who", "Mossy", "Heroin")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == "bestiary: nothing bears the name “Mossy Heroin”\nDid you mean MOSSY HERON or Quiet Newt?\n"


@pytest.mark.parametrize(
    ("near", "offer"),
    [
        ([], []),
        (["A"], ["Did you mean A?"]),
        (["A", "B", "C"], ["Did you mean A, B or C?"]),
        (["A\x1b", "[b]"], ["Did you mean A\ufffd or [b]?"]),
    ],
)
def test_the_offer(run: Run, opened: Faked, monkeypatch: pytest.MonkeyPatch, near: list[str], offer: list[str]) -> None:
    nobody = {"query": "x", "ambiguous": False, "matches": [], "rejected": [], "near": near}
    monkeypatch.setattr(Faked, "who", lambda self, name: nobody)
    assert run("who", "x").stderr.splitlines()[1:] == offer


def test_nothing_found_in_json_is_json_all_the_same(run: Run, opened: Faked) -> None:
    result = run("who", "Nobody", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["near"] == ["MOSSY HERON", "Quiet Newt"]
    assert "Did you mean MOSSY HERON or Quiet Newt?" in result.stderr


def test_a_name_that_is_only_listed_wrongly_is_nobody_s_and_told(run: Run, opened: Faked) -> None:
    opened.rejected = [
        {
            "name": "Grey Wader",
            "record": "reed:1",
            "source": "reed",
            "profile": profiled("Old Newt"),
            "why": "is a ship",
        }
    ]
    result = run("who", "Grey", "Wader")
    assert result.exit_code == 1
    assert result.stdout == "reed lists “Grey Wader” for Old Newt (old-newt); rejected: is a ship\n\n"
    assert result.stderr.startswith("bestiary: nothing bears the name “Grey Wader”\n")


def test_an_ambiguous_name_has_a_page_for_each(run: Run, opened: Faked, bare: Profile) -> None:
    bare["title"] = "MOSSY HERON"
    lines = run("who", "MOSSY HERON").stdout.splitlines()
    assert lines[0] == "“MOSSY HERON” is ambiguous: 2 profiles bear this name."
    headings = [line for line in lines if line.startswith("MOSSY HERON ")]
    assert [heading.split(" · ")[1] for heading in headings] == ["mossy-heron", "quiet-newt"]


def test_a_name_is_required(run: Run) -> None:
    assert run("who").exit_code == 2
