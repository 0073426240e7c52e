"""The things of a kind."""

import json

import pytest

from bestiary.cli import main
from bestiary.cli.listing import command
from bestiary.profile import Profile

from .conftest import Faked, Run


def test_a_line_for_each(run: Run, opened: Faked) -> None:
    head, heron, newt = run("list", "actors").stdout.splitlines()
    assert head.split() == ["title", "id", "origin", "first", "seen", "names", "sources"]
    assert heron.split("  ")[:2] == ["MOSSY HERON", "mossy-heron"]
    assert "Netherlands, Belgium" in heron
    assert newt.split() == ["Quiet", "Newt", "quiet-newt", "2011", "0", "pond-notes"]


def test_a_column_that_is_empty_throughout_is_left_out(run: Run, opened: Faked, bare: Profile) -> None:
    opened.profiles = (bare,)
    assert "origin" not in run("list", "actors").stdout.splitlines()[0]


@pytest.mark.parametrize("width", [80, 120])
def test_on_a_terminal_a_long_id_leaves_the_title_room(
    width: int, opened: Faked, heron: Profile, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    heron["id"] = "-".join(["mossy-heron"] * 9)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("COLUMNS", str(width))
    main(["list", "actors"], standalone_mode=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["title", "id", "origin", "first", "seen", "names", "sources"]
    assert lines[1].startswith("MOSSY HERON ")
    assert max(map(len, lines)) <= width


def test_on_a_pipe_a_line_is_not_broken(run: Run, opened: Faked, heron: Profile) -> None:
    heron["title"] = "Mossy " * 100
    assert len(run("list", "actors").stdout.splitlines()) == 3


def test_only_the_filters_given_are_asked(run: Run, opened: Faked) -> None:
    run("list", "tools")
    run("list", "actors", "--country", "NL", "--tool", "Silt")
    assert opened.asked == [("tools", {}), ("actors", {"country": "NL", "tool": "Silt"})]


def test_every_filter_of_the_base_is_an_option(run: Run, opened: Faked) -> None:
    from bestiary.search import LISTED

    assert {param.name for param in command.params} - {"kind", "db", "as_json"} == set(LISTED)


def test_json(run: Run, opened: Faked) -> None:
    assert json.loads(run("list", "actors", "--json").stdout) == opened.list("actors")


@pytest.mark.parametrize(
    ("options", "stdout", "message"),
    [
        ([], "", "bestiary: there are none of that kind\n"),
        (["--json", "--tool", "x"], "[]\n", "bestiary: none of that kind passes --tool x\n"),
        (["--tool", "x", "--sector", "y"], "", "bestiary: none of that kind passes --tool x and --sector y\n"),
    ],
)
def test_none(run: Run, opened: Faked, options: list[str], stdout: str, message: str) -> None:
    opened.profiles = ()
    result = run("list", "actors", *options)
    assert (result.exit_code, result.stdout, result.stderr) == (1, stdout, message)


def test_what_the_kind_is_that_most_files_have_none_of(run: Run, opened: Faked) -> None:
    opened.profiles = ()
    assert "only reports of STIX bundles are references" in run("list", "references").stderr
