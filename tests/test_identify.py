from pathlib import Path

import pytest

from bestiary.base import Bestiary
from bestiary.ingest import build, rederive
from bestiary.judgements import judge, reject_name, undo
from tests.small import ACTORS, TEAPOT, build_small, write

WHO = {"by": "alice", "made": "2026-11-23T09:00:00Z", "why": "one report"}
KETTLE = "misp:00000000-0000-4000-8000-00000000000c"
TEA = f"misp:{TEAPOT}"


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
