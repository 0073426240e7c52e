import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.errors import Problem
from bestiary.formats import etda_card, etda_json
from bestiary.origin import Origin
from bestiary.statement import Statement

ORIGIN = Origin("x.json", None, "0" * 64)
UUID = "7c1d9f60-2b3e-4c5a-8f10-6a5e4d3c2b1a"


def read(content: object) -> tuple[list[Statement], list[Problem]]:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    items = list(etda_json.parse(raw, ORIGIN))
    return [i for i in items if isinstance(i, Statement)], [i for i in items if isinstance(i, Problem)]


def said(key: str, content: object) -> list[tuple[str, str, dict[str, str]]]:
    """What one key of an actor says."""
    statements, problems = read({"values": [{"actor": "Teapot", key: content}]})
    assert not problems
    return [(s.property, s.raw, s.qualifiers) for s in statements[1:]]


def parts(**operation: object) -> list[tuple[str, str]]:
    """An operation and its parts."""
    statements, _ = read({"values": [{"actor": "Teapot", "operations": [operation]}]})
    assert [s.parent for s in statements[2:]] == [1] * (len(statements) - 2)
    return [(s.property, s.raw) for s in statements[1:]]


@pytest.mark.parametrize("kind", ["actor", "tool"])
def test_a_value_becomes_a_record_of_its_kind(kind: str) -> None:
    statements, problems = read({"values": [{kind: "Teapot", "uuid": UUID.upper()}]})
    assert not problems
    record = statements[0].record
    assert (record.format, record.collection, record.id, record.kind) == ("etda_json", kind, UUID, kind)
    assert [(s.property, s.raw, str(s.origin)) for s in statements] == [
        ("title", "Teapot", f"x.json#/values/0/{kind}"),
        ("uuid", UUID.upper(), "x.json#/values/0/uuid"),
    ]


@pytest.mark.parametrize(
    ("key", "content", "expected"),
    [
        ("names", [{"name": "A", "name-giver": "B"}], [("name", "A", {"giver": "B"})]),
        ("names", [{"name": "A"}], [("name", "A", {})]),
        ("names", [{"name": "A", "name-giver": " "}], [("name", "A", {})]),
        ("names", [{"name": "A", "name-giver": 5, "by": "B"}], [("name", "A", {"x-name-giver": "5", "x-by": "B"})]),
        ("names", ["A", {"name": ""}], [("name", "A", {}), ("x-names", '{"name":""}', {"form": "json"})]),
        ("names", "A", [("name", "A", {"form": "one"})]),
        ("country", ["[Unknown]"], [("country", "[Unknown]", {})]),
        ("country", "Norway", [("country", "Norway", {"form": "one"})]),
        ("sponsor", "One, two", [("sponsor", "One, two", {})]),
        ("sponsor", ["One"], [("sponsor", "One", {"form": "list"})]),
        ("motivation", ["M"], [("motivation", "M", {})]),
        ("first-seen", "2012", [("first-seen", "2012", {})]),
        ("first-seen", 2012, [("first-seen", "2012", {"form": "json"})]),
        ("first-seen", "", []),
        ("observed-sectors", ["Energy"], [("target-sector", "Energy", {})]),
        ("observed-countries", ["UK"], [("target-country", "UK", {})]),
        ("tools", ["SteamRAT"], [("tool", "SteamRAT", {})]),
        ("category", "Malware", [("tool-category", "Malware", {})]),
        ("type", ["Backdoor"], [("tool-type", "Backdoor", {})]),
        ("information", ["u"], [("reference", "u", {})]),
        ("playbook", ["u"], [("reference", "u", {"key": "playbook"})]),
        ("alienvault-otx", ["u"], [("reference", "u", {"key": "alienvault-otx"})]),
        ("mitre-attack", ["u"], [("relation", "u", {"type": "mitre-attack"})]),
        ("malpedia", ["u"], [("relation", "u", {"type": "malpedia"})]),
        ("last-card-change", "2024-01-16", [("modified", "2024-01-16", {})]),
        ("source", "u", [("x-source", "u", {})]),
        ("uuid", "no uuid", [("x-uuid", "no uuid", {})]),
        ("uuid", None, [("x-uuid", "null", {"form": "json"})]),
        ("description", "(V) A.\nB.\n\nC.", [("description", "A.\nB.", {"by": "V"}), ("description", "C.", {})]),
        ("description", ["One."], [("x-description", "One.", {})]),
        ("new key", ["a", 1], [("x-new key", "a", {}), ("x-new key", "1", {"form": "json"})]),
    ],
)  # fmt: skip
def test_keys(key: str, content: object, expected: list[tuple[str, str, dict[str, str]]]) -> None:
    assert said(key, content) == expected


def test_an_operation_is_taken_apart() -> None:
    activity = " Operation “Earl Grey” \n\nTarget: Tea rooms.\nRecipes left.\nhttps://example.org/a"
    assert parts(date="2014 Summer", activity=activity, confirmed=True) == [
        ("operation", "2014 Summer: Operation “Earl Grey”"),
        ("date", "2014 Summer"),
        ("title", "Operation “Earl Grey”"),
        ("target", "Tea rooms."),
        ("text", "Recipes left."),
        ("url", "https://example.org/a"),
        ("x-confirmed", "true"),
    ]


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ({"date": "2014"}, [("operation", "2014:"), ("date", "2014")]),
        ({"activity": "A"}, [("operation", "A"), ("title", "A")]),
        ({"activity": "https://e.org"}, [("operation", "https://e.org"), ("url", "https://e.org")]),
        ({"date": "1", "activity": "http://a"}, [("operation", "1: http://a"), ("date", "1"), ("title", "http://a")]),
        ({"date": 2014, "activity": "A"}, [("operation", "A"), ("x-date", "2014"), ("title", "A")]),
        ({"date": 2014}, [("x-operations", '{"date":2014}')]),
    ],
)  # fmt: skip
def test_an_operation_that_lacks_something(operation: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert parts(**operation) == expected


@given(
    st.sampled_from(["2014", "2014-05", "2014 Summer", "2014/2015"]),
    st.lists(st.sampled_from(["Target: a", "https://e.org", "Note: b", "It was: so.", "(V) said"]), min_size=1),
)
def test_an_operation_says_what_it_says_on_a_card(date: str, told: list[str]) -> None:
    on_card = f"# Threat actor: Teapot\n\n## Reported hacking operations\n\n{date}: " + "\n".join(told)
    card = [s for s in etda_card.parse(on_card.encode(), ORIGIN) if isinstance(s, Statement)]
    assert parts(date=date, activity="\n".join(told)) == [
        (s.property, s.raw) for s in card if s.property not in ("title", "x-layout") or s.parent is not None
    ]


@given(st.text(alphabet="ab( )\n\t", max_size=40))
def test_a_description_says_what_it_says_on_a_card(text: str) -> None:
    card = etda_card.parse(f"# Threat actor: Teapot\n\n## Description\n\n{text}".encode(), ORIGIN)
    on_card = [(s.property, s.raw, s.qualifiers) for s in card if isinstance(s, Statement)]
    assert said("description", text) == [item for item in on_card if item[0] == "description"]


def test_two_records_of_one_uuid_both_stay_and_are_not_one() -> None:
    values = [{"tool": "SteamRAT", "uuid": UUID}, {"tool": "Strainer", "uuid": UUID.upper()}]
    statements, problems = read({"values": values})
    assert [s.record.id for s in statements] == [UUID, UUID, f"{UUID}-2", f"{UUID}-2"]
    assert [s.property for s in statements] == ["title", "uuid", "title", "x-uuid"]
    assert [str(problem.origin) for problem in problems] == ["x.json#/values/1"]


@pytest.mark.parametrize(
    ("raw", "place", "reason"),
    [
        (b'{\n"values": [}', "x.json:2", "not readable as JSON"),
        (b"[]", "x.json", "not a file of threat group cards"),
        (b'{"values": {}}', "x.json", "not a file of threat group cards"),
        (b'{"values": [5]}', "x.json#/values/0", "without a name"),
        (b'{"values": [{"actor": " ", "tool": 5}]}', "x.json#/values/0", "without a name"),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_its_place(raw: bytes, place: str, reason: str) -> None:
    statements, problems = read(raw)
    assert not statements
    assert [str(p.origin) for p in problems] == [place]
    assert reason in problems[0].reason


def test_one_bad_value_does_not_stop_the_rest() -> None:
    statements, problems = read({"values": [{}, {"actor": "Teapot"}]})
    assert (len(statements), len(problems)) == (1, 1)


def test_whatever_depth_can_be_read_is_stated() -> None:
    stated = 0
    for depth in range(600, 1100, 7):
        deep = "[" * depth + "]" * depth
        statements, problems = read(
            f'{{"values": [{{"actor": "A", "names": [{{"name": "A", "x": {deep}}}]}}]}}'.encode()
        )
        assert len(statements) == 2 or problems
        stated += len(statements) == 2
    assert stated


@given(st.binary())
def test_any_bytes_give_statements_or_problems(raw: bytes) -> None:
    assert all(isinstance(item, Statement | Problem) for item in etda_json.parse(raw, ORIGIN))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "name-giver", "date", "activity", "x"]) | st.text(), inner, max_size=3
        )
    ),
    max_leaves=8,
)
KEYS = ["actor", "tool", "uuid", "names", "description", "operations", "sponsor", "tools", "odd"]


@given(st.dictionaries(st.sampled_from(KEYS), json_values))
def test_any_json_in_a_value_is_found_again(value: dict[str, object]) -> None:
    statements, problems = read({"values": [{"actor": "Teapot"} | value]})
    if not problems:
        assert [s.ord for s in statements] == list(range(len(statements)))
        assert lost({"actor": "Teapot"} | value, statements) == set()


def texts(content: object) -> Iterator[str]:
    """Every line of every text in a value, without the blank space around it."""
    if isinstance(content, str):
        yield from (line.strip() for line in content.split("\n") if line.strip())
    elif isinstance(content, list | dict):
        for item in content.values() if isinstance(content, dict) else content:
            yield from texts(item)


def told(said: Statement) -> Iterator[str]:
    """The lines that a statement says, as they stand in the file."""
    for text in (said.raw, *said.qualifiers.values()):
        yield from texts(text)
        if text[:1] in ("{", "["):
            with suppress(ValueError):
                yield from texts(json.loads(text))
    for before in (f"({said.qualifiers.get('by')}) ", f"{said.property.capitalize()}: "):
        yield from texts(before + said.raw)


def lost(value: dict[str, object], statements: list[Statement]) -> set[str]:
    """The lines of a value that stand in none of its statements."""
    return set(texts(value)) - {line for said in statements for line in told(said)}


@pytest.mark.parametrize("name", ["actors", "tools"])
def test_nothing_of_the_real_files_is_lost(shared: Path, name: str) -> None:
    raw = (shared / f"data/etda-json/{name}.json").read_bytes()
    values = json.loads(raw)["values"]
    statements, problems = read(raw)
    by_value: dict[int, list[Statement]] = {}
    for statement in statements:
        by_value.setdefault(int(str(statement.origin.place).split("/")[2]), []).append(statement)
    assert sorted(by_value) == list(range(len(values)))
    assert [
        (v.get("actor") or v["tool"], lost(v, by_value[n])) for n, v in enumerate(values) if lost(v, by_value[n])
    ] == []
    assert {statement.property for statement in statements if statement.property.startswith("x-")} <= {
        "x-source",
        "x-uuid",
    }
    uuids = Counter(value["uuid"] for value in values)
    assert len(problems) == sum(count - 1 for count in uuids.values())
    stated = Counter(statement.property for statement in statements if statement.parent is None)
    for key, prop in {"names": "name", "operations": "operation", "tools": "tool", "type": "tool-type"}.items():
        assert stated[prop] == sum(len(value.get(key, [])) for value in values)


def test_identify() -> None:
    assert etda_json.identify(b'{\n"values" : [\n{"actor": "Teapot"', "actors.json")
    assert etda_json.identify(b'{"values": [{"uuid": "u", "tool" : "SteamRAT"', "TOOLS.JSON")
    assert not etda_json.identify(b'{"values": [{"actor": "Teapot"', "actors.txt")
    assert not etda_json.identify(b'{"type": "tool", "values": [{"value": "x", "meta": {"actor": "y"}', "tool.json")
    assert not etda_json.identify(b'{"actor": "Teapot"}', "actors.json")
