import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.errors import Problem
from bestiary.formats import misp_galaxy
from bestiary.origin import Origin
from bestiary.statement import Statement

ORIGIN = Origin("x.json", None, "0" * 64)


def read(content: object) -> tuple[list[Statement], list[Problem]]:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    items = list(misp_galaxy.parse(raw, ORIGIN))
    return [i for i in items if isinstance(i, Statement)], [i for i in items if isinstance(i, Problem)]


def galaxy(**value: object) -> dict[str, object]:
    return {"type": "threat-actor", "version": 3, "values": [{"value": "Teapot", **value}]}


def test_a_value_becomes_a_record_with_its_place() -> None:
    statements, problems = read(galaxy(uuid="00000000-0000-4000-8000-00000000000A"))
    assert not problems
    assert [(s.property, s.raw, str(s.origin)) for s in statements] == [
        ("title", "Teapot", "x.json#/values/0/value"),
        ("uuid", "00000000-0000-4000-8000-00000000000A", "x.json#/values/0/uuid"),
    ]
    assert statements[0].record.id == "00000000-0000-4000-8000-00000000000a"
    assert statements[0].record.edition == "version 3"


def test_without_a_uuid_the_folded_name_is_the_id() -> None:
    statements, _ = read(galaxy(value="Teapot Group"))
    assert statements[0].record.id == "teapotgroup"


@pytest.mark.parametrize(
    ("key", "content", "expected"),
    [
        ("synonyms", ["A", "B"], [("name", "A", {}), ("name", "B", {})]),
        ("synomyms", ["A"], [("name", "A", {"key": "synomyms"})]),
        ("country", "RU", [("country", "RU", {})]),
        ("country", ["RU"], [("country", "RU", {"form": "list"})]),
        ("refs", "https://e.org", [("reference", "https://e.org", {"form": "one"})]),
        ("since", ["2012"], [("first-seen", "2012", {"form": "list"})]),
        ("suspected-victims", ["Chad"], [("target-country", "Chad", {"key": "suspected-victims"})]),
        ("name-attribution", ["A: B:u-1"], [("name-giver", "u-1", {"name": "A: B"})]),
        ("origin:X:1", "Vendor", [("name-giver", "Vendor", {"name": "X:1", "key": "origin"})]),
        ("new key", "v", [("x-new key", "v", {})]),
        ("new key", ["v"], [("x-new key", "v", {})]),
        ("new key", 3, [("x-new key", "3", {"form": "json"})]),
        ("new key", {"a": [1]}, [("x-new key", '{"a":[1]}', {"form": "json"})]),
    ],
)
def test_meta_keys(key: str, content: object, expected: list[tuple[str, str, dict[str, str]]]) -> None:
    statements, problems = read(galaxy(meta={key: content}))
    assert not problems
    assert [(s.property, s.raw, s.qualifiers) for s in statements[1:]] == expected


def test_relations_keep_type_likelihood_and_whatever_else_they_say() -> None:
    tag = 'estimative-language:likelihood-probability="almost-certain"'
    related = [
        {"dest-uuid": "u1", "type": "similar", "tags": [tag]},
        {"dest-uuid": "u2", "type": "uses", "tags": [tag, "other"], "since": 2012},
        "broken",
    ]
    statements, _ = read(galaxy(related=related))
    assert [(s.property, s.raw, s.qualifiers) for s in statements[1:]] == [
        ("relation", "u1", {"type": "similar", "likelihood": "almost-certain"}),
        (
            "relation",
            "u2",
            {"type": "uses", "x-tags": json.dumps([tag, "other"], separators=(",", ":")), "x-since": "2012"},
        ),
        ("x-related", "broken", {}),
    ]


@pytest.mark.parametrize(
    ("raw", "place", "reason"),
    [
        (b'{\n"type": "x",\n"values": [}', "x.json:3", "not readable as JSON"),
        (b"[" * 100_000, "x.json:1", "not readable as JSON"),
        (b"", "x.json:1", "not readable as JSON"),
        (b"\xff\xfe", "x.json:1", "not readable as JSON"),
        (b"[]", "x.json", "not a galaxy cluster file"),
        (b'{"type": 1, "values": []}', "x.json", "not a galaxy cluster file"),
        (b'{"type": "x", "values": [5]}', "x.json#/values/0", "without a name"),
        (b'{"type": "x", "values": [{"value": " "}]}', "x.json#/values/0", "without a name"),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_its_place(raw: bytes, place: str, reason: str) -> None:
    statements, problems = read(raw)
    assert not statements
    assert [str(p.origin) for p in problems] == [place]
    assert reason in problems[0].reason


def test_one_bad_value_does_not_stop_the_rest() -> None:
    statements, problems = read({"type": "x", "values": [{}, {"value": "Teapot"}]})
    assert (len(statements), len(problems)) == (1, 1)


@given(st.binary())
def test_any_bytes_give_statements_or_problems(raw: bytes) -> None:
    assert all(isinstance(item, Statement | Problem) for item in misp_galaxy.parse(raw, ORIGIN))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["uuid", "meta", "related", "description", "revoked", "odd"]), json_values))
def test_any_json_in_a_value_gives_statements(value: dict[str, object]) -> None:
    statements, problems = read(galaxy(**value))
    assert statements[0].record.collection == "threat-actor"
    assert not problems
    assert [s.ord for s in statements] == list(range(len(statements)))


def test_every_value_of_the_real_galaxy_is_read(shared) -> None:
    for path in sorted((shared / "data/misp-galaxy").glob("*.json")):
        raw = path.read_bytes()
        content = json.loads(raw)
        statements, problems = read(raw)
        assert not problems
        stated = Counter(s.property for s in statements)
        assert stated["title"] == len(content["values"])
        metas = [value.get("meta", {}) for value in content["values"]]
        assert stated["name"] == sum(len(m.get("synonyms", [])) + len(m.get("synomyms", [])) for m in metas)
        assert stated["relation"] == sum(len(value.get("related", [])) for value in content["values"])


def test_identify() -> None:
    head = json.dumps(galaxy()).encode()
    assert misp_galaxy.identify(head, "threat-actor.json")
    assert not misp_galaxy.identify(head, "threat-actor.txt")
    assert not misp_galaxy.identify(b'{"values": [{"actor": "Teapot"}]}', "actors.json")
