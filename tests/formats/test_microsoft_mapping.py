import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.errors import Problem
from bestiary.formats import microsoft_mapping
from bestiary.origin import Origin
from bestiary.statement import Statement

ORIGIN = Origin("x.json", None, "0" * 64)


def read(content: object) -> tuple[list[Statement], list[Problem]]:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    items = list(microsoft_mapping.parse(raw, ORIGIN))
    return [i for i in items if isinstance(i, Statement)], [i for i in items if isinstance(i, Problem)]


def row(name: object = "Umber Drizzle", **more: object) -> dict[str, object]:
    return {"Threat actor name": name, **more}


def said(**more: object) -> list[tuple[str, str, dict[str, str]]]:
    """What a row says beside its name."""
    statements, problems = read([row(**more)])
    assert not problems
    return [(s.property, s.raw, s.qualifiers) for s in statements[2:]]


def test_a_row_becomes_a_record_and_its_name_is_microsofts() -> None:
    statements, _ = read([row()])
    assert (statements[0].record.collection, statements[0].record.id) == ("mapping", "umberdrizzle")
    assert [(s.property, s.raw, s.qualifiers, str(s.origin)) for s in statements] == [
        ("title", "Umber Drizzle", {}, "x.json#/0/Threat actor name"),
        ("name", "Umber Drizzle", {"giver": "Microsoft"}, "x.json#/0/Threat actor name"),
    ]


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("TEAPOT, Grey Ladle,Moth", ["TEAPOT", "Grey Ladle", "Moth"]),
        ("Grey Ladle (GL, formerly Ladle), Moth", ["Grey Ladle (GL, formerly Ladle)", "Moth"]),
        ("TEAPOT, ", ["TEAPOT"]),
        ("", []),
    ],
)
def test_other_names_are_also_listed_without_a_giver(field: str, names: list[str]) -> None:
    assert said(**{"Other names": field}) == [("name", name, {"relation": "also listed"}) for name in names]


@pytest.mark.parametrize(
    ("key", "content", "expected"),
    [
        ("Origin/Threat", "Norway, Influence operations", [("origin-threat", "Norway, Influence operations", {})]),
        ("Origin/Threat", "", []),
        ("Origin/Threat", None, [("origin-threat", "null", {"form": "json"})]),
        ("Other names", ["A"], [("x-Other names", '["A"]', {"form": "json"})]),
        ("New field", "v", [("x-New field", "v", {})]),
    ],
)
def test_other_fields(key: str, content: object, expected: list[tuple[str, str, dict[str, str]]]) -> None:
    assert said(**{key: content}) == expected


def test_rows_of_one_name_all_stay() -> None:
    statements, problems = read([row("Storm-99991"), row("Storm 99991"), row("Storm-99991")])
    assert not problems
    assert [s.record.id for s in statements if s.property == "title"] == ["storm99991", "storm99991-2", "storm99991-3"]


@pytest.mark.parametrize(
    ("raw", "place", "reason"),
    [
        (b"[\n{]", "x.json:2", "not readable as JSON"),
        (b"{}", "x.json", "not Microsoft's mapping"),
        (b'["Umber Drizzle"]', "x.json#/0", "without a name"),
        (b'[{"Threat actor name": " "}]', "x.json#/0", "without a name"),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_its_place(raw: bytes, place: str, reason: str) -> None:
    statements, problems = read(raw)
    assert not statements
    assert [str(p.origin) for p in problems] == [place]
    assert reason in problems[0].reason


@given(st.binary())
def test_any_bytes_give_statements_or_problems(raw: bytes) -> None:
    assert all(isinstance(item, Statement | Problem) for item in microsoft_mapping.parse(raw, ORIGIN))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(st.sampled_from(["Threat actor name", "Origin/Threat", "Other names", "x"]), json_values))
)
def test_every_row_is_a_record_or_a_problem(rows: list[dict[str, object]]) -> None:
    statements, problems = read(rows)
    assert len({s.record.id for s in statements}) + len(problems) == len(rows)


def test_nothing_of_the_real_file_is_lost(shared: Path) -> None:
    raw = (shared / "data/microsoft/MicrosoftMapping.json").read_bytes()
    rows = json.loads(raw)
    statements, problems = read(raw)
    assert not problems
    listed = [s.raw for s in statements if s.qualifiers.get("relation")]
    assert [s.raw for s in statements if s.property == "title"] == [row["Threat actor name"] for row in rows]
    assert Counter(listed) == Counter(
        name.strip() for row in rows for name in row["Other names"].split(",") if name.strip()
    )
    assert [s.raw for s in statements if s.property == "origin-threat"] == [
        row["Origin/Threat"] for row in rows if row["Origin/Threat"]
    ]
    assert len({s.record.id for s in statements}) == len(rows)


def test_identify() -> None:
    head = json.dumps([row()], indent=1).encode()
    assert microsoft_mapping.identify(head, "MicrosoftMapping.json")
    assert microsoft_mapping.identify(b"\xef\xbb\xbf\n" + head, "mapping.json")
    assert not microsoft_mapping.identify(head, "mapping.txt")
    assert not microsoft_mapping.identify(b'{"values": "Threat actor name"}', "x.json")
    assert not microsoft_mapping.identify(b"[]", "x.json")
