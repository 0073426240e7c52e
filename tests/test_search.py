from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bestiary.errors import NotFound, UsageError
from bestiary.ingest import build
from bestiary.profile import Found
from bestiary.query import FILTERS
from bestiary.search import LISTED, filtered, matching, search
from bestiary.store.read import Reader
from tests.small import TEAPOT, build_small, write


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(str(build_small(tmp_path)[0]))


def test_every_filter_looks_at_a_fact_that_is_indexed(reader: Reader) -> None:
    values = {"country": "NO", "sector": "Government", "motivation": "Information theft and espionage",
              "tool": "SteamRAT", "target": "UK", "source": "etda"}  # fmt: skip
    assert set(values) == set(LISTED)
    for key, value in values.items():
        assert "Teapot Group" in [row["title"] for row in filtered(reader, "actor", {key: value})], key


def test_a_value_that_means_nothing_is_found_as_written(reader: Reader) -> None:
    assert [row["title"] for row in filtered(reader, "actor", {"target": "middle east"})] == ["Teapot Group"]


def test_other_kinds(reader: Reader) -> None:
    assert [row["title"] for row in filtered(reader, "organisation", {})] == ["Porcelain Labs"]


def test_errors_name_what_there_is(reader: Reader) -> None:
    with pytest.raises(UsageError) as caught:
        filtered(reader, "actor", {"colour": "red"})
    assert "country" in caught.value.hint


def titles(found: Found) -> list[str]:
    return [hit["profile"]["title"] for hit in found["hits"]]


@pytest.mark.parametrize(
    "query",
    [
        "recipes", "RECIPES tea*", '"steal recipes"', "Earl Grey", "strainer", "earl-grey", "brown betty recipes",
        "kind:actor country:norway", "sector:Energy target:UK", "tool:SteamRAT", "source:etda",
        'tool:"strainer (android)"',
        'motivation:"Information theft and espionage"', "sponsor:tea", "giver:porcelainlabs", "since:2016 until:2016",
        "since:2014 until:2014-12", "recipes -samovar", "-samovar", "kind:actor -samovar",
        "-country:IS kind:actor", "country:IS country:NO recipes",
    ],
)  # fmt: skip
def test_what_finds_the_teapot(reader: Reader, query: str) -> None:
    assert "Teapot Group" in titles(search(reader, query))


@pytest.mark.parametrize(
    "query",
    [
        "recipes kettle-pot", '"recipes steal"', "recip", "recipes -tea", "kind:tool recipes", "country:IS recipes",
        "since:2017 recipes", "until:2011 recipes", "since:2015-01 until:2015-12 recipes", "-source:etda recipes",
        "-tool:SteamRAT recipes", "-since:2012 recipes", "sponsor:coffee recipes", "technique:T1566 recipes",
    ],
)  # fmt: skip
def test_what_does_not(reader: Reader, query: str) -> None:
    assert titles(search(reader, query)) == []


def test_every_filter_of_the_language_is_answered(reader: Reader) -> None:
    values = {"kind": "actor", "since": "2012", "until": "2012", "source": "misp", "country": "NO", "sector": "Energy",
              "target": "NO", "tool": "SteamRAT", "technique": "T1566", "motivation": "Sabotage", "sponsor": "x",
              "giver": "Mandiant"}  # fmt: skip
    for key in FILTERS:
        search(reader, f"{key}:{values[key]}")


def test_the_bearer_of_the_name_comes_first(reader: Reader) -> None:
    for name in ("kettle crew", "Kettle-Crew", "apt 999 kettle*"):
        assert titles(search(reader, name))[0] == "Kettle Crew"
    first = search(reader, "apt-999")
    assert [hit["exact"] for hit in first["hits"]] == [True, True]
    assert search(reader, f"misp:{TEAPOT}".split(":")[1])["hits"][0]["profile"]["title"] == "Teapot Group"


def test_of_those_that_bear_a_name_only_the_first_are_taken_by_it(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bestiary.search.FIRST", 1)
    assert [hit["exact"] for hit in search(reader, "apt-999")["hits"]] == [True, False]


def test_a_technique_is_used_where_one_of_its_sub_techniques_is(tmp_path: Path) -> None:
    uuid = "00000000-0000-4000-8000-0000000000{}"
    uses = {
        "uuid": uuid.format("0e"),
        "value": "Urn Circle",
        "related": [{"dest-uuid": uuid.format("0f"), "type": "uses"}],
    }
    files: dict[str, list[dict[str, Any]]] = {
        "threat-actor": [uses],
        "mitre-attack-pattern": [
            {"uuid": uuid.format("10"), "value": "Pouring - T9998", "meta": {"external_id": "T9998"}},
            {"uuid": uuid.format("0f"), "value": "Pouring Cold - T9998.001", "meta": {"external_id": "T9998.001"}},
            {"uuid": uuid.format("11"), "value": "Pouring Hot - T9998.002", "meta": {"external_id": "T9998.002"}},
        ],
    }  # fmt: skip
    for name, values in files.items():
        write(tmp_path, name, values)
    build([tmp_path / f"{name}.json" for name in files], db=tmp_path / "b.db", default=False)
    reader = Reader(str(tmp_path / "b.db"))
    found = [titles(search(reader, f"technique:{id_}")) for id_ in ("T9998", "t9998.001", "T9998.002")]
    assert found == [["Urn Circle"], ["Urn Circle"], []]


def test_a_name_with_a_slip_is_found_where_nothing_else_is(reader: Reader) -> None:
    found = search(reader, "Ketle Crew")
    assert found["near"] == ["Kettle Crew"]
    assert [hit["exact"] for hit in found["hits"]] == [True, False]
    for more in ("", " country:NO", " country:SE"):  # what the name finds, not only who bears it
        assert titles(search(reader, f"Ketle Crew{more}")) == titles(search(reader, f"Kettle Crew{more}"))
    for elsewhere in ("NO", "SE"):  # that is its name, and it is from elsewhere
        assert search(reader, f"Kettle Crew country:{elsewhere}")["near"] == []


@pytest.mark.parametrize(
    ("slip", "word"), [("Ketle", "kettle"), ("Porcelian", "porcelain"), ("Kettle Cr", "Kettle Crew")]
)
def test_a_word_with_a_slip_finds_what_the_nearest_word_of_a_name_finds(reader: Reader, slip: str, word: str) -> None:
    found, meant = search(reader, slip), search(reader, word)
    assert found["near"] == [word]
    assert found["hits"] == meant["hits"] != []


def test_what_is_shown_is_where_the_words_stand(reader: Reader) -> None:
    (hit,) = search(reader, "steal*")["hits"]
    (shown,) = hit["shown"]
    assert shown["field"] == "description"
    assert [shown["text"][start:end] for start, end in shown["marks"]] == ["steal"]
    (hit,) = search(reader, "grey kind:actor")["hits"]
    assert [one["field"] for one in hit["shown"]] == ["name", "operation"]


def test_what_is_shown_is_plain_text(tmp_path: Path) -> None:
    """A word that stands only in an address or a citation is not shown, but found."""
    text = "A [group](https://spout.example/1) that pours.(Citation: Spout 2020) It **pours** `tea`."
    write(tmp_path, "threat-actor", [{"value": "Teapot Group", "description": text}])
    build([tmp_path / "threat-actor.json"], db=tmp_path / "b.db", default=False)
    reader = Reader(str(tmp_path / "b.db"))
    (hit,) = search(reader, "pours")["hits"]
    (shown,) = hit["shown"]
    assert shown["text"] == "A group that pours. It pours tea."
    assert [shown["text"][start:end] for start, end in shown["marks"]] == ["pours", "pours"]
    (hit,) = search(reader, "spout")["hits"]
    assert hit["shown"] == []


def test_facets_count_what_is_found(reader: Reader) -> None:
    facets = search(reader, "kind:actor")["facets"]
    assert facets["kind"] == [{"label": "actor", "count": 2}]
    assert facets["country"] == [{"label": "Iceland", "count": 1}, {"label": "Norway", "count": 1}]
    assert {one["label"] for one in facets["source"]} == {"etda", "misp"}


def test_pages(reader: Reader) -> None:
    everything = search(reader, "-kind:reference")
    assert everything["total"] == len(everything["hits"]) > 3
    one_by_one = [search(reader, "-kind:reference", 1, place)["hits"][0] for place in range(everything["total"])]
    assert one_by_one == everything["hits"]
    for limit, offset in ((1, 99), (0, 0)):  # beyond the last page, and none at all
        beyond = search(reader, "-kind:reference", limit, offset)
        assert (beyond["hits"], beyond["total"]) == ([], everything["total"])
        assert beyond["facets"] == everything["facets"]


def test_the_pages_of_what_is_named_nearly(reader: Reader) -> None:
    first, beyond = search(reader, "Teapott Group"), search(reader, "Teapott Group", 20, 20)
    assert first["near"] == beyond["near"] == ["Teapot Group"]
    assert len(first["hits"]) == first["total"] == beyond["total"] > 0
    assert beyond["hits"] == []


@pytest.mark.parametrize(
    ("query", "says"), [("kind:pot", "“pot” at character 1 is no kind"), ("x y:z", "at character 3")]
)
def test_the_wrong_word_is_pointed_at(reader: Reader, query: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        search(reader, query)


pieces = st.sampled_from(['"', ":", "-", "*", " ", "tool:", "since:2020", "NEAR(", "AND", "grey", "^", "'", "\0"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(pieces | st.text(max_size=3), max_size=12).map("".join))
def test_no_query_is_more_than_a_query(reader: Reader, text: str) -> None:
    try:
        found = search(reader, text)
    except (UsageError, NotFound):  # a tool that nobody lists
        return
    assert found["total"] >= len(found["hits"])


def test_all_that_is_found(reader: Reader) -> None:
    assert [reader.slug(number) for number in matching(reader, "recipes")] == ["teapot-group"]
    assert len(matching(reader, "-kind:reference")) == search(reader, "-kind:reference")["total"]
    with pytest.raises(NotFound, match="nothing is found for Ketle Crew"):
        matching(reader, "Ketle Crew")


@pytest.mark.parametrize("query", ["-recipes", "kind:actor -recipes", "teapot -recipes", "country:norway -recipes"])
def test_what_has_a_word_that_is_not_wanted_is_not_found(reader: Reader, query: str) -> None:
    assert "Teapot Group" not in titles(search(reader, query))


@pytest.mark.parametrize("query", ["", " ", "!!!"])
def test_nothing_matches_all(reader: Reader, query: str) -> None:
    with pytest.raises(UsageError, match="nothing to search for"):
        matching(reader, query)


@pytest.mark.parametrize(
    ("key", "value", "like"),
    [
        ("country", "Norwai", "Norway"),
        ("target", "Icelnd", "Iceland or Ireland"),
        ("sector", "Enery", "Energy"),
        ("motivation", "Espionge", "Espionage"),
        ("tool", "SteamRATT", "SteamRAT"),
        ("technique", "SteamRATT", "SteamRAT"),
        ("giver", "Porcelain Labz", "Porcelain Labs"),
        ("giver", "Mandient", "Mandiant"),
    ],
)
def test_a_value_that_means_nothing_is_told_apart_from_one_that_nothing_has(
    reader: Reader, key: str, value: str, like: str
) -> None:
    for without in ("", "-"):
        with pytest.raises(NotFound, match=f"“{value}” is no ") as caught:
            search(reader, f'recipes {without}{key}:"{value}"')
        assert caught.value.hint == f"Did you mean {like}?"
    if key in LISTED:
        with pytest.raises(NotFound, match="that we know"):
            filtered(reader, "actor", {key: value})


@pytest.mark.parametrize("query", ["country:Chad", "sector:Mining", "motivation:Revenge", "technique:T9999"])
def test_a_value_that_is_known_may_be_nobody_s(reader: Reader, query: str) -> None:
    assert search(reader, query)["total"] == 0
