import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.errors import Problem
from bestiary.origin import Origin
from bestiary.table_input import Row, header, read

ORIGIN = Origin("x.csv", None, "0" * 64)


def rows(text: str | bytes) -> list[Row]:
    return [item for item in read(text if isinstance(text, bytes) else text.encode(), ORIGIN) if isinstance(item, Row)]


def problems(text: str | bytes) -> list[tuple[str, str]]:
    items = read(text if isinstance(text, bytes) else text.encode(), ORIGIN)
    return [(str(item.origin), item.reason) for item in items if isinstance(item, Problem)]


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("name,alias\n", ("name", "alias")),
        ("name\talias, or so\n", ("name", "alias, or so")),
        ("name;alias, or so;vendor\n", ("name", "alias, or so", "vendor")),
        ('\n\r\n"name\nof it",alias\n', ("name\nof it", "alias")),
        ("\ufeffname,alias", ("name", "alias")),
        ("name", ("name",)),
        (" \n", ()),
        ("", ()),
        ('{"name": 1, "alias": 2}\n{"x": 1}', ("name", "alias")),
        ('{"name": 1, "ali', ("name",)),
        (
            '{"name": {"a": 1, "b": [{"c": 2}]}, "note": "say \\"x\\": 1", "alias" : "x' + "x" * 99_999,
            ("name", "note", "alias"),
        ),
        ('{"name": 1, "note": "{\\"deep\\": ', ("name", "note")),
        ('{"name": oops}\n{"alias": 1}', ()),
        ("[1, 2]", ("[1", " 2]")),
    ],
)
def test_header(text: str, headers: tuple[str, ...]) -> None:
    assert header(text) == headers


def test_a_row_knows_the_line_it_begins_in() -> None:
    text = '\r\nname;note\r\nA;"two\r\nlines"\r\n\r\nB;x\r\n'
    assert rows(text) == [Row(3, ("name", "note"), ("A", "two\r\nlines")), Row(6, ("name", "note"), ("B", "x"))]


def test_short_and_long_rows() -> None:
    text = "name,\nA\nB,b,c\nC,,,\n"
    assert rows(text) == [
        Row(2, ("name", "column 2"), ("A", "")),
        Row(3, ("name", "column 2", "column 3"), ("B", "b", "c")),
        Row(4, ("name", "column 2", "column 3", "column 4"), ("C", "", "", "")),
    ]
    assert problems(text) == [("x.csv:3", "a row with more cells than the header")]


def test_an_object_a_line() -> None:
    text = b'\xef\xbb\xbf{"name": "A"}\r\n\n{"name": ["B"], "n": null}\n[1]\n{"a": \n'
    assert rows(text) == [Row(1, ("name",), ("A",)), Row(3, ("name", "n"), (["B"], None))]
    assert problems(text) == [
        ("x.csv:4", "a line that is no JSON object was left out"),
        ("x.csv:5", "not readable as JSON: Input data was truncated"),
    ]


def test_one_bad_row_does_not_stop_the_rest() -> None:
    text = 'name,alias\n"A"x,a\nB,b\n'
    assert [row.cells for row in rows(text)] == [("B", "b")]
    assert [where for where, _ in problems(text)] == ["x.csv:2"]


def test_a_quote_that_is_never_closed_is_told_where_it_opens() -> None:
    text = 'name,alias\nA,a\nB,"b\nC,c\nD,d\n'
    assert [row.cells for row in rows(text)] == [("A", "a")]
    assert problems(text) == [("x.csv:3", "a row that cannot be read was left out: unexpected end of data")]


def test_what_is_not_utf8() -> None:
    assert problems("name,alias\nCafé,a\n".encode("latin-1")) == [("x.csv:2", "not UTF-8 (byte 14 of the file)")]
    assert problems("name,alias\n".encode("utf-16")) == [("x.csv:1", "not UTF-8 (byte 0 of the file)")]


def test_a_field_of_ten_megabytes_is_read_and_the_limit_of_the_process_stays() -> None:
    limit = csv.field_size_limit()
    (row,) = rows("name,note\nA," + "x" * 10_000_000)
    assert len(row.cells[1]) == 10_000_000
    assert csv.field_size_limit() == limit


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=4), st.sampled_from("\t,;"))
def test_what_a_table_holds_is_read_again(content: list[list[str]], delimiter: str) -> None:
    import io

    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([["name", "note"], *content])
    assert [list(row.cells) for row in rows(out.getvalue())] == [row for row in content if any(map(str.strip, row))]


@given(st.binary())
def test_any_bytes_give_rows_or_problems(raw: bytes) -> None:
    for item in read(raw, ORIGIN):
        assert isinstance(item, Row | Problem)
        if isinstance(item, Row):
            assert len(item.headers) == len(item.cells)
