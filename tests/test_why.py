from pathlib import Path

import pytest

from bestiary.base import Bestiary
from bestiary.errors import NotFound, UsageError
from bestiary.ingest import build
from bestiary.profile import Judged
from bestiary.why import path, record_meant
from tests.small import ACTORS, CARD, TEAPOT, TOOLS, write

KETTLE = "misp:00000000-0000-4000-8000-00000000000c"


@pytest.fixture
def bestiary(tmp_path: Path) -> Bestiary:
    """A card and a cluster of one UUID, an actor that shares a name, and a table that names the card's title."""
    write(tmp_path, "threat-actor", ACTORS)
    write(tmp_path, "tool", TOOLS)
    (tmp_path / "teapot.md").write_text(CARD)
    (tmp_path / "names.csv").write_text("actor,alias\nTeapot,Tea Leaf\n")
    build([tmp_path], db=tmp_path / "x.db", default=False, overlay=tmp_path / "overlay")
    return Bestiary.open(tmp_path / "x.db")


def test_why_two_records_are_one(bestiary: Bestiary) -> None:
    found = bestiary.why(f"etda:{TEAPOT}", f"misp:{TEAPOT}")
    (judgement,) = found["judgements"]
    assert (found["relation"], judgement["reasons"][0]["signal"]) == ("same", "same_id")
    whole = bestiary.why("teapot-group", "Tea Leaf")
    assert len(whole["judgements"]) == 2
    assert {one["relation"] for one in whole["judgements"]} == {"same"}


def test_why_two_stay_two(bestiary: Bestiary) -> None:
    found = bestiary.why("Kettle Crew", TEAPOT)
    (judgement,) = found["judgements"]
    assert found["relation"] == judgement["relation"]
    assert {"shared_names", "two_entries"} <= {reason["signal"] for reason in judgement["reasons"]}
    nothing = bestiary.why("Kettle Crew", "SteamRAT")
    assert (nothing["relation"], nothing["judgements"]) == ("different", [])


def test_what_is_asked_for(bestiary: Bestiary) -> None:
    with pytest.raises(NotFound, match="nothing is called"):
        bestiary.why("nobody", "teapot-group")
    with pytest.raises(UsageError, match=r"several things: .*kettle-crew"):
        bestiary.why("APT 999", "teapot-group")
    assert bestiary.record("Kettle Crew") == bestiary.record(KETTLE.upper()) == KETTLE


def test_what_nobody_is_sure_of(bestiary: Bestiary) -> None:
    unsure = [one for one in bestiary.review(10) if one["judgement"]["relation"] == "unsure"]
    assert len(unsure) == len(bestiary.review(10))
    assert bestiary.review(0) == []


def join(a: str, b: str) -> Judged:
    return {"a": a, "b": b, "relation": "same", "score": 1.0, "reasons": [], "by": "", "made": "", "why": "", "id": ""}


def test_the_way_from_one_record_to_another() -> None:
    joins = [join("a", "b"), join("c", "b"), join("c", "d"), join("b", "e")]
    assert path(joins, "a", "d") == [joins[0], joins[1], joins[2]]
    assert path(joins, "d", "a") == [joins[2], joins[1], joins[0]]
    assert path(joins, "a", "a") == path(joins, "a", "elsewhere") == []


def test_an_address_means_the_profile_even_if_a_record_of_it_has_it_as_id(bestiary: Bestiary) -> None:
    profile = bestiary.profile(TEAPOT)
    profile["records"][1]["external_ids"] = ["G0007"]
    assert record_meant(profile, " g0007 ") == f"misp:{TEAPOT}"
    assert record_meant(profile, TEAPOT) == f"etda:{TEAPOT}"
    assert record_meant(profile, profile["id"]) is None
    profile["id"] = "g0007"
    assert record_meant(profile, "G0007") is None
