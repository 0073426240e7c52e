from pathlib import Path
from typing import Any

import pytest

from bestiary.base import Bestiary
from bestiary.serve import briefs
from tests.stix.made import name as named
from tests.stix.made import profile as made


@pytest.fixture
def bestiary(served: Path) -> Any:
    with Bestiary.open(served) as opened:
        yield opened


def test_every_fact_has_its_place(bestiary: Bestiary) -> None:
    brief = briefs.profile(bestiary.profile("teapot-group"))
    names = {row["name"]: row for row in brief["names"]["items"]}
    assert names["Brown Betty"]["stated_in"] == ["etda:00000000-0000-4000-8000-00000000000a, teapot.md:11"]
    assert names["APT 999"]["contested_with"] == ["kettle-crew"]
    assert brief["facts"]["country"]["items"][0]["value"] == "Norway"
    assert brief["operations"]["items"][0]["quoted"].startswith("⟦Operation “Earl Grey”")
    assert brief["description"]["stated_in"]


def test_ambiguity_is_said_first(bestiary: Bestiary) -> None:
    brief = briefs.who(bestiary.who("APT 999"), [])
    assert next(iter(brief.values())) == "2 profiles bear this name: it is ambiguous"
    assert {row["profile"]["id"] for row in brief["matches"]} == {"teapot-group", "kettle-crew"}


def test_nobody(bestiary: Bestiary) -> None:
    brief = briefs.who(bestiary.who("Ketle Crew"), [{"giver": "x"}])
    assert (brief["matches"], brief["near"]) == ([], ["Kettle Crew"])
    assert brief["read_by_naming_schemes"]["items"] == [{"giver": "x"}]


def test_what_is_left_out_is_counted() -> None:
    one = made("teapot", names=[named(f"Pot {number}") for number in range(99)])
    for number, record in enumerate(one["records"]):
        record.update({"file": "x.json", "publisher": "P", "modified": None, "edition": f"version {number}"})
    brief = briefs.profile(one)
    assert brief["names"]["left_out"] == 99 - briefs.NAMES
    assert briefs.some([1, 2], 2) == {"items": [1, 2]}


def test_the_rest(bestiary: Bestiary) -> None:
    assert briefs.found(bestiary.search("recipes"))["hits"][0]["id"] == "teapot-group"
    assert briefs.compared(bestiary.compare("teapot-group", "kettle-crew"))["profiles"][1]["id"] == "kettle-crew"
    a, b = (f"{source}:00000000-0000-4000-8000-00000000000a" for source in ("misp", "etda"))
    assert briefs.why(bestiary.why(a, b))["judgements"]["items"][0]["by"] == "computed"
    assert briefs.ranked(bestiary.targets(["energy"], []))[0]["hits"]["items"][0]["stated_by"] == ["etda"]
    text = (
        "The hacker group Kettle Crew used a backdoor called SteamRAT. The Kettle Crew group is also known as APT-999."
    )
    rows = {row["surface"]: row for row in briefs.mentions(bestiary.tag(text), 9)["items"]}
    assert rows["Kettle Crew"]["times"] == 2
