"""Tables for other programs: read back as they were, and run by no spreadsheet."""

import csv
import io
import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bestiary.table_output import json_lines, safe, table

cells = st.text() | st.text("'= +-@\t\r\n\",a＝", max_size=6)


def written(rows: list[list[str]]) -> bytes:
    return b"".join(table(["a", "b"], rows))


def read(raw: bytes) -> list[list[str]]:
    """The rows below the heads, with the mark that `safe` sets taken away."""
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8"), newline="")))
    assert rows[0] == ["a", "b"]
    return [[re.sub(r"^'(?=['\s]*[=+\-@\t\r\n＝＋－＠])", "", cell) for cell in row] for row in rows[1:]]


def test_as_rfc_4180_has_it() -> None:
    assert written([["Teapot", 'the "Urn", grey'], ["海莲花", ""]]) == (
        'a,b\r\nTeapot,"the ""Urn"", grey"\r\n海莲花,\r\n'.encode()
    )


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\tx", "\rx", " =1", "＝1", "'=1", "''\n@x"])
def test_what_would_be_run_is_marked(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "APT-C-28", "a=b", "'quoted'", " x", "海莲花", "🎩", "_", "1"])
def test_what_would_not_stays(cell: str) -> None:
    assert safe(cell) == cell


@given(st.lists(st.lists(cells, min_size=2, max_size=2)))
@example([["a\rb", "c"], ["'", "''="]])
def test_every_cell_can_be_had_back(rows: list[list[str]]) -> None:
    assert read(written(rows)) == rows


@given(cells)
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    assert safe(cell).strip()[:1] not in {*"=+-@＝＋－＠"} - {""}


def test_an_object_a_line() -> None:
    rows = [{"a": "x\ny\u2028", "b": (1, True, None)}, {}]
    lines = b"".join(json_lines(rows)).decode().split("\n")
    assert [json.loads(line) for line in lines[:-1]] == [{"a": "x\ny\u2028", "b": [1, True, None]}, {}]
    assert lines[-1] == ""
