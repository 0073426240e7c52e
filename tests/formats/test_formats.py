"""One contract for every format. With BESTIARY_GOLDEN=write set, the golden files are written anew, for review."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary import statement
from bestiary.errors import Problem
from bestiary.formats import HEAD, claims, formats
from bestiary.origin import Origin
from bestiary.statement import Statement

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests/golden/formats"
CASES = sorted(path for path in GOLDEN.glob("*/*/input.*"))
HOSTILE = [
    b"",
    b"\xef\xbb\xbf",
    b"\x00" * 1000,
    b"\xff\xfe\xfa",
    b"x" * 2_000_000,
    b"[" * 200_000,
    b'{"values":' * 50_000,
    b'{"values": [{"value": "\\ud800"}], "type": "x"}',
    b'{"values": [NaN], "type": "x"}',
    b'{"values": [{"value": "x", "value": "y"}], "type": "x"}',
    b'{"type": "bundle", "objects": [{}]}',
    b"# Threat actor: " + b"x, " * 100_000,
    b"name,alias\n" + b'"' * 100_000,
]


def as_json(item: Statement | Problem) -> dict[str, object]:
    """A line of a golden file: what is said and where."""
    if isinstance(item, Problem):
        return {"place": item.origin.place, "reason": item.reason, "hint": item.hint}
    line: dict[str, object] = {"place": item.origin.place, "ord": item.ord, "parent": item.parent}
    line[item.property] = item.raw
    if item.qualifiers:
        line["qualifiers"] = item.qualifiers
    return line


def test_titles_are_different() -> None:
    titles = [format_.TITLE for format_ in formats().values()]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_every_format_has_a_golden_case_and_stands_in_the_docs() -> None:
    text = "".join(path.read_text("utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    for name in formats():
        assert [case for case in CASES if case.parts[-3] == name], name
        assert f"`{name}`" in text, name


@pytest.mark.parametrize("case", CASES, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_golden(case: Path) -> None:
    items = formats()[case.parts[-3]].parse(case.read_bytes(), Origin(case.name))
    lines = "".join(json.dumps(as_json(item), ensure_ascii=False) + "\n" for item in items)
    expected = case.with_name("expected.jsonl")
    if os.environ.get("BESTIARY_GOLDEN") == "write":
        expected.write_text(lines, encoding="utf-8")
    assert lines == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_only_its_own_format_claims_a_golden_case(case: Path) -> None:
    assert claims(case.read_bytes()[:HEAD], case.name) == [case.parts[-3]]


@pytest.mark.parametrize("name", ["README.md", "package.json", "notes.txt", "table.csv"])
def test_what_is_nothing_is_claimed_by_none(name: str) -> None:
    for content in (b"", b"{}", b"[]", b"# A heading\n\nText.", b"a,b\n1,2\n", b"\xff\x00"):
        assert claims(content, name) == []


def test_a_real_file_is_claimed_by_one_format(shared: Path) -> None:
    data = [*(shared / "data/etda-cards").iterdir(), *(shared / "data/misp-galaxy").iterdir()]
    assert [path.name for path in data if len(claims(path.read_bytes()[:HEAD], path.name)) != 1] == []


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", sorted(formats()))
def test_hostile_input_gives_statements_or_problems(name: str, raw: bytes) -> None:
    items = list(formats()[name].parse(raw, Origin("x")))
    assert all(isinstance(item, Statement | Problem) for item in items)
    assert items, "whatever the input is, something is said about it"


@pytest.mark.parametrize("name", sorted(formats()))
@given(raw=st.binary(max_size=200))
def test_any_bytes_are_read_alike_twice(name: str, raw: bytes) -> None:
    first, again = (list(formats()[name].parse(raw, Origin("x"))) for _ in range(2))
    assert [as_json(item) for item in first] == [as_json(item) for item in again]


@pytest.mark.parametrize("case", CASES, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_a_record_ends_where_it_has_as_many_statements_as_it_may(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    format_, raw = formats()[case.parts[-3]], case.read_bytes()
    whole = [item.record for item in format_.parse(raw, Origin(case.name)) if isinstance(item, Statement)]
    monkeypatch.setattr(statement, "STATEMENTS", 3)
    items = list(format_.parse(raw, Origin(case.name)))
    ended = [item for item in items if isinstance(item, Problem) and item.reason.startswith("more than 3 statements")]
    read = Counter(item.record for item in items if isinstance(item, Statement))
    assert read == {record: min(count, 3) for record, count in Counter(whole).items()}
    assert len(ended) == sum(count > 3 for count in Counter(whole).values())


@pytest.mark.parametrize("case", CASES, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_a_value_that_is_too_long_takes_nothing_else_with_it(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    format_, raw = formats()[case.parts[-3]], case.read_bytes()

    def short(item: Statement) -> bool:
        return len(item.raw) + sum(map(len, item.qualifiers.values())) <= 30

    whole = [item for item in format_.parse(raw, Origin(case.name)) if isinstance(item, Statement)]
    monkeypatch.setattr(statement, "LENGTH", 30)
    items = list(format_.parse(raw, Origin(case.name)))
    read = {(item.record, item.ord) for item in items if isinstance(item, Statement)}
    assert all(short(item) for item in items if isinstance(item, Statement))
    assert {(item.record, item.ord) for item in whole if item.parent is None and short(item)} <= read
    assert all(
        item.parent is None or (item.record, item.parent) in read for item in items if isinstance(item, Statement)
    )
    refused = [item for item in items if isinstance(item, Problem) and item.reason.startswith("a value of ")]
    assert len(refused) == sum(not short(item) for item in whole)
