"""The hard names: the file that states the answers, and how a built file is held to it."""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import pytest

from benchmarks import ambiguity
from benchmarks.ambiguity import CASES, Case, cases, failures, main, report
from bestiary import Bestiary, judgements
from bestiary.ingest import build

UUID = "00000000-0000-4000-8000-00000000000{}"
TEAPOT, KETTLE, CADDY, STEAM = (f"misp:{UUID.format(digit)}" for digit in "abcd")
BARE = UUID.format("a")  # also names the first
FILES = {
    "threat-actor": [
        {"uuid": UUID.format("a"), "value": "Teapot Group", "meta": {"synonyms": ["GREY TEAPOT", "Strainer"]}},
        {"uuid": UUID.format("b"), "value": "Kettle Crew", "meta": {"synonyms": ["Strainer", "Tea Leaf"]}},
        {"uuid": UUID.format("c"), "value": "Caddy", "meta": {"synonyms": ["Tea Leaf", "Spout"]}},
    ],
    "tool": [{"uuid": UUID.format("d"), "value": "Spout"}],
}
HANDLE = re.compile(r"[GS]\d{4}|(360|etda|malpedia|microsoft|microsoft-galaxy|misp|tidal):[0-9a-z-]+")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three invented actors of which two share a name, a tool named like the third, and a person's judgement."""
    folder = tmp_path_factory.mktemp("ambiguity")
    for name, values in FILES.items():
        text = json.dumps({"type": name, "version": 1, "values": values})
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    said = {"by": "alice", "made": "2026-11-23T09:00:00Z", "why": "it is what they drink"}
    judgements.reject_name(folder / "overlay", CADDY, "Tea Leaf", **said)
    files = [folder / f"{name}.json" for name in FILES]
    build(files, db=folder / "asked.db", default=False, overlay=folder / "overlay")
    return folder / "asked.db"


@pytest.fixture
def bestiary(db: Path) -> Iterator[Bestiary]:
    with Bestiary.open(db) as opened:
        yield opened


def case(name: str, **checks: Any) -> Case:
    """A case of which only the checks matter."""
    return msgspec.convert({"name": name, "why": "…", "cite": [], **checks}, Case)


@pytest.mark.parametrize(
    ("name", "checks"),
    [
        ("Teapot Group", {"apart": [[TEAPOT, KETTLE]], "first": TEAPOT, "only": TEAPOT, "ambiguous": False}),
        ("strainer", {"means": [TEAPOT, KETTLE], "not_means": [CADDY], "ambiguous": True, "contested": True}),
        ("Spout", {"means": [CADDY, STEAM], "only": CADDY, "ambiguous": True}),
        ("Grey Teapot", {"also": ["teapot group"], "together": [[TEAPOT, BARE]], "ambiguous": False}),
        ("Tea Leaf", {"means": [KETTLE], "not_means": [CADDY], "rejected": [[CADDY, "Tea Leaf"]]}),
    ],
)
def test_what_is_as_it_has_to_be_passes(bestiary: Bestiary, name: str, checks: dict[str, Any]) -> None:
    assert failures(bestiary, case(name, **checks)) == []


@pytest.mark.parametrize(
    ("name", "checks", "told"),
    [
        ("Caddy", {"together": [[TEAPOT, CADDY]]}, f"{CADDY} stands in caddy, not in teapot-group with {TEAPOT}"),
        ("Caddy", {"apart": [[TEAPOT, BARE]]}, f"{TEAPOT} and {BARE} both stand in teapot-group"),
        ("Caddy", {"means": [KETTLE]}, f"“Caddy” does not mean kettle-crew ({KETTLE})"),
        ("Strainer", {"not_means": [KETTLE]}, f"“Strainer” means kettle-crew ({KETTLE})"),
        ("Kettle Crew", {"first": TEAPOT}, f"“Kettle Crew” means first kettle-crew, not teapot-group ({TEAPOT})"),
        ("Nobody", {"first": TEAPOT}, f"“Nobody” means first nothing, not teapot-group ({TEAPOT})"),
        ("Spout", {"only": TEAPOT}, f"“Spout” means caddy: of actors only teapot-group ({TEAPOT}) may be"),
        ("Caddy", {"ambiguous": True}, "“Caddy” should be ambiguous, and means caddy"),
        ("Caddy", {"contested": True}, "“Caddy” is not shown as contested in caddy"),
        ("Nobody", {"contested": True}, "“Nobody” is no actor's name, and so not shown as contested"),
        ("Caddy", {"rejected": [[CADDY, "Spout"]]}, f"“Spout” counts as a name of {CADDY}, or that does not list it"),
        ("Caddy", {"also": ["Nobody"], "means": [CADDY]}, f"“Nobody” does not mean caddy ({CADDY})"),
    ],
)
def test_what_is_otherwise_is_told(bestiary: Bestiary, name: str, checks: dict[str, Any], told: str) -> None:
    assert failures(bestiary, case(name, **checks)) == [told]


def test_a_name_of_several_that_should_be_of_one(bestiary: Bestiary) -> None:
    (told,) = failures(bestiary, case("Strainer", ambiguous=False))
    assert told.startswith("“Strainer” should not be ambiguous, and means ")
    assert {"kettle-crew", "teapot-group"} == set(told.partition("means ")[2].split(", "))


def test_two_handles_that_the_file_has_not_are_no_one_thing(bestiary: Bestiary) -> None:
    told = failures(bestiary, case("Caddy", together=[["G9998", "G9999"]], apart=[[CADDY, "G9998"]]))
    assert [line.partition(" ")[0] for line in told] == ["G9998:", "G9999:", "G9999"]


def test_all_are_counted_and_the_wrong_ones_explained(bestiary: Bestiary) -> None:
    lines, wrong = report(bestiary, [case("Caddy", only=CADDY), case("Caddy", ambiguous=True)])
    expected = ["ok   Caddy: …", "FAIL Caddy: …", "       “Caddy” should be ambiguous, and means caddy", "1 of 2"]
    assert (lines, wrong) == (expected, 1)


@pytest.mark.parametrize(("ambiguous", "failed"), [("false", False), ("true", True)])
def test_a_wrong_answer_fails_the_run(
    db: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ambiguous: str,
    failed: bool,
) -> None:
    path = tmp_path / "cases.toml"
    path.write_text(f'[[case]]\nname = "Caddy"\nwhy = "…"\ncite = []\nambiguous = {ambiguous}\n', encoding="utf-8")
    monkeypatch.setattr(ambiguity, "CASES", path)
    monkeypatch.setattr(sys, "argv", ["ambiguity", "--db", str(db)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert bool(ended.value.code) is failed
    assert ("0 of 1" if failed else "1 of 1") in capsys.readouterr().out.splitlines()


def test_a_misspelt_check_is_no_check(tmp_path: Path) -> None:
    path = tmp_path / "cases.toml"
    path.write_text('[[case]]\nname = "Caddy"\nwhy = "…"\ncite = []\nmeens = ["G0001"]\n', encoding="utf-8")
    with pytest.raises(msgspec.ValidationError, match="meens"):
        cases(path)


# --- the answers themselves ---


def test_each_case_says_what_why_and_by_whom() -> None:
    every = cases(CASES)
    names = [name for stated in every for name in [stated.name, *stated.also]]
    assert len(every) >= 50
    assert len({name.casefold() for name in names}) == len(names)
    for stated in every:
        assert stated.why.endswith(".")
        assert stated.cite
        assert [url for url in stated.cite if not re.fullmatch(r"https://[\w.-]+/\S+", url)] == []
        assert [handle for handle in stated.handles() if not HANDLE.fullmatch(handle)] == []
        checks = msgspec.structs.replace(stated, name="", why="", cite=[], also=[])
        assert checks != Case(name="", why="", cite=[]), stated.name


def test_splitting_is_punished_as_joining_is() -> None:
    every = cases(CASES)
    assert sum(stated.ambiguous is False or bool(stated.only) for stated in every) >= 15
    assert sum(bool(stated.apart) or stated.ambiguous is True for stated in every) >= 15


def test_no_case_contradicts_another() -> None:
    group = _groups(cases(CASES))
    apart = [pair for stated in cases(CASES) for pair in stated.apart]
    assert [(a, b) for a, b in apart if group.get(a, a) == group.get(b, b)] == []


def test_the_pairs_judged_by_hand_are_not_contradicted() -> None:
    path = Path(ambiguity.__file__).with_name("identity_pairs.jsonl")
    assert _contradicted(map(json.loads, path.read_text("utf-8").splitlines())) == []


def test_the_gold_is_not_contradicted(shared: Path) -> None:
    path = shared / "gold/identity.jsonl"
    assert _contradicted(map(json.loads, path.read_text("utf-8").splitlines())) == []


def _groups(every: Iterable[Case]) -> dict[str, str]:
    """Handle → one of those that have to stand with it, by all cases together."""
    leader: dict[str, str] = {}

    def lead(handle: str) -> str:
        while leader.setdefault(handle, handle) != handle:
            handle = leader[handle]
        return handle

    for joined in [group for stated in every for group in stated.together]:
        for a, b in combinations(joined, 2):
            leader[lead(a)] = lead(b)
    return {handle: lead(handle) for handle in list(leader)}


def _contradicted(pairs: Iterable[dict[str, str]]) -> list[str]:
    """Pairs of a card and an ATT&CK group, labelled, on which a case says otherwise."""
    every = cases(CASES)
    group = _groups(every)
    apart = {frozenset((group.get(a, a), group.get(b, b))) for stated in every for a, b in stated.apart}
    wrong = []
    for pair in pairs:
        both = [group.get(handle, handle) for handle in (f"etda:{pair['card']}", pair["attack_id"])]
        if frozenset(both) in apart if pair["label"] == "same" else both[0] == both[1]:
            wrong.append(f"{pair['card_title']} / {pair['attack_name']}: {pair['label']}")
    return wrong
