import json
from pathlib import Path

import pytest

from bestiary.base import Bestiary
from bestiary.ingest import build, rederive
from bestiary.judgements import FILE, judge, reject_name, undo
from tests.small import ACTORS, PRODUCERS, TEAPOT, build_small, write

WHO = {"by": "alice", "made": "2026-11-23T09:00:00Z", "why": "one report"}
KETTLE = "misp:00000000-0000-4000-8000-00000000000c"
TEA = f"misp:{TEAPOT}"
STEAM = "misp:00000000-0000-4000-8000-0000000000bb"
LABS = "misp:00000000-0000-4000-8000-0000000000aa"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Two actors that share a name, from one source."""
    write(tmp_path, "threat-actor", ACTORS)
    build([tmp_path / "threat-actor.json"], db=tmp_path / "x.db", default=False, overlay=tmp_path / "overlay")
    return tmp_path / "x.db"


def titles(db: Path, name: str) -> list[str]:
    with Bestiary.open(db) as bestiary:
        return [match["profile"]["title"] for match in bestiary.who(name)["matches"]]


def test_what_people_judge_holds(db: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay"
    assert titles(db, "APT 999") == ["Teapot Group", "Kettle Crew"]
    id_ = judge(overlay, "same", TEA, KETTLE, **WHO)
    assert rederive(db, overlay) == []
    assert len(titles(db, "APT 999")) == 1
    with Bestiary.open(db) as bestiary:
        profile = bestiary.profile(KETTLE)
        assert bestiary.profile("kettle-crew") == bestiary.profile("teapot-group") == profile  # both addresses hold
        assert [(one["a"], one["b"], one["by"], one["id"]) for one in profile["judgements"]] == [
            (TEA, KETTLE, "alice", id_)
        ]
    undo(overlay, id_, by="alice", made="2026-11-24T09:00:00Z")
    build(db=db, overlay=overlay)  # a build says the same as deriving again
    assert titles(db, "APT 999") == ["Teapot Group", "Kettle Crew"]


def test_a_judgement_stands_once_however_many_kinds_there_are(tmp_path: Path) -> None:
    id_ = judge(tmp_path / "overlay", "different", TEA, f"etda:{TEAPOT}", **WHO)
    db, _ = build_small(tmp_path)
    rederive(db, tmp_path / "overlay")
    with Bestiary.open(db) as bestiary:
        related = bestiary.profile(TEA)["related"]
        assert [one["relation"] for one in related if one["judgement"]["id"] == id_] == ["different"]
        assert [one["id"] for one in bestiary.why(TEA, f"etda:{TEAPOT}")["judgements"]] == [id_]


def test_a_rejected_name_is_no_answer(db: Path, tmp_path: Path) -> None:
    reject_name(tmp_path / "overlay", KETTLE, "APT-999", **WHO)
    rederive(db, tmp_path / "overlay")
    with Bestiary.open(db) as bestiary:
        answer = bestiary.who("APT 999")
        assert [match["profile"]["title"] for match in answer["matches"]] == ["Teapot Group"]
        (rejected,) = answer["rejected"]
        assert (rejected["record"], rejected["why"]) == (KETTLE, "one report (alice, 2026-11-23)")
        (name,) = [name for name in bestiary.profile(KETTLE)["names"] if name["name"] == "apt-999"]
        assert (name["support"], name["stated"][0]["rejected"]) == (0, rejected["why"])


def test_a_contested_name_says_by_whom(db: Path) -> None:
    with Bestiary.open(db) as bestiary:
        (name,) = [name for name in bestiary.profile(KETTLE)["names"] if name["contested"]]
        assert (name["name"], [thing["title"] for thing in name["contested"]]) == ("apt-999", ["Teapot Group"])


def test_a_judgement_of_what_is_not_here_is_reported(db: Path, tmp_path: Path) -> None:
    judge(tmp_path / "overlay", "same", TEA, "misp:gone", **WHO)
    (problem,) = rederive(db, tmp_path / "overlay")
    assert "no record has the key misp:gone" in problem.reason


def test_judgements_that_contradict_each_other_by_way_of_a_third_are_reported_with_their_line(tmp_path: Path) -> None:
    overlay = tmp_path / "overlay"
    one, two, three = (f"own-cards:name-{name}" for name in ("aa", "bb", "cc"))
    judge(overlay, "same", two, three, **WHO)
    judge(overlay, "same", one, two, **WHO)
    held = judge(overlay, "different", three, one, **WHO)
    for order in ("abc", "cba"):
        for place, name in enumerate(order):
            (tmp_path / order).mkdir(exist_ok=True)
            (tmp_path / order / f"{place}.md").write_text(f"# Threat actor: {name * 2}\n")
        made = build([tmp_path / order], db=tmp_path / f"{order}.db", default=False, overlay=overlay)
        (problem,) = made.problems
        assert str(problem.origin) == f"{overlay / FILE}:1"
        assert problem.reason == (
            f"{two} and {three} are not made one: {one} and {three}, which would be one then, are judged “different”"
        )
        assert f"--undo {held[:12]}" in problem.hint
        with Bestiary.open(tmp_path / f"{order}.db") as bestiary:
            assert {one["key"] for one in bestiary.profile(two)["records"]} == {one, two}


def line(**said: str) -> str:
    return json.dumps({"by": "alice", "made": "2026-11-23", "why": "one report", **said})


@pytest.mark.parametrize(
    ("said", "reason", "hint"),
    [
        (
            line(judge="same", a=TEA, b=STEAM),
            f"{TEA} is of the kind actor and {STEAM} of the kind tool, so they cannot be the same",
            "bestiary judge --undo ",
        ),
        (line(judge="same", a="misp:x", b="misp:y"), "no record has the key misp:x or misp:y", "check the key"),
        (line(reject="x", record="misp:x"), "no record has the key misp:x", "check the key"),
        (line(reject="APT 998", record=KETTLE), f"{KETTLE} lists no name “APT 998”", "it lists “apt-999”"),
        (line(reject="Urn", record=KETTLE), f"{KETTLE} lists no name “Urn”", f"bestiary show {KETTLE} tells"),
        (line(reject="Porcelain", record=LABS), f"{LABS} lists no name “Porcelain”", "it lists “Porcelain Labs”"),
        (line(undo="0123456789ab"), "it takes back nothing: no line has the id 0123456789ab", "give a whole id"),
        (json.dumps({"reject": "apt-999", "record": KETTLE}), "it says neither who judged", "add “by”"),
        (json.dumps({"judge": "unsure", "a": STEAM, "b": KETTLE}), "it says neither who judged", "add “by”"),
    ],
)  # fmt: skip
def test_a_line_without_effect_is_reported_with_its_place(tmp_path: Path, said: str, reason: str, hint: str) -> None:
    db, _ = build_small(tmp_path)
    (tmp_path / FILE).write_text(f"\n{line(judge='overlaps', a=TEA, b=KETTLE)}\n{said}\n")
    (problem,) = rederive(db, tmp_path)
    assert str(problem.origin) == f"{tmp_path / FILE}:3"
    assert problem.reason.startswith(reason)
    assert problem.hint.startswith(hint)


def test_a_name_of_a_kind_that_is_joined_by_ids_alone_can_be_rejected(tmp_path: Path) -> None:
    labs = {**PRODUCERS[0], "meta": {"synonyms": ["Bone China"]}}
    build_small(tmp_path, write(tmp_path, "producer", [labs], 2))
    reject_name(tmp_path, LABS, "bone china", **WHO)
    assert rederive(tmp_path / "small.db", tmp_path) == []
    with Bestiary.open(tmp_path / "small.db") as bestiary:
        assert bestiary.who("Bone China")["rejected"][0]["record"] == LABS


def test_who_rejects_a_name_is_told_as_far_as_it_is_said(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    (tmp_path / FILE).write_text(json.dumps({"reject": "apt-999", "record": KETTLE}))
    rederive(db, tmp_path)
    with Bestiary.open(db) as bestiary:
        assert [one["why"] for one in bestiary.who("APT 999")["rejected"]] == ["rejected without a reason"]


def test_a_chosen_title_and_the_teams_cards(db: Path, tmp_path: Path) -> None:
    from tests.small import CARD

    overlay = tmp_path / "overlay"
    (overlay / "cards").mkdir(parents=True)
    (overlay / "cards/teapot.md").write_text(CARD)
    (overlay / "overlay.toml").write_text(f'[titles]\n"{TEA}" = "The Teapots"\n')
    build(db=db, overlay=overlay)
    with Bestiary.open(db) as bestiary:
        profile = bestiary.profile(TEAPOT)
        assert (profile["title"], len(profile["records"])) == ("The Teapots", 2)
        assert profile["id"] == "teapot-group"  # the address does not change with the title


def test_a_record_that_left_leads_to_what_it_was(db: Path, tmp_path: Path) -> None:
    write(tmp_path, "threat-actor", ACTORS[:1])
    build(db=db, overlay=tmp_path / "overlay")
    from bestiary.store.read import Reader

    reader = Reader(str(db))
    assert reader.owner(KETTLE) == ("kettle-crew", True)
    assert reader.owner("kettle-crew") == (KETTLE, False)
    reader.close()
