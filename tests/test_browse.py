"""Who coined what, whose names are contested, who uses a thing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bestiary.base import Bestiary
from bestiary.errors import NotFound
from tests.small import build_small, open_small, write


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bestiary]:
    with open_small(tmp_path_factory.mktemp("browsed")) as opened:
        yield opened


def test_names_as_one_types(small: Bestiary) -> None:
    assert [one["name"] for one in small.suggest("grey t")] == ["GREY TEAPOT"]
    assert {one["profile"]["id"] for one in small.suggest("APT-9")} == {"teapot-group", "kettle-crew"}
    assert small.suggest(" -") == []
    assert len(small.suggest("", 5)) == 0


def test_the_shortest_name_is_offered_first(small: Bestiary) -> None:
    found = [one["name"] for one in small.suggest("te")]
    assert found == sorted(found, key=len)
    assert len(found) > 1


def test_givers_and_what_they_coined(small: Bestiary) -> None:
    assert [one["name"] for one in small.givers() if one["names"]] == ["Porcelain Labs"]
    assert {"Microsoft", "CrowdStrike"} <= {one["name"] for one in small.givers()}, "their schemes are known"
    assert small.giver("crowdstrike")[1] == []
    giver, coined = small.giver("porcelain-labs")
    assert (giver["id"], giver["names"], giver["profiles"]) == ("porcelainlabs", 2, 1)
    assert {one["name"]: one["sources"] for one in coined} == {"GREY TEAPOT": ["misp"], "Teapot": ["etda"]}
    with pytest.raises(NotFound, match="nobody says"):
        small.giver("Nobody & Sons")


def test_names_that_are_built_like_a_giver_s(packaged: Path) -> None:
    with Bestiary.open(packaged) as bestiary:
        found = bestiary.built_like()
    assert "Hazel Sandstorm" in {one["name"] for one in found["microsoft"]}
    assert {one["profile"]["kind"] for names in found.values() for one in names} == {"actor"}


def test_names_that_several_bear(small: Bestiary) -> None:
    [one] = small.contested("actor")
    assert (one["name"], {bearer["id"] for bearer in one["bearers"]}) == ("APT 999", {"teapot-group", "kettle-crew"})
    assert small.contested("tool") == []
    assert small.contested() == [one]


def test_who_uses_it(small: Bestiary) -> None:
    assert [one["id"] for one in small.users("steamrat")] == ["teapot-group"]
    assert small.users("teapot-group") == []
    assert small.sharing("kettle-crew", ["steamrat"])["steamrat"][0]["id"] == "teapot-group"
    assert small.sharing("teapot-group", ["steamrat"]) == {}, "shared with nobody"
    assert small.sharing("kettle-crew", ["steamrat"], most=0) == {}


def test_who_has_a_value(small: Bestiary) -> None:
    assert [one["id"] for one in small.having("country", "NO")] == ["teapot-group"]
    assert small.counted("country", "actor") == {"NO": 1, "IS": 1}
    assert small.counted("target-country", "actor") == {"IS": 1, "GB": 1}
    assert small.counted("target-sector", "actor") == {"government": 1, "energy": 1}
    assert small.counted("country", "tool") == {}


def test_things_by_id_and_all_names(small: Bestiary) -> None:
    assert small.things(["steamrat", "nothing", "steamrat"]) == {
        "steamrat": {"id": "steamrat", "title": "SteamRAT", "kind": "tool"}
    }
    names = small.names()
    assert {one["name"] for one in names} >= {"Teapot Group", "GREY TEAPOT", "Brown Betty", "SteamRAT"}
    assert len({(one["name"], one["profile"]["id"]) for one in names}) == len(names)


def test_what_changed_last(small: Bestiary) -> None:
    assert small.changed(("actor",)) == [
        {
            "date": "2024-01-16",
            "source": "etda",
            "profile": {"id": "teapot-group", "title": "Teapot Group", "kind": "actor"},
        }
    ]
    assert small.changed(("tool",)) == []


def test_what_the_last_build_brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    with open_small(tmp_path) as first:
        assert first.news() == {"at": "", "new": [], "changed": [], "gone": 0}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700086400")
    write(tmp_path, "added", [{"value": "Saucer Society", "uuid": "00000000-0000-4000-8000-0000000000d1"}])
    (tmp_path / "added.json").write_text((tmp_path / "added.json").read_text().replace('"added"', '"threat-actor"'))
    db, _ = build_small(tmp_path, tmp_path / "added.json")
    with Bestiary.open(db) as second:
        news = second.news()
    assert (news["at"][:10], [one["title"] for one in news["new"]]) == ("2023-11-15", ["Saucer Society"])
    assert (news["changed"], news["gone"]) == ([], 0)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700172800")
    with open_small(tmp_path) as third:
        assert (third.news()["new"], third.news()["gone"]) == ([], 1)


def test_techniques_have_their_ids_and_tactics(packaged: Path) -> None:
    with Bestiary.open(packaged) as bestiary:
        techniques = bestiary.techniques()
    ids, tactics = next(found for found in techniques.values() if "T1059.001" in found[0])
    assert (ids, tactics) == (["T1059.001", "T1086"], ["execution"]), "the one that was revoked stands last"
    assert all(id_[0] == "T" and id_[1:5].isdecimal() for ids, _ in techniques.values() for id_ in ids)
    assert sum(bool(tactics) for _, tactics in techniques.values()) > 0.8 * len(techniques)
