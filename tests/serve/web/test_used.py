"""What is used, and neighbours."""

from pathlib import Path

import pytest

from bestiary.base import Bestiary
from bestiary.serve.web.used import RELATED, neighbours, uses
from tests.small import open_small


def test_tools_of_facts_and_of_relations_are_one(tmp_path: Path) -> None:
    with open_small(tmp_path) as bestiary:
        profile = bestiary.profile("teapot-group")
        before = [len(value["stated"]) for value in profile["facts"]["tool"]]
        found = uses(bestiary, profile)
        assert [len(value["stated"]) for value in profile["facts"]["tool"]] == before, "a profile is not changed"
    tools = {one.title: one for one in found.tools}
    assert set(tools) == {"SteamRAT", "Strainer"} or set(tools) == {"SteamRAT", "Strainer (Android)"}
    steam = tools["SteamRAT"]
    assert steam.thing is not None
    assert {one["record"] for one in steam.stated} == {0, 1}
    assert "see" in found.others


@pytest.mark.parametrize("name", ["APT28", "Lazarus Group"])
def test_techniques_and_tools_are_apart(packaged: Path, name: str) -> None:
    with Bestiary.open(packaged) as bestiary:
        profile = bestiary.who(name)["matches"][0]["profile"]
        found = uses(bestiary, profile)
    assert {one.thing["kind"] for one in found.techniques if one.thing} == {"technique"}
    assert {one.thing["kind"] for one in found.tools if one.thing} == {"tool"}
    assert "uses" not in found.others or all(
        one.thing is None or one.thing["kind"] not in ("tool", "technique") for one in found.others["uses"]
    )
    titles = [one.title.casefold() for one in found.tools]
    assert titles == sorted(titles)


def test_each_neighbour_once(packaged: Path) -> None:
    with Bestiary.open(packaged) as bestiary:
        found = neighbours(bestiary.who("APT29")["matches"][0]["profile"])
    assert set(found) <= set(RELATED)
    for rows in found.values():
        assert len({one["profile"]["id"] for one in rows}) == len(rows)
