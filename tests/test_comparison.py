import json
from pathlib import Path
from typing import Any, cast

import pytest

from bestiary.base import Bestiary
from bestiary.comparison import comparison
from bestiary.errors import UsageError
from bestiary.ingest import build
from bestiary.profile import Profile, Thing
from tests.small import open_small, write

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


@pytest.mark.parametrize(
    "ids",
    [
        (),
        ("teapot-group",),
        ("teapot-group", "teapot-group"),
        ("teapot-group", "kettle-crew", "steamrat", "porcelain-labs"),
    ],
)
def test_two_or_three_different_things(bestiary: Bestiary, ids: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        bestiary.compare(*ids)


def profile(id_: str, **has: Any) -> Profile:
    """A profile that has nothing else."""
    nothing = {"id": id_, "title": id_, "kind": "actor", "records": [], "names": [], "facts": {}, "relations": []}
    return cast(Profile, {**nothing, **has})


def test_shared_is_what_all_three_have() -> None:
    made = [
        profile(id_, names=[{"name": name, "support": 1} for name in names])
        for id_, names in {"a": ["Pot", "Urn", "A"], "b": ["Pot", "URN"], "c": ["POT", "C"]}.items()
    ]
    (names,) = comparison(made, {}, [])["aspects"]
    assert (names["shared"], names["only"]) == (["Pot"], [["Urn", "A"], ["URN"], ["C"]])


def test_a_name_that_is_rejected_everywhere_is_not_compared() -> None:
    one, other = (
        profile("a", names=[{"name": "Pot", "support": 0}]),
        profile("b", names=[{"name": "Pot", "support": 1}]),
    )
    (names,) = comparison([one, other], {}, [])["aspects"]
    assert (names["shared"], names["only"]) == ([], [[], ["Pot"]])


def test_a_tool_is_what_its_name_means_if_that_is_one_thing() -> None:
    def tool(label: str, *means: str) -> Any:
        return {"tool": [{"value": None, "label": label, "means": [{"id": id_} for id_ in means]}]}

    def shared(one: Any, other: Any) -> bool:
        (tools,) = comparison([profile("a", facts=one), profile("b", facts=other)], {}, [])["aspects"]
        return bool(tools["shared"])

    assert shared(tool("SteamRAT", "steamrat"), tool("Steamer", "steamrat"))
    assert not shared(tool("Steamer", "steamrat", "steam"), tool("SteamRAT", "steamrat"))
    assert shared(tool("Steamer", "steamrat", "steam"), tool("STEAMER"))


def test_only_what_is_used_is_compared_as_used() -> None:
    used: dict[str, Thing] = {"steamrat": {"id": "steamrat", "title": "SteamRAT", "kind": "tool"}}
    one, other = (
        profile(id_, relations=[{"type": type_, "profile": "steamrat"}])
        for id_, type_ in (("a", "uses"), ("b", "similar"))
    )
    (tools,) = comparison([one, other], used, [])["aspects"]
    assert tools["only"] == [["SteamRAT"], []]


def test_judgements_are_those_between_the_things_that_are_compared(tmp_path: Path) -> None:
    names = ("Teapot Group", "Kettle Crew", "Urn Circle")
    write(
        tmp_path,
        "threat-actor",
        [
            {"uuid": UUID.format(d), "value": name, "meta": {"synonyms": ["APT 999"]}}
            for d, name in zip("abc", names, strict=True)
        ],
    )
    build([tmp_path / "threat-actor.json"], db=tmp_path / "b.db", default=False)
    with Bestiary.open(tmp_path / "b.db") as bestiary:
        assert len(bestiary.compare(*names[:2])["judgements"]) == 1
        assert len(bestiary.compare(*names)["judgements"]) == 3


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
