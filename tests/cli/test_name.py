"""What a name tells of itself, and who states who coined it."""

import json
from pathlib import Path

import pytest

from bestiary.base import Bestiary
from bestiary.errors import OtherVersion
from bestiary.profile import Answer

from .conftest import Faked, Run


@pytest.fixture
def unbuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the default file would be; opening one fails the test."""

    def opened(db: object = None, make: object = None) -> Bestiary:
        raise AssertionError("there is no file to open")

    file = tmp_path / "bestiary.db"
    monkeypatch.setenv("BESTIARY_DB", str(file))
    monkeypatch.setattr(Bestiary, "open", opened)
    return file


@pytest.mark.parametrize("words", [("Invented Sleet",), ("Invented", "Sleet")])
def test_a_name_that_nobody_lists_is_read_without_a_file(run: Run, unbuilt: Path, words: tuple[str, ...]) -> None:
    result = run("name", *words)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:4] == [
        "“Invented Sleet” is built like the names that Microsoft coins.",
        "",
        "Microsoft  a word and the weather, since 2023-04",
        "           implied by the name: North Korea · state-aligned · named actor; not evidence of origin",
    ]
    assert lines[-1].strip().startswith("https://learn.microsoft.com/")
    assert "Stated" not in result.stdout
    assert not unbuilt.exists()


def test_several_vendors_may_have_coined_it(run: Run, unbuilt: Path) -> None:
    lines = run("name", "Invented Wolf").stdout.splitlines()
    assert lines[0] == "“Invented Wolf” is ambiguous: CrowdStrike and BI.ZONE could each have coined it."
    assert [line.split("  ")[0] for line in lines if line.startswith(("CrowdStrike", "BI.ZONE"))] == [
        "CrowdStrike",
        "BI.ZONE",
    ]


@pytest.mark.parametrize(
    ("name", "headline", "implied"),
    [
        ("G9999", "“G9999” is an id by MITRE, no name.", []),
        (
            "Iron Tiger",
            "“Iron Tiger” is of no naming scheme: Trend Micro coined it.",
            ["implied by the name: nothing"],
        ),
        (
            "TA999",
            "“TA999” is built like the names that Proofpoint coins.",
            ["implied by the name: named actor; not evidence of origin"],
        ),
    ],
)
def test_what_implies_little_says_so(run: Run, unbuilt: Path, name: str, headline: str, implied: list[str]) -> None:
    lines = run("name", name).stdout.splitlines()
    assert lines[0] == headline
    assert [line[line.index("implied") :] for line in lines if "implied by" in line] == implied


def test_a_stated_giver_stands_before_the_scheme_s(run: Run, opened: Faked, monkeypatch: pytest.MonkeyPatch) -> None:
    who = Faked.who
    monkeypatch.setattr(Faked, "who", lambda self, name: who(self, "MOSSY HERON"))
    lines = run("name", "Mossy Panda").stdout.splitlines()
    stated = next(number for number, line in enumerate(lines) if line.startswith("Stated"))
    read = next(number for number, line in enumerate(lines) if line.startswith("CrowdStrike"))
    assert stated < read
    assert "coined by Reed Analytics · according to" in lines[stated]
    assert any("A giver that is stated stands before one read from the name." in line for line in lines[stated:read])
    assert opened.closed


def test_a_name_that_no_scheme_reads_is_told_by_who_lists_it(run: Run, opened: Faked) -> None:
    result = run("name", "MOSSY HERON")
    assert result.exit_code == 0
    assert result.stdout.startswith("No naming scheme reads “MOSSY HERON”.\n\nStated  coined by Reed Analytics")
    assert "stands before" not in result.stdout


def test_a_record_without_a_giver(run: Run, opened: Faked, monkeypatch: pytest.MonkeyPatch) -> None:
    def who(self: Faked, name: str) -> Answer:
        use = {"name": name, "giver": "", "relation": "", "record": "r:1", "source": "\x1breeds",
               "modified": "2020", "edition": ""}  # fmt: skip
        match = {"matched": [use, use, {**use, "record": "r:2"}], "profile": self.profiles[0]}
        return {"query": name, "ambiguous": False, "matches": [match], "rejected": [], "near": []}  # type: ignore[list-item]

    monkeypatch.setattr(Faked, "who", who)
    result = run("name", "Mossy Panda")
    assert "giver not stated · according to \ufffdreeds (changed 2020)\n" in result.stdout
    assert "stands before" not in result.stdout


def test_nothing_known_with_a_file(run: Run, opened: Faked) -> None:
    result = run("name", "Nobody")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        'bestiary: no naming scheme reads “Nobody”, and nobody lists it\nbestiary who "Nobody" offers near names\n'
    )


def test_nothing_known_without_a_file(run: Run, unbuilt: Path) -> None:
    result = run("name", "Nobody", "\x1b[1m")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "bestiary: no naming scheme reads “Nobody \ufffd[1m”\nbestiary build makes a file in which to look it up\n"
    )


def test_json(run: Run, opened: Faked) -> None:
    found = json.loads(run("name", "Mossy Panda", "--json").stdout)
    assert found["query"] == "Mossy Panda"
    assert [(reading["giver"], reading["country"]) for reading in found["readings"]] == [("CrowdStrike", "CN")]
    assert found["stated"] == []
    listed = json.loads(run("name", "MOSSY HERON", "--json").stdout)
    assert listed["readings"] == []
    assert [use["record"] for use in listed["stated"]] == [record["key"] for record in opened.profiles[0]["records"]]


def test_json_without_a_file_tells_it_from_nobody_lists_it(run: Run, unbuilt: Path) -> None:
    assert json.loads(run("name", "TA999", "--json").stdout)["stated"] is None
    result = run("name", "Nobody", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {"query": "Nobody", "readings": [], "stated": None}
    assert "no naming scheme reads" in result.stderr


def test_a_file_of_another_version_is_left_alone(run: Run, opened: Faked, monkeypatch: pytest.MonkeyPatch) -> None:
    def old(db: object = None, make: object = None) -> Bestiary:
        raise OtherVersion("built by another version")

    monkeypatch.setattr(Bestiary, "open", old)
    assert run("name", "TA999").exit_code == 0
    assert run("name", "TA999", "--db", "named.db").exit_code == 3


def test_a_missing_file_that_was_named_is_an_error(run: Run, tmp_path: Path) -> None:
    result = run("name", "TA999", "--db", str(tmp_path / "none.db"))
    assert result.exit_code == 3
    assert "none.db" in result.stderr
    assert not (tmp_path / "none.db").exists()


def test_a_name_is_required(run: Run) -> None:
    assert run("name").exit_code == 2
