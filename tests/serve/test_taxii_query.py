import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.serve.taxii_answer import TaxiiError
from bestiary.serve.taxii_index import Entry, Place
from bestiary.serve.taxii_query import LAST, LIMIT, MOST, read

WHEN = "2026-01-01T00:00:00.000000Z"
ENTRY = Entry("tool--1", "tool", "2026-01-01T00:00:00.000Z", "2.1", 0, 0)


def test_nothing_is_asked_for() -> None:
    query = read([("other", "1"), ("other", "2")], "x")
    assert (query.start, query.limit, query.takes(ENTRY)) == (Place("", ""), LIMIT, True)


def test_limits() -> None:
    assert [read([("limit", text)], "x").limit for text in ("7", "007", "5001", "9" * 9000)] == [7, 7, MOST, MOST]


def test_after_a_date_is_after_all_of_it() -> None:
    start = read([("added_after", "2026-01-01T00:00:00Z")], "x").start
    assert start == Place(WHEN, LAST)
    assert Place(WHEN, "zzz") < start < Place("2026-01-01T00:00:00.000001Z", "")


@pytest.mark.parametrize(
    ("field", "values", "takes"),
    [
        ("id", "a,tool--1", True), ("id", "tool--2", False), ("type", "tool", True), ("type", "", False),
        ("version", "all", True), ("version", "2026-01-01T00:00:00Z", True), ("version", "2026-01-02T00:00:00Z", False),
        ("spec_version", "2.1", True), ("spec_version", "2.0", False),
    ],
)  # fmt: skip
def test_matching(field: str, values: str, takes: bool) -> None:
    assert read([(f"match[{field}]", values)], "x").takes(ENTRY) is takes


@given(st.text(max_size=80))
def test_a_cursor_comes_back(id_: str) -> None:
    query = read([("match[type]", "a,b")], "x")
    again = read([("next", query.next(Place(WHEN, id_))), ("match[type]", "b,a"), ("limit", "3")], "x")
    assert again.start == Place(WHEN, id_)
    with pytest.raises(TaxiiError, match="another query"):
        read([("next", query.next(Place(WHEN, id_))), ("match[type]", "a,b")], "y")


def test_the_later_of_date_and_cursor() -> None:
    cursor = read([], "x").next(Place(WHEN, "tool--1"))
    assert read([("next", cursor), ("added_after", "2025-01-01T00:00:00Z")], "x").start.id == "tool--1"
    assert read([("next", cursor), ("added_after", "2027-01-01T00:00:00Z")], "x").start.id == LAST


@given(st.text(max_size=60))
def test_any_cursor(text: str) -> None:
    with pytest.raises(TaxiiError):
        read([("next", text)], "x")
