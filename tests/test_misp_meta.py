from typing import Any, cast

import pytest

from bestiary.misp_meta import meta
from bestiary.profile import Profile
from bestiary.selection import Loss

STATED = [{"record": 0, "place": "/values/0/value"}]
RECORD = {"key": "misp:1", "external_ids": [], "misp_tag": 'misp-galaxy:tool="Pot"'}
CARD = {"key": "etda:1", "external_ids": ["G0001"], "misp_tag": None}


def name(text: str, support: int = 1, **more: Any) -> dict[str, Any]:
    return {"name": text, "givers": [], "support": support, "publications": 0, "contested": [], "stated": STATED} | more


def fact(label: str, value: str | None = None, support: int = 1, record: int = 0) -> dict[str, Any]:
    return {"value": value, "label": label, "support": support, "stated": [{"record": record, "place": 1}]}


def told(loss: Loss | None = None, kind: str = "actor", **more: Any) -> dict[str, Any]:
    """The meta of a profile of a cluster's record and a card, without what every one has."""
    profile = {
        "id": "pot", "kind": kind, "title": "Pot", "records": [RECORD, CARD], "names": [], "facts": {},
        "references": [], "operations": [], "counter_operations": [],
    } | more  # fmt: skip
    made = meta(cast(Profile, profile), lambda folded: folded != "lid", lambda giver: f"u-{giver}", loss or Loss())
    assert made.pop("bestiary-id") == "pot"
    assert made.pop("bestiary-records") == ["etda:1", "misp:1"]
    assert made.pop("external_id") == ["G0001"]
    return made


def test_synonyms_are_the_names_that_are_its_alone() -> None:
    thing = {"id": "urn", "title": "Urn", "kind": "actor"}
    names = [name("Pot"), name("Tea Pot"), name("Lid"), name("Spout", 0), name("Handle", contested=[thing])]
    loss = Loss()
    assert told(loss, names=names) == {"synonyms": ["Tea Pot"]}
    counted = {why: count for prop, why, count in loss.rows() if prop == "name"}
    assert sorted(counted.values()) == [1, 2]


def test_synonyms_are_spelled_as_each_record_spells_them() -> None:
    spelled = [{**STATED[0], "raw": raw} for raw in ("tea-pot", " TEA POT ", "Pot - G0001")]
    assert told(names=[name("Tea Pot", stated=spelled)]) == {"synonyms": ["Tea Pot", "tea-pot"]}


def test_givers_are_told_of_the_title_and_of_synonyms_alone() -> None:
    names = [name("Pot", givers=["A", "B"]), name("Lid", givers=["A"])]
    assert told(names=names) == {"name-attribution": ["Pot:u-A", "Pot:u-B"]}


@pytest.mark.parametrize(
    ("prop", "values", "expected"),
    [
        ("country", [fact("Norway", "NO"), fact("Iceland", "IS", 2)], {"country": "IS"}),
        ("country", [fact("Middle East")], {}),
        ("target-country", [fact("Norway", "NO"), fact("Asia")], {"cfr-suspected-victims": ["Norway", "Asia"]}),
        ("target-country", [fact("[Unknown]")], {}),
        ("sponsor", [fact("Tea", "Tea")], {"cfr-suspected-state-sponsor": "Tea"}),
        ("sponsor", [fact("Tea", "Tea"), fact("Milk", "Milk")], {"cfr-suspected-state-sponsor": ["Tea", "Milk"]}),
        ("motivation", [fact("Tea", "tea"), fact("Milk", "milk")], {"motive": "Tea"}),
        ("first-seen", [fact("Summer 2014", "2014-22"), fact("2012", "2012")], {"since": "Summer 2014"}),
        ("goal", [fact("Tea", "Tea")], {}),
        ("x-odd", [fact("Tea", "Tea")], {"odd": ["Tea"]}),
        ("x-odd", [fact("Tea", "Tea", record=1)], {}),
        ("x-status", [fact("Tea", "Tea"), fact("Milk", "Milk")], {"status": "Tea"}),
        ("x-synonyms", [fact("Tea", "Tea")], {}),
        ("x-bestiary-id", [fact("Tea", "Tea")], {}),
        ("tool", [fact("Tea", "Tea")], {}),
    ],
)  # fmt: skip
def test_facts_stand_under_the_keys_of_the_schema(prop: str, values: list[Any], expected: dict[str, Any]) -> None:
    loss = Loss()
    assert told(loss, facts={prop: values}) == expected
    written = sum(len(one) if isinstance(one, list) else 1 for one in expected.values())
    lost = sum(count for of, _, count in loss.rows() if of == prop)
    assert written + lost == len(values) or prop == "tool"  # which is told by a relation


@pytest.mark.parametrize("kind", ["group", "software", "technique", "campaign"])
def test_the_id_of_att_ck_stands_under_the_key_of_the_kind(kind: str) -> None:
    of = {"group": "actor", "software": "tool"}.get(kind, kind)
    assert told(kind=of, facts={"attack-id": [fact("X1", "X1")]}) == {f"{kind}_attack_id": "X1"}


def test_references_are_those_that_can_be_followed() -> None:
    references = [fact("https://e.org", "https://e.org"), fact("javascript:alert(1)")]
    assert told(references=references) == {"refs": ["https://e.org"]}
