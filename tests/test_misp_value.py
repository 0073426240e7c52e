import json
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.formats import misp_galaxy
from bestiary.misp_value import value
from bestiary.origin import Origin
from bestiary.schema import misp_keys
from bestiary.statement import Statement
from bestiary.store.read import Stored

TAG = 'estimative-language:likelihood-probability="likely"'


def stored(said: Statement) -> Stored:
    """A statement as a file gives it back."""
    origin = said.origin
    return Stored(
        "", "", said.ord, said.parent, said.property, said.raw, None, said.qualifiers, said.tlp, origin.file,
        cast(str, origin.place), origin.sha256,
    )  # fmt: skip


def again(raw: bytes) -> list[dict[str, Any]]:
    """The values of a cluster file, read and put together again."""
    records: dict[object, list[Stored]] = {}
    for item in misp_galaxy.parse(raw, Origin("x.json")):
        assert isinstance(item, Statement)
        records.setdefault(item.record.origin.place, []).append(stored(item))
    return [value(statements) for statements in records.values()]


def filled(content: dict[str, Any]) -> dict[str, Any]:
    """A value without the lists and objects that are empty: they state nothing."""
    if isinstance(content.get("meta"), dict):
        content = content | {"meta": {key: item for key, item in content["meta"].items() if item != []}}
    return {key: item for key, item in content.items() if (key, item) not in [("meta", {}), ("related", [])]}


def check(one: dict[str, Any]) -> None:
    raw = json.dumps({"type": "threat-actor", "values": [one]}).encode()
    assert again(raw) == [filled(one)]


@pytest.mark.parametrize(
    "meta",
    [
        {"synonyms": ["A", "A"], "synomyms": ["B"], "country": "NO", "refs": "https://e.org"},
        {"country": ["NO"], "since": [2012], "motive": 5, "refs": [None, ["https://e.org"], "5"]},
        {"name-attribution": ["A: B:u", "A", 5], "origin:A:B": "Acme", "origin:": ["Acme"]},
        {"a/b~c": "x", "list": ["x"], "related": [1], "uuid": "y", "meta": {"meta": 1}, "": {}, "0": [[]]},
    ],
)
def test_every_form_of_meta_comes_back(meta: dict[str, Any]) -> None:
    check({"value": "Teapot", "uuid": "no uuid", "description": "", "revoked": False, "odd": [1], "meta": meta})


@pytest.mark.parametrize(
    "related",
    [
        [{"dest-uuid": "u", "type": "uses", "tags": [TAG]}, {"dest-uuid": "u"}],
        [{"dest-uuid": "u", "type": 5, "tags": [TAG, "x"], "synonyms": ["A"], "likelihood": "x", "x-type": None}],
        ["broken", {"type": "uses"}, [1], {"dest-uuid": "u", "tags": "x"}],
        "broken",
        {"dest-uuid": "u"},
    ],
)
def test_every_relation_comes_back(related: object) -> None:
    check({"value": "Teapot", "related": related})


def test_what_is_empty_does_not_come_back() -> None:
    check({"value": "Teapot", "meta": {"synonyms": [], "odd": []}, "related": []})


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(-1e9, 1e9) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
metas = st.dictionaries(st.sampled_from(sorted(misp_keys())) | st.text().filter(lambda key: ":" not in key), anything)
relations = st.lists(
    st.dictionaries(st.sampled_from(["dest-uuid", "type", "tags"]) | st.text(max_size=4), anything | st.just([TAG]))
)
values = st.fixed_dictionaries(
    {"value": st.text(min_size=1).filter(str.strip)},
    optional={
        "uuid": anything, "description": anything, "revoked": anything, "meta": metas | anything,
        "related": relations | anything, "odd": anything,
    },
)  # fmt: skip


@given(values)
def test_any_value_comes_back(one: dict[str, Any]) -> None:
    check(one)
