from typing import Any

import pytest
import stix2

from bestiary.profile import Profile
from bestiary.selection import Loss
from bestiary.stix.common import EXTENSION
from bestiary.stix.ids import location_id, organisation_id, sector_id, unit_id, uuid
from bestiary.stix.relations import Beside, givers, is_judged, relations

from .made import name, profile, relation, value

IDS = {
    "teapot": f"intrusion-set--{uuid('t')}",
    "kettle": f"intrusion-set--{uuid('k')}",
    "strainer": f"malware--{uuid('s')}",
    "stirring": f"attack-pattern--{uuid('a')}",
}


def made(one: Profile, loss: Loss | None = None) -> list[tuple[Any, ...]]:
    """(type, source, target, what the source calls it) of each relationship, which the STIX library takes too."""
    names = {id_: id_slug for id_slug, id_ in IDS.items()}
    found = [linked.made for linked in relations(one, IDS[one["id"]], IDS, loss or Loss())]
    for row in found:
        stix2.parse(row, allow_custom=False)
    return [
        (row["relationship_type"], names.get(row["source_ref"], row["source_ref"]),
         names.get(row["target_ref"], row["target_ref"]), row["extensions"][EXTENSION].get("relation"))
        for row in found
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "to", "expected"),
    [
        ("uses", "strainer", ("uses", "teapot", "strainer", None)),
        ("uses", "kettle", ("related-to", "teapot", "kettle", "uses")),  # between two actors STIX knows no "uses"
        ("similar", "kettle", ("related-to", "teapot", "kettle", "similar")),
        ("see", "kettle", ("related-to", "teapot", "kettle", "see")),
        ("revoked-by", "kettle", ("revoked-by", "teapot", "kettle", None)),
    ],
)
def test_stated_relations(said: str, to: str, expected: tuple[str, str, str, Any]) -> None:
    assert made(profile("teapot", relations=[relation(said, to)])) == [expected]


def test_who_is_used_is_used_by() -> None:
    one = profile("strainer", "tool", relations=[relation("used-by", "teapot")])
    assert made(one) == [("uses", "teapot", "strainer", "used-by")]


def test_what_a_source_says_of_a_relation() -> None:
    said = relation("uses", "strainer", text="They strain.", urls=["https://example.org/a"], likelihood="likely")
    ((row, _),) = relations(profile("teapot", relations=[said]), IDS["teapot"], IDS, Loss())
    assert row["description"] == "They strain."
    assert row["external_references"] == [{"source_name": "example.org", "url": "https://example.org/a"}]
    assert row["extensions"][EXTENSION].items() >= {"likelihood": "likely", "stated_by": ["mitre-attack"]}.items()
    assert not is_judged(row)


def test_what_leads_nowhere_is_counted() -> None:
    loss = Loss()
    several = relation("see", None, means=[{"id": "kettle"}, {"id": "strainer"}])
    tools = [value("Ladle"), value("Pot", means=[{"id": "strainer"}, {"id": "kettle"}])]
    one = profile(
        "teapot", relations=[relation("uses", None), several, relation("similar", "teapot")], facts={"tool": tools}
    )
    assert made(one, loss) == []
    assert [row[0::2] for row in loss.rows()] == [("relation: see", 1), ("relation: uses", 1), ("tool", 1), ("tool", 1)]


def test_a_tool_that_is_named() -> None:
    tools = [value("Strainer", means=[{"id": "strainer"}])]
    relations_ = [relation("uses", "strainer")]
    assert made(profile("teapot", facts={"tool": tools}, relations=relations_)) == [
        ("uses", "teapot", "strainer", None)
    ]


def related(relation: str, other: str, score: float = 2.5) -> dict[str, Any]:
    reasons = [
        {"signal": "s", "weight": 1.0, "text": "both pour"},
        {"signal": "r", "weight": -1.0, "text": "one boils"},
    ]
    return {
        "profile": {"id": other, "title": other, "kind": "actor"},
        "relation": relation,
        "judgement": {"why": "", "score": score, "reasons": reasons, "by": "", "made": "", "id": ""},
    }


SIDES = [("overlaps", "overlaps"), ("subgroup-of", "has-subgroup"), ("successor-of", "succeeded-by")]


@pytest.mark.parametrize(("here", "there"), SIDES)
def test_a_judged_relation_is_one_object_from_both_sides(here: str, there: str) -> None:
    ((one, _),) = relations(profile("teapot", related=[related(here, "kettle")]), IDS["teapot"], IDS, Loss())
    ((other, _),) = relations(profile("kettle", related=[related(there, "teapot")]), IDS["kettle"], IDS, Loss())
    assert one == other
    assert one["relationship_type"] == "related-to"
    assert one["extensions"][EXTENSION]["relation"] == here
    assert one["description"].endswith("both pour.")
    assert is_judged(one)


def test_a_decision_not_to_join_is_no_relationship() -> None:
    loss = Loss()
    assert made(profile("teapot", related=[related("different", "kettle"), related("unsure", "kettle")]), loss) == []
    assert [row[0] for row in loss.rows()] == ["related: different", "related: unsure"]


def test_whom_and_whence() -> None:
    sponsor = value("State-sponsored, two units known as Unit 999 and Unit 998")
    facts = {
        "country": [value("Norway", "NO"), value("Middle Tea") | {"value": None}],
        "target-country": [value("Iceland", "IS")],
        "target-sector": [value("Energy", "energy")],
        "sponsor": [sponsor, value("Norway"), value("Unknown"), value("State-sponsored, Ministry of Tea")],
    }
    one = profile("teapot", facts=facts)
    assert made(one) == [
        ("targets", "teapot", location_id("IS"), None),
        ("targets", "teapot", sector_id("energy"), None),
        ("originates-from", "teapot", location_id("NO"), None),
        ("attributed-to", "teapot", unit_id("Unit 999"), None),
        ("attributed-to", "teapot", unit_id("Unit 998"), None),
        ("related-to", "teapot", location_id("NO"), "sponsor"),
        ("related-to", "teapot", organisation_id("Ministry of Tea"), "sponsor"),
    ]
    for _, beside in relations(one, IDS["teapot"], IDS, Loss()):
        assert beside is not None
        assert stix2.parse(beside.made("clear"), allow_custom=False).id == beside.id


def test_givers() -> None:
    one = profile("teapot", names=[name("Pot") | {"givers": ["Porcelain Labs"]}])
    assert list(givers(one)) == [Beside("organisation", "Porcelain Labs")]
