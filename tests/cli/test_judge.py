"""The commands on identity, from end to end on a small file."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bestiary.cli import main
from bestiary.judgements import judge
from tests.small import TEAPOT, build_small

Ask = Callable[..., Result]
KETTLE = "misp:00000000-0000-4000-8000-00000000000c"


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Runs a command on the small file, with an overlay of its own."""
    (tmp_path / "overlay").mkdir(exist_ok=True)
    monkeypatch.setenv("BESTIARY_OVERLAY", str(tmp_path / "overlay"))
    monkeypatch.setenv("BESTIARY_ANALYST", "alice")
    db, _ = build_small(tmp_path)
    return lambda *words: CliRunner().invoke(main, [*words, "--db", str(db)])


def test_judging_and_taking_back(ask: Ask, tmp_path: Path) -> None:
    done = ask("judge", "same", "teapot-group", "Kettle Crew", "--why", "one report")
    assert done.exit_code == 0, done.output
    assert f"{KETTLE} is part of Kettle Crew (teapot-group), with 2 other records" in done.stdout
    line = json.loads((tmp_path / "overlay/judgements.jsonl").read_text())
    assert (line["judge"], line["by"], line["why"]) == ("same", "alice", "one report")
    why = ask("why", KETTLE, f"etda:{TEAPOT}").stdout
    assert "judged by alice" in why
    assert f"bestiary judge --undo {line['id'][:12]}" in why
    assert ask("judge", "--undo", line["id"][:8]).exit_code == 0
    assert "stay two" in ask("why", "teapot-group", "kettle-crew").stdout


def test_one_id_and_still_two(ask: Ask) -> None:
    done = ask("judge", "different", f"misp:{TEAPOT}", f"etda:{TEAPOT}", "--why", "a slip", "--by", "bob")
    assert "other record" not in done.stdout
    assert "judged by bob" in ask("why", f"misp:{TEAPOT}", f"etda:{TEAPOT}").stdout


def test_rejecting_a_name(ask: Ask) -> None:
    done = ask("judge", "reject-name", KETTLE, "APT-999", "--why", "another's")
    assert f"reject-name {KETTLE} APT-999" in done.stdout
    answer = json.loads(ask("who", "apt 999", "--json").stdout)
    assert (answer["ambiguous"], answer["rejected"][0]["record"]) == (False, KETTLE)


@pytest.mark.parametrize(
    ("record", "name", "hint"),
    [
        (KETTLE, "APT 998", "it lists “apt-999”"),
        (KETTLE, "Nobody", "bestiary show kettle-crew shows the names"),
        ("teapot-group", "APT 999", f"of the records of Teapot Group these list it: misp:{TEAPOT}"),
    ],
)
def test_a_name_that_the_record_does_not_list_is_not_rejected(
    ask: Ask, tmp_path: Path, record: str, name: str, hint: str
) -> None:
    done = ask("judge", "reject-name", record, name, "--why", "another's")
    assert done.exit_code == 2
    assert f"lists no name “{name}”" in done.stderr
    assert hint in done.stderr
    assert not (tmp_path / "overlay/judgements.jsonl").exists()


def test_two_records_of_one_profile_are_told_from_one_record(ask: Ask, tmp_path: Path) -> None:
    ask("judge", "same", KETTLE, TEAPOT, "--why", "one report")
    written = tmp_path / "overlay/judgements.jsonl"
    (line,) = written.read_text().splitlines()
    done = ask("judge", "different", "kettle-crew", "teapot-group", "--why", "two after all")
    assert done.exit_code == 2
    assert "kettle-crew and teapot-group are records of one profile, Kettle Crew (teapot-group)" in done.stderr
    assert f"bestiary judge --undo {json.loads(line)['id'][:12]}" in done.stderr
    assert "what makes them one" in ask("judge", "same", "kettle-crew", "teapot-group", "--why", "x").stderr
    assert "are one record" in ask("judge", "different", KETTLE, KETTLE.upper(), "--why", "x").stderr
    assert written.read_text() == f"{line}\n"
    ask("judge", "--undo", json.loads(line)["id"])
    done = ask("judge", "different", "teapot-group", "Grey Teapot", "--why", "two teams")  # nobody joined them
    assert "bestiary why teapot-group shows them" in done.stderr
    assert "--undo" not in done.stderr
    assert "are one record" in ask("judge", "different", "kettle-crew", "Kettle Crew", "--why", "x").stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 2),
        (("same", "teapot-group", "kettle-crew"), 2),
        (("like", "teapot-group", "kettle-crew", "--why", "x"), 2),
        (("same", "teapot-group", "--why", "x"), 2),
        (("same", "teapot-group", "teapot-group", "--why", "x"), 2),
        (("same", "teapot-group", "nobody", "--why", "x"), 1),
        (("--undo", "012345"), 1),
        (("same", "a", "b", "--undo", "012345"), 2),
    ],
)
def test_what_is_no_judgement(ask: Ask, tmp_path: Path, words: tuple[str, ...], code: int) -> None:
    done = ask("judge", *words)
    assert done.exit_code == code
    assert "Traceback" not in done.output
    assert not (tmp_path / "overlay/judgements.jsonl").exists()


def test_what_is_judged_is_listed(ask: Ask, tmp_path: Path) -> None:
    assert ask("judge", "--list").stdout == f"nothing is judged in {tmp_path / 'overlay'}\n"
    ask("judge", "same", "teapot-group", "Kettle Crew", "--why", "one report", "--tlp", "amber")
    ask("judge", "reject-name", KETTLE, "APT-999", "--why", "another's", "--by", "bob")
    told = {one.get("judge", "reject"): one for one in json.loads(ask("judge", "--list", "--json").stdout)}
    assert told["same"]["tlp"] == "amber"
    assert told["reject"]["by"] == "bob"
    rejected, same = sorted(ask("judge", "--list").stdout.splitlines()[1:], key=lambda line: "same" in line)
    assert all(word in rejected for word in (told["reject"]["id"][:8], "Kettle Crew (misp)", "APT-999", "another's"))
    assert all(word in same for word in (told["same"]["id"][:8], "alice", "Kettle Crew (misp)", "one report", "amber"))
    ask("judge", "--undo", told["same"]["id"][:8])
    assert [one["by"] for one in json.loads(ask("judge", "--list", "--json").stdout)] == ["bob"]
    assert "--list takes nothing else." in ask("judge", "--list", "same").output
    said = ask("judge", "reject-name", KETTLE, "Kettle", "--why", "another's", "--json")
    assert (said.exit_code, "--json goes with --list." in said.output) == (2, True)


def test_the_level_that_is_listed_is_the_one_that_holds(ask: Ask, tmp_path: Path) -> None:
    ask("judge", "same", "teapot-group", "Kettle Crew", "--why", "one report")
    ask("judge", "reject-name", KETTLE, "APT-999", "--why", "another's", "--tlp", "red")
    levels = [line.split()[-1] for line in ask("judge", "--list").stdout.splitlines()]
    assert sorted(levels) == ["TLP", "clear", "red"]
    (tmp_path / "overlay/overlay.toml").write_text('tlp = "amber"', encoding="utf-8")
    levels = [one["tlp"] for one in json.loads(ask("judge", "--list", "--json").stdout)]
    assert sorted(levels) == ["amber", "red"]


def test_a_record_that_is_gone_is_listed_by_its_key(ask: Ask, tmp_path: Path) -> None:
    judge(tmp_path / "overlay", "same", "misp:gone", KETTLE, by="ann", made="2026-01-01T00:00:00Z", why="once")
    assert "misp:gone" in ask("judge", "--list").stdout
