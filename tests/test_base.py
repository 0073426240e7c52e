import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bestiary import Bestiary
from bestiary.errors import NotFound, StoreError, UsageError
from tests.small import TEAPOT, build_small, open_small, write


@pytest.fixture(scope="module")
def bestiary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bestiary]:
    with open_small(tmp_path_factory.mktemp("base")) as opened:
        yield opened


def test_who_gives_every_profile_that_bears_the_name_the_most_complete_first(bestiary: Bestiary) -> None:
    answer = bestiary.who("apt999")
    assert answer["ambiguous"]
    assert [match["profile"]["title"] for match in answer["matches"]] == ["Teapot Group", "Kettle Crew"]
    assert [match["matched"][0]["name"] for match in answer["matches"]] == ["APT 999", "apt-999"]


def test_who_says_whose_record_has_the_name_who_gave_it_and_how_old_it_is(bestiary: Bestiary) -> None:
    matched = bestiary.who("teapot")["matches"][0]["matched"]
    assert matched == [
        {
            "name": "Teapot",
            "giver": "Porcelain Labs",
            "relation": "",
            "record": f"etda:{TEAPOT}",
            "source": "etda",
            "modified": "2024-01-16",
            "edition": "",
        }
    ]


def test_a_giver_stated_as_the_uuid_of_a_producer_is_named(bestiary: Bestiary) -> None:
    matched = bestiary.who("Grey Teapot")["matches"][0]["matched"]
    assert {(use["record"], use["giver"]) for use in matched} == {
        (f"misp:{TEAPOT}", "Porcelain Labs"),
        (f"etda:{TEAPOT}", ""),
    }


def test_near_names_are_offered_only_when_nothing_matches(bestiary: Bestiary) -> None:
    answer = bestiary.who("Grey Teapott")
    assert answer["matches"] == []
    assert not answer["ambiguous"]
    assert "Grey Teapot" in answer["near"]
    assert bestiary.who("Grey Teapot")["near"] == []


def test_a_name_that_begins_so_is_nearer_than_one_written_alike(bestiary: Bestiary) -> None:
    assert bestiary.near("Kettle") == ["Kettle Crew"]
    assert bestiary.near("Grey Tea") == ["GREY TEAPOT"]
    assert bestiary.near("\udcff") == []


def test_the_json_text_is_the_answer(bestiary: Bestiary) -> None:
    count, text = bestiary.who_json("apt 999")
    assert count == 2
    assert json.loads(text) == bestiary.who("apt 999")


@pytest.mark.parametrize("name", ["", " ", '"', "\\", "\n", "\ud800", "海莲花", "%", "x" * 10_000])
def test_any_name_can_be_asked(bestiary: Bestiary, name: str) -> None:
    assert bestiary.who(name)["query"] == name
    assert bestiary.who(name)["matches"] == []


@pytest.mark.parametrize("id_", ["teapot-group", TEAPOT.upper(), f"etda:{TEAPOT}", f"misp:{TEAPOT}"])
def test_a_profile_by_each_of_its_ids(bestiary: Bestiary, id_: str) -> None:
    assert bestiary.profile(id_)["id"] == "teapot-group"


def test_a_slug_is_found_though_it_is_an_id_of_another_thing(tmp_path: Path) -> None:
    urn = {"value": "Urn", "uuid": "00000000-0000-4000-8000-0000000000f1", "meta": {"external_id": "kettle-crew"}}
    boiler = {"value": "win.boiler", "uuid": TEAPOT}
    more = [write(tmp_path, "360net-threat-actor", [urn]), write(tmp_path, "malpedia", [boiler])]
    with Bestiary.open(build_small(tmp_path, *more)[0]) as bestiary:
        assert bestiary.profile("Kettle-Crew")["title"] == "Kettle Crew"
        assert bestiary.profile("urn")["title"] == "Urn"
        with pytest.raises(UsageError, match=r"is the id of several things: [a-z-]+, [a-z-]+"):
            bestiary.profile(TEAPOT)


def test_no_profile(bestiary: Bestiary) -> None:
    with pytest.raises(NotFound, match="nothing has the id “dragon”"):
        bestiary.profile("dragon")


def test_statements_of_a_profile_are_those_of_all_its_records(bestiary: Bestiary) -> None:
    statements = bestiary.statements("teapot-group")
    assert {s["record"] for s in statements} == {f"etda:{TEAPOT}", f"misp:{TEAPOT}"}
    name = next(s for s in statements if s["raw"] == "Brown Betty")
    assert (name["file"], name["place"], name["qualifiers"]) == ("teapot.md", 11, {"giver": "?"})
    country = next(s for s in statements if s["property"] == "country" and s["raw"] == "Norway")
    assert country["clean"] == "NO"
    synonym = next(s for s in statements if s["raw"] == "APT 999")
    assert synonym["place"] == "/values/0/meta/synonyms/1"
    assert len({(s["record"], s["ord"]) for s in statements}) == len(statements)


def test_sources(bestiary: Bestiary) -> None:
    rows = {row["id"]: row for row in bestiary.sources()}
    assert set(rows) == {"etda", "misp"}
    assert [file["file"] for file in rows["misp"]["files"]] == ["producer.json", "threat-actor.json", "tool.json"]
    assert {file["edition"] for file in rows["misp"]["files"]} == {"version 1"}
    assert len(rows["etda"]["files"][0]["sha256"]) == 64
    assert (rows["etda"]["newest"], rows["misp"]["newest"]) == ("2024-01-16", None)
    assert (rows["etda"]["records"], rows["misp"]["records"]) == (1, 4)
    assert "mitre-attack" in rows["etda"]["derived_from"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["Kettle Crew", "Teapot Group"]),
        ({"country": "Norway"}, ["Teapot Group"]),
        ({"country": "no"}, ["Teapot Group"]),
        ({"country": "Iceland"}, ["Kettle Crew"]),
        ({"target": "iceland"}, ["Teapot Group"]),
        ({"sector": "energy"}, ["Teapot Group"]),
        ({"motivation": "Information theft and espionage"}, ["Teapot Group"]),
        ({"tool": "steam-rat"}, ["Teapot Group"]),
        ({"source": "misp"}, ["Kettle Crew", "Teapot Group"]),
        ({"source": "etda", "country": "IS"}, []),
    ],
)
def test_lists(bestiary: Bestiary, filters: dict[str, str], expected: list[str]) -> None:
    assert [row["title"] for row in bestiary.list("actors", **filters)] == expected


def test_a_list_of_what_is_no_kind(bestiary: Bestiary) -> None:
    with pytest.raises(UsageError, match="“dragons” is no kind"):
        bestiary.list("dragons")
    with pytest.raises(UsageError, match="“colour” is no filter"):
        bestiary.list("actors", colour="red")


def test_names_for_completion(bestiary: Bestiary) -> None:
    assert bestiary.names_starting("brown b") == ["Brown Betty"]
    assert bestiary.names_starting("zzz") == []
    assert len(bestiary.names_starting("", limit=3)) == 3


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no built file"):
        Bestiary.open(tmp_path / "missing.db")
