import json
from pathlib import Path

import pytest

from bestiary.base import Bestiary
from bestiary.errors import UsageError
from bestiary.ingest import build
from tests.small import open_small

UUID = "00000000-0000-4000-8000-00000000000{}"


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


def test_tools_and_techniques_are_those_that_relations_lead_to(tmp_path: Path) -> None:
    """However the other thing's id is written: MISP's is a bare UUID."""
    uses = [{"dest-uuid": UUID.format(digit), "type": "uses"} for digit in "cde"]
    files = {
        "threat-actor": [
            {"uuid": UUID.format("a"), "value": "Teapot Group", "related": uses},
            {"uuid": UUID.format("b"), "value": "Kettle Crew", "related": uses[:1]},
        ],
        "tool": [{"uuid": UUID.format("c"), "value": "SteamRAT"}],
        "mitre-attack-pattern": [{"uuid": UUID.format("d"), "value": "Pouring Tea - T9999"}],
    }
    for name, values in files.items():
        text = json.dumps({"type": name, "version": 1, "values": values})
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    build([tmp_path / f"{name}.json" for name in files], db=tmp_path / "b.db", default=False)
    with Bestiary.open(tmp_path / "b.db") as bestiary:
        aspects = {one["aspect"]: one for one in bestiary.compare("teapot-group", "kettle-crew")["aspects"]}
    assert (aspects["tools"]["shared"], aspects["tools"]["only"]) == (["SteamRAT"], [[], []])
    ((technique,), none) = aspects["techniques"]["only"]
    assert technique.startswith("Pouring Tea")
    assert none == []
