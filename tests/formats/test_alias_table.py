import csv
import io
import json
import re
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.errors import Problem
from bestiary.formats import alias_table
from bestiary.origin import Origin
from bestiary.statement import Statement

ORIGIN = Origin("x.csv", None, "0" * 64)
UUID = "7c1d9f60-2b3e-4c5a-8f10-6a5e4d3c2b1a"


def read(text: str | bytes) -> tuple[list[Statement], list[Problem]]:
    items = list(alias_table.parse(text if isinstance(text, bytes) else text.encode(), ORIGIN))
    return [i for i in items if isinstance(i, Statement)], [i for i in items if isinstance(i, Problem)]


def records(text: str) -> dict[str, list[tuple[str, str, str]]]:
    """Id → property, value and giver of every statement, of a table without problems."""
    statements, problems = read(text)
    assert not problems
    found: dict[str, list[tuple[str, str, str]]] = {}
    for said in statements:
        found.setdefault(said.record.id.removeprefix("x/"), []).append(
            (said.property, said.raw, said.qualifiers.get("giver", ""))
        )
    return found


def test_a_row_a_record() -> None:
    text = 'name,aliases,country\nTeapot,"Grey Ladle, Brown Betty",Norway\nMoth,Light Seeker,\n'
    assert records(text) == {
        "teapot": [
            ("title", "Teapot", ""), ("name", "Grey Ladle", ""), ("name", "Brown Betty", ""), ("country", "Norway", ""),
        ],
        "moth": [("title", "Moth", ""), ("name", "Light Seeker", "")],
    }  # fmt: skip


def test_a_row_an_alias() -> None:
    text = (
        "actor,alias,vendor,country\n"
        "Teapot,Grey Ladle,Porcelain Labs,Norway\n"
        "Moth,Light Seeker,Porcelain Labs,\n"
        "TEAPOT,Brown Betty,Table Institute,Norway\n"
        "Teapot,,Spoon Research,Sweden\n"
    )
    assert records(text) == {
        "teapot": [
            ("title", "Teapot", ""),
            ("name", "Grey Ladle", "Porcelain Labs"),
            ("country", "Norway", ""),
            ("name", "TEAPOT", ""),
            ("name", "Brown Betty", "Table Institute"),
            ("name", "Teapot", "Spoon Research"),
            ("country", "Sweden", ""),
        ],
        "moth": [("title", "Moth", ""), ("name", "Light Seeker", "Porcelain Labs")],
    }


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("T,A;B,V;W", [("name", "A", "V"), ("name", "B", "W")]),
        ("T,A;B,V", [("name", "A", ""), ("name", "B", ""), ("x-vendor", "V", "")]),
        ("T,A;B,V\nT,C,W", [("name", "A", "V"), ("name", "B", "V"), ("name", "C", "W")]),
        ("T,A;B;C,V;W\nT,,", [("name", "A", ""), ("name", "B", ""), ("name", "C", ""), ("x-vendor", "V;W", "")]),
        ("T,A,V;W", [("name", "A", ""), ("x-vendor", "V;W", "")]),
        ("T,,V", [("name", "T", "V")]),
        ("T,,V;W", [("name", "T", "V"), ("name", "T", "W")]),
        ("T,A,https://e.org/a", [("name", "A", ""), ("reference", "https://e.org/a", "")]),
    ],
)
def test_who_gave_which_name(rows: str, expected: list[tuple[str, str, str]]) -> None:
    found = records(f"actor,alias,vendor\n{rows}\n")["t"][1:]
    kept = [item for item in found if item[0] != "x-vendor"]
    vendors = [raw for prop, raw, _ in found if prop == "x-vendor"]
    assert kept == [item for item in expected if item[0] != "x-vendor"]
    assert ";".join(vendors) == ";".join(raw for prop, raw, _ in expected if prop == "x-vendor")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("Name,Alias(es)", {"title", "name"}),
        ("threat_actor;Also-Known-As", {"title", "name"}),
        ("APT Group\tSynonyms", {"title", "name"}),
        ("group,AKA", {"title", "name"}),
        ("actor,name", {"title", "name"}),
        ("name,actor", {"title", "name"}),
        ("name,Country of Origin", {"title", "country"}),
        ("name,Summary", {"title", "description"}),
        ("name,Refs", {"title", "reference"}),
        ("name,Mood", {"title", "x-Mood"}),
        ("name,", {"title", "x-column 2"}),
    ],
)
def test_headers(headers: str, expected: set[str]) -> None:
    delimiter = next(mark for mark in "\t;," if mark in headers)
    statements, _ = read(f"{headers}\nTeapot{delimiter}Grey Ladle\n")
    assert {s.property for s in statements} == expected


def test_of_several_columns_for_the_name_the_most_telling_is_the_title() -> None:
    assert records("name,threat actor,group\nA,B,C\n")["b"] == [
        ("title", "B", ""),
        ("name", "A", ""),
        ("name", "C", ""),
    ]


def test_ids_and_kinds() -> None:
    rows = f"{UUID.upper()},SteamRAT,Malware\nG-7,Teapot,Threat-Actor\n,Moth,APT\n,SteamRAT,Tool\n"
    text = f"id,name,type\n{rows}"
    statements, problems = read(text)
    assert not problems
    assert [(s.record.id.removeprefix("x/"), s.record.kind, s.property, s.raw) for s in statements] == [
        (UUID, "tool", "title", "SteamRAT"),
        (UUID, "tool", "uuid", UUID.upper()),
        ("g7", "actor", "title", "Teapot"),
        ("g7", "actor", "x-id", "G-7"),
        ("moth", "actor", "title", "Moth"),
        ("moth", "actor", "x-type", "APT"),
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("1", "A"), ("1", "B")], ["1:A,B"]),
        ([("1", "A"), ("2", "A")], ["1:A", "2:A"]),
        ([("", "A"), ("2", "a")], ["2:A,a"]),
        ([("1", "A"), ("", "a"), ("2", "a"), ("2", "C")], ["1:A,a", "2:a,C"]),
        ([("1", "A"), ("", "B"), ("1", "a")], ["1:A,a", "b:B"]),
    ],
)
def test_which_rows_are_of_one_actor(rows: list[tuple[str, str]], expected: list[str]) -> None:
    found = records("id,name,alias\n" + "".join(f"{id_},{name},\n" for id_, name in rows))
    assert [
        f"{id_}:{','.join(raw for prop, raw, _ in said if prop in ('title', 'name'))}" for id_, said in found.items()
    ] == expected


def test_an_object_a_line() -> None:
    rows = [
        {"name": "Teapot", "aliases": ["Grey Ladle", "Cups, Saucers"], "vendor": ["V", "W"], "n": 3},
        {
            "name": "Moth",
            "aliases": "Light Seeker; Lamp",
            "country": None,
            "refs": ["https://e.org/a"],
            "tags": ["x", {}],
        },
    ]
    assert records("\n".join(map(json.dumps, rows))) == {
        "teapot": [
            ("title", "Teapot", ""), ("name", "Grey Ladle", "V"), ("name", "Cups, Saucers", "W"), ("x-n", "3", ""),
        ],
        "moth": [
            ("title", "Moth", ""), ("name", "Light Seeker", ""), ("name", "Lamp", ""),
            ("reference", "https://e.org/a", ""), ("x-tags", "x", ""), ("x-tags", "{}", ""),
        ],
    }  # fmt: skip


def test_a_statement_knows_the_line_its_row_begins_in() -> None:
    statements, _ = read('actor,alias,note\nTeapot,A,"two\nlines"\nMoth,B,\nTeapot,C,\n')
    assert [(s.raw, str(s.origin)) for s in statements] == [
        ("Teapot", "x.csv:2"), ("A", "x.csv:2"), ("two\nlines", "x.csv:2"), ("C", "x.csv:5"),
        ("Moth", "x.csv:4"), ("B", "x.csv:4"),
    ]  # fmt: skip
    assert {str(s.record.origin) for s in statements} == {"x.csv:2", "x.csv:4"}


def test_several_urls_in_a_cell() -> None:
    cell = '"https://e.org/a?x=1;y=2, https://e.org/b | http://e.org/c\nhttps://e.org/d"'
    found = records(f"name;alias;urls\nT;;{cell}\nU;;a report, 2012\n")
    assert [raw for _, raw, _ in found["t"][1:]] == [
        "https://e.org/a?x=1;y=2", "https://e.org/b", "http://e.org/c", "https://e.org/d",
    ]  # fmt: skip
    assert found["u"][1:] == [("reference", "a report, 2012", "")]


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "country,alias\n"])
def test_a_table_without_rows_says_what_it_needs(text: str) -> None:
    statements, problems = read(text)
    assert not statements
    assert [problem.reason for problem in problems] == ["a table without rows"]
    assert "threat actor" in problems[0].hint


@pytest.mark.parametrize("text", ["country,alias\nNorway,A\nIceland,B\n", '{"alias": "A"}\n{"alias": "B"}\n'])
def test_a_table_without_names_is_one_problem_that_says_what_is_known(text: str) -> None:
    statements, problems = read(text)
    assert not statements
    assert [problem.reason for problem in problems] == ["no column has the names of the actors"]
    assert "threat actor" in problems[0].hint
    assert "synonyms" in problems[0].hint


def test_a_row_without_a_name_does_not_stop_the_rest() -> None:
    statements, problems = read("actor,alias\n,A\nTeapot,B\n")
    assert [s.raw for s in statements] == ["Teapot", "B"]
    assert [str(problem.origin) for problem in problems] == ["x.csv:2"]


@given(st.binary())
def test_any_bytes_give_statements_or_problems(raw: bytes) -> None:
    assert all(isinstance(item, Statement | Problem) for item in alias_table.parse(raw, ORIGIN))


words = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=2),
    max_leaves=5,
)
HEADERS = ["name", "actor", "alias", "aliases", "vendor", "country", "url", "type", "id", "summary", "mood"]


def pieces(content: object) -> set[str]:
    """The words of every text in a value, cut where values may be."""
    if isinstance(content, str):
        return set(re.split(r"[\s,;|]+", content)) - {""}
    items = content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
    return {word for item in items for word in pieces(item)}


def told(statements: list[Statement]) -> set[str]:
    """The words that statements say."""
    said = [text for s in statements for text in (s.raw, s.qualifiers.get("giver", ""))]
    kept = [json.loads(s.raw) for s in statements if s.qualifiers.get("form") == "json"]
    return pieces(said) | pieces(kept)


@given(st.lists(st.dictionaries(st.sampled_from(HEADERS), json_values), max_size=5))
def test_no_word_of_any_objects_is_lost(rows: list[dict[str, object]]) -> None:
    named = [row | {"common name": f"Teapot {number % 3}"} for number, row in enumerate(rows)]
    for row in named:
        row.pop("actor", None)  # it would be the name, and may be anything here
    statements, problems = read("\n".join(map(json.dumps, named)))
    assert [problem.reason for problem in problems] == ["a table without rows"][len(rows) :]
    assert pieces(named) <= told(statements)
    ords = [s.ord for s in statements]
    assert ords == [number for _, group in groupby(statements, lambda s: s.record) for number, _ in enumerate(group)]
    assert len({s.record.id for s in statements}) == ords.count(0)


@given(st.lists(st.lists(words, min_size=4, max_size=4), max_size=4))
def test_no_word_of_any_table_is_lost(content: list[list[str]]) -> None:
    rows = [["actor", "alias", "vendor", "mood"], *([f"N{row[0]}", *row[1:]] for row in content)]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    statements, _ = read(out.getvalue())
    assert pieces(rows[1:]) <= told(statements)


@pytest.mark.parametrize(
    ("head", "name", "claimed"),
    [
        ("name,aliases\n", "x.csv", True),
        ("Threat Actor\tVendor\n", "x.TSV", True),
        ("actor;source\n", "x.csv", True),
        ('{"name": "A", "aliases": []}\n', "x.jsonl", True),
        ("\ufeffname,synonyms", "x.csv", True),
        ("name,aliases\n", "x.txt", False),
        ("name,source\n", "x.csv", False),
        ("name,country\n", "x.csv", False),
        ("actor,name\n", "x.csv", False),
        ("aliases,vendor\n", "x.csv", False),
        ("id,timestamp,value\n", "x.csv", False),
        ('{"name": "A"}\n', "x.jsonl", False),
        ("", "x.csv", False),
    ],
)
def test_identify(head: str, name: str, claimed: bool) -> None:
    assert alias_table.identify(head.encode(), name) is claimed


def test_identify_bears_a_head_that_ends_within_a_letter() -> None:
    assert alias_table.identify("name,alias\nCafé".encode()[:-1], "x.csv")


def test_one_name_in_two_tables_makes_two_records() -> None:
    text = b"actor,vendor,alias\nTeapot,Porcelain Labs,Kettle\n"
    items = [item for name in ("a.csv", "sub/b.csv") for item in alias_table.parse(text, Origin(name))]
    assert {item.record.id for item in items if isinstance(item, Statement)} == {"a/teapot", "b/teapot"}
