"""A published object comes back from its statements as it was."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.formats import attack_stix
from bestiary.origin import Origin
from bestiary.statement import Statement
from bestiary.stix.original import originals
from bestiary.store.read import Stored

GROUP = "intrusion-set--00000000-0000-4000-8000-00000000000a"
TOOL = "malware--00000000-0000-4000-8000-00000000000b"


def back(objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The objects of a bundle, read and made again."""
    raw = json.dumps({"type": "bundle", "id": "bundle--1", "objects": objects}).encode()
    records: dict[str, list[Stored]] = {}
    for s in attack_stix.parse(raw, Origin("x.json")):
        assert isinstance(s, Statement)
        place = s.origin.place or ""
        stored = Stored("", s.record.id, s.ord, s.parent, s.property, s.raw, None, s.qualifiers, s.tlp, "", place, "")
        records.setdefault(s.record.id, []).append(stored)
    return [made for id_, statements in records.items() for made in originals(id_, statements)]


def same(objects: list[dict[str, Any]]) -> None:
    by_id = {made.get("id", ""): made for made in back(objects)}
    assert by_id == {made["id"]: made for made in objects}


FULL = {
    "type": "intrusion-set", "id": GROUP, "spec_version": "2.1", "name": "Teapot", "aliases": ["Teapot", "Pot"],
    "created": "2020-01-01T00:00:00.000Z", "modified": "2021-01-01T00:00:00.000Z", "revoked": False,
    "description": "It pours.\nAnd boils.", "goals": ["tea"], "x_mitre_domains": ["enterprise-attack"],
    "external_references": [
        {"source_name": "mitre-attack", "external_id": "G0999", "url": "https://example.org/G0999"},
        {"source_name": "Pot", "description": "(Citation: Tea 2020)"},
        {"source_name": "Tea 2020", "description": "Tea.", "url": "https://example.org/t", "hashes": {"M": "x"}},
        {"source_name": "mitre-attack", "external_id": "G1000"},
        {"source_name": "odd", "external_id": "1"},
    ],
    "kill_chain_phases": [{"kill_chain_name": "mitre-attack", "phase_name": "impact"}, {"odd": 1}],
    "x_number": 3, "x_list": [1, "two", {"three": 3}], "x_empty": [], "x_text": "text",
    "primary_motivation": "ideology",
    "secondary_motivations": ["notoriety"],
}  # fmt: skip
USES = {
    "type": "relationship", "id": "relationship--00000000-0000-4000-8000-00000000000c", "relationship_type": "uses",
    "source_ref": GROUP, "target_ref": TOOL, "description": "It strains.", "revoked": True, "spec_version": "2.1",
    "created": "2020-01-01T00:00:00.000Z", "x_mitre_version": "1.0",
    "external_references": [{"source_name": "Tea 2020", "description": "Tea.", "url": "https://example.org/tea"}],
}  # fmt: skip


def test_everything_that_an_object_may_say() -> None:
    same([FULL, USES])


@pytest.mark.parametrize("aliases", [[], "Pot", ["Pot"], [1, "Pot"], [{"a": 1}]])
def test_forms_of_a_list(aliases: object) -> None:
    same([FULL | {"aliases": aliases, "malware_types": aliases}])


values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)
keys = st.sampled_from(
    [
        "aliases",
        "x_mitre_aliases",
        "description",
        "goals",
        "roles",
        "x_mitre_platforms",
        "x_odd",
        "first_seen",
        "revoked",
    ]
)


@given(st.dictionaries(keys, values, max_size=5), st.dictionaries(st.sampled_from(["x_odd", "created"]), values))
def test_any_value_comes_back(more: dict[str, Any], about: dict[str, Any]) -> None:
    same([{"type": "intrusion-set", "id": GROUP, "name": "Teapot", **more}, USES | about])


def test_all_of_attack_comes_back(shared: Path) -> None:
    path = next((shared / "data/attack").glob("*ics*"))
    objects = json.loads(path.read_text("utf-8"))["objects"]
    ids = {one["id"]: one for one in objects}
    made = back(objects)
    assert len(made) > 1_000
    for one in made:
        published = dict(ids[one["id"]])
        if one["type"] == "relationship":  # not to say it means "false" (STIX 2.1, section 3.2)
            for flag in ("revoked", "x_mitre_deprecated"):
                if published.get(flag) is False:
                    del published[flag]
        assert one == published
