import json
import time
from typing import Any, cast

import pytest

from bestiary.layers import Techniques, Use, layer, links
from bestiary.profile import Profile
from bestiary.selection import Loss
from tests.exports.chosen import Given

EMPTY: dict[str, Any] = {
    "kind": "actor", "title": "", "names": [], "descriptions": [], "facts": {}, "operations": [],
    "counter_operations": [], "relations": [], "references": [], "judgements": [], "related": [], "records": [],
}  # fmt: skip


def used(id_: str, text: str = "", **facts: str) -> dict[str, list[str]]:
    """Domain → ids of a technique that is known by that id and has these facts."""
    said = {
        prop.replace("_", "-", 1): [{"value": label, "label": label, "stated": []}] for prop, label in facts.items()
    }
    record = {"key": "a:1", "external_ids": [id_], "publisher": "Labs"}
    uses = {"type": "uses", "id": "1", "profile": "t", "text": text, "stated": [{"record": 0}]}
    technique = EMPTY | {"id": "t", "kind": "technique", "records": [record], "facts": said}
    actor = EMPTY | {"id": "a", "records": [record], "relations": [uses]}
    given = Given([cast(Profile, actor), cast(Profile, technique)])
    return {domain: [*ids] for domain, ids in Techniques(given).of(cast(Profile, actor), Loss()).items()}


@pytest.mark.parametrize(
    ("facts", "domain"),
    [
        ({}, "enterprise-attack"),
        ({"x_x_mitre_domains": "mobile-attack"}, "mobile-attack"),
        ({"x_x_mitre_domains": "elsewhere"}, None),
        ({"x_kill_chain": "attack-Windows:impact"}, "enterprise-attack"),
        ({"x_kill_chain": "mitre-attack:impact"}, "enterprise-attack"),
        ({"x_kill_chain": "mobile-attack-iOS:impact"}, "mobile-attack"),
        ({"x_kill_chain": "mitre-ics-attack:impact"}, "ics-attack"),
        ({"x_kill_chain": "mitre-atlas:impact"}, None),
        ({"x_kill_chain": "pre-attack:launch"}, None),
    ],
)
def test_the_domain_of_a_technique(facts: dict[str, str], domain: str | None) -> None:
    assert used("T1234", **facts) == ({domain: ["T1234"]} if domain else {})


@pytest.mark.parametrize(
    ("id_", "known"), [("t1234.001", True), ("T12345", False), ("G0001", False), ("T1234\n", False)]
)
def test_the_id_of_a_technique(id_: str, known: bool) -> None:
    assert used(id_) == ({"enterprise-attack": [id_.upper()]} if known else {})


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "(Citation: " * 10_000, "(Citation: (" + "()" * 50_000, "[a](https://" * 9_999]
)
def test_no_text_takes_long(text: str) -> None:
    begun = time.perf_counter()
    used("T1234", text)
    assert time.perf_counter() - begun < 1


def test_what_is_said_of_a_use() -> None:
    assert Use(["a b c d"], ["Labs", "Sons"], []).said(5) == "a b… — Labs; Sons"
    assert Use([], ["Labs"], []).said(5) == "Labs"


def test_links_are_web_addresses() -> None:
    assert links(["https://a.example/x", "http://[", "javascript:x", "file:///etc", "https://", "a"]) == [
        {"label": "a.example", "url": "https://a.example/x"}
    ]


def test_levels_stand_in_a_layer() -> None:
    profile = cast(Profile, EMPTY | {"title": "Urn", "tlp": "amber+strict"})
    made = json.loads(layer("n", "d", "ics-attack", [profile, cast(Profile, EMPTY)], techniques=[]))
    assert made["metadata"] == [{"name": "TLP of Urn", "value": "AMBER+STRICT"}]
    assert made["versions"]["layer"] == "4.5"
