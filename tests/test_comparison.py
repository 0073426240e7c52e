from pathlib import Path

import pytest

from bestiary.base import Bestiary
from bestiary.errors import UsageError
from tests.small import open_small


@pytest.fixture
def bestiary(tmp_path: Path) -> Bestiary:
    return open_small(tmp_path)


def test_side_by_side(bestiary: Bestiary) -> None:
    found = bestiary.compare("teapot-group", "Kettle Crew")
    assert [thing["id"] for thing in found["profiles"]] == ["teapot-group", "kettle-crew"]
    assert found["sources"] == [["etda", "misp"], ["misp"]]
    aspects = {one["aspect"]: one for one in found["aspects"]}
    assert aspects["names"]["shared"] == ["APT 999"]
    assert (aspects["names"]["only"][1], aspects["country"]["only"]) == (["Kettle Crew"], [["Norway"], ["Iceland"]])
    assert aspects["tools"]["only"][1] == []
    assert "SteamRAT" in aspects["tools"]["only"][0]
    (judgement,) = found["judgements"]
    assert judgement["relation"] in ("different", "overlaps", "unsure")


@pytest.mark.parametrize("ids", [("teapot-group",), ("teapot-group", "teapot-group"), ()])
def test_two_or_three_different_things(bestiary: Bestiary, ids: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        bestiary.compare(*ids)
