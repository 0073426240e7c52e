"""What each statement of a record adds to a profile."""

import json
from pathlib import Path

import pytest

from bestiary.base import Bestiary
from bestiary.ingest import build
from bestiary.profile import Profile
from tests.small import TEAPOT, build_small, open_small


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    with open_small(tmp_path) as bestiary:
        return bestiary.profile(f"etda:{TEAPOT}")


def test_names_stand_once_with_all_who_coined_and_list_them(profile: Profile) -> None:
    names = {name["name"]: name for name in profile["names"]}
    assert list(names) == ["Grey Teapot", "Teapot", "Brown Betty", "Teapot Group", "APT 999"]
    grey = names["Grey Teapot"]
    assert grey["givers"] == ["Porcelain Labs"]
    assert [(s["record"], s.get("giver"), s.get("raw")) for s in grey["stated"]] == [
        (0, None, None),
        (1, "Porcelain Labs", "GREY TEAPOT"),
    ]
    assert names["Brown Betty"]["givers"] == []


def test_a_name_that_is_only_listed_beside_is_said_to_be(tmp_path: Path) -> None:
    rows = [{"Threat actor name": "Teapot Sleet", "Origin/Threat": "Norway", "Other names": "Kettle, Samovar"}]
    path = tmp_path / "MicrosoftMapping.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    build([path], db=tmp_path / "x.db", default=False)
    (match,) = Bestiary.open(tmp_path / "x.db").who("Kettle")["matches"]
    stated = {name["name"]: name["stated"][0] for name in match["profile"]["names"]}
    assert stated["Kettle"].get("relation") == "also listed"
    assert stated["Kettle"].get("giver") is None
    assert stated["Teapot Sleet"].get("giver") == "Microsoft"
    assert "relation" not in stated["Teapot Sleet"]


def test_facts_say_what_they_mean_and_how_they_were_written(profile: Profile) -> None:
    victims = profile["facts"]["target-country"]
    assert [(v["value"], v["label"]) for v in victims] == [
        ("IS", "Iceland"),
        ("GB", "United Kingdom"),
        (None, "Middle East"),
    ]
    assert victims[1]["stated"][0]["raw"] == "UK"
    assert victims[0]["stated"][1]["record"] == 1


def test_an_operation_has_its_parts(profile: Profile) -> None:
    (operation,) = profile["operations"]
    assert operation["date"] == "2014-22"
    assert operation["reported"] == "2014 Summer"
    assert operation["title"] == "Operation “Earl Grey”"
    assert operation["text"] == ["Recipes left the house."]
    assert operation["targets"] == ["Tea rooms."]
    assert operation["urls"] == ["https://example.org/earl-grey"]
    assert [o["title"] for o in profile["counter_operations"]] == ["Two members arrested"]


def test_a_relation_names_what_its_id_means(profile: Profile) -> None:
    relations = {relation["type"]: relation for relation in profile["relations"]}
    uses = relations["uses"]
    assert (uses["title"], uses["profile"], uses["likelihood"]) == ("SteamRAT", "steamrat", "likely")


def test_a_cross_reference_in_a_text_is_a_relation_and_the_text_is_plain(profile: Profile) -> None:
    relations = {relation["type"]: relation for relation in profile["relations"]}
    see = relations["see"]
    assert (see["id"], see["profile"], see["stated"]) == ("Kettle Crew", "kettle-crew", [{"record": 0, "place": 15}])
    assert profile["descriptions"][0]["text"] == "They steal recipes. See Kettle Crew."


def test_a_reference_to_what_several_are_called_says_what_it_may_mean(tmp_path: Path) -> None:
    (tmp_path / "urn.md").write_text("# Threat actor: Urn\n\n## Description\n\nSee {{APT 999}}.\n")
    build_small(tmp_path, tmp_path / "urn.md")
    with Bestiary.open(tmp_path / "small.db") as bestiary:
        (see,) = bestiary.profile("urn")["relations"]
    assert (see["profile"], see["title"]) == (None, None)
    assert sorted(thing["id"] for thing in see["means"]) == ["kettle-crew", "teapot-group"]


def test_a_tool_says_what_it_may_mean(profile: Profile) -> None:
    tools = {tool["label"]: tool.get("means") for tool in profile["facts"]["tool"]}
    assert tools == {
        "SteamRAT": [{"id": "steamrat", "title": "SteamRAT", "kind": "tool"}],
        "Strainer (Android)": None,
    }


def test_records_say_how_old_they_are_and_how_misp_tags_them(profile: Profile) -> None:
    card, cluster = profile["records"]
    assert (card["key"], card["modified"], card["edition"], card["misp_tag"]) == (
        f"etda:{TEAPOT}",
        "2024-01-16",
        "",
        None,
    )
    assert cluster["edition"] == "version 1"
    assert cluster["misp_tag"] == 'misp-galaxy:threat-actor="Teapot Group"'


def test_a_quoted_vendor_is_whom_the_text_is_by(profile: Profile) -> None:
    assert [(text["by"], text["stated"][0]["record"]) for text in profile["descriptions"]] == [
        ("Porcelain Labs", 0),
        ("", 1),
    ]


def test_a_link_that_is_none_is_no_reference_to_follow(profile: Profile) -> None:
    values = [reference["value"] for reference in profile["references"]]
    assert values == ["https://example.org/teapot", None]
