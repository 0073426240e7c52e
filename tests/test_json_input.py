import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.errors import Problem
from bestiary.json_input import as_text, decode, malformed, state
from bestiary.origin import Origin
from bestiary.statement import Draft, Record

ORIGIN = Origin("x.json", None, "0" * 64)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(json_values)
def test_what_is_json_is_read_and_written_back(value: object) -> None:
    raw = json.dumps(value).encode()
    assert decode(raw, ORIGIN) == value
    assert decode(as_text(decode(raw, ORIGIN)).encode(), ORIGIN) == value


@given(st.binary())
def test_any_bytes_are_read_or_a_problem(raw: bytes) -> None:
    found = decode(raw, ORIGIN)
    if isinstance(found, Problem):
        assert isinstance(found.origin.place, int)
        assert 1 <= found.origin.place <= raw.count(b"\n") + 1
    else:
        assert json.loads(raw.removeprefix(b"\xef\xbb\xbf")) == found


@pytest.mark.parametrize(
    ("raw", "line", "reason"),
    [
        (b"", 1, "Input data was truncated"),
        (b'{\n"a": [1,\n2,\n', 3, "Input data was truncated"),
        (b'{\n"a": [1,\n2}\n', 3, "JSON is malformed: expected ',' or ']'"),
        (b'\n\n{"a": NaN}', 3, "JSON is malformed: invalid character"),
        (b'\n\n{"a": "\xff"}', 3, "not UTF-8"),
        (b'{"a": "b",\n"\xed\xa0\x80": 1}', 2, "not UTF-8"),
        (b'{"a": "\\udc00 and more"}', 1, "JSON is malformed: invalid utf-16 surrogate pair"),
        (b'{"a":\n"\\ud800"}', 2, "JSON is malformed: invalid utf-16 surrogate pair"),
        (b'["a",\n"\\\\\\uDBFFx"]\n', 2, "JSON is malformed: invalid utf-16 surrogate pair"),
        (b'["a", "\\ud83d', 1, "Input data was truncated"),
        (b'["a", "\\ud83d\\ude', 1, "Input data was truncated"),
        (b'["a", "\\\\ud83d x', 1, "Input data was truncated"),
        (b"[" * 200_000, 1, "nested too deeply"),
        (b"\xff\xfe[\x00]\x00", 1, "JSON is malformed: invalid character"),
    ],
)
def test_where_and_why_it_cannot_be_read(raw: bytes, line: int, reason: str) -> None:
    found = decode(raw, ORIGIN)
    assert isinstance(found, Problem)
    assert str(found.origin) == f"x.json:{line}"
    assert found.reason == f"not readable as JSON: {reason}"


def test_lines_are_counted_from_where_the_text_begins() -> None:
    found = decode(b"{\n]", ORIGIN, 41)
    assert isinstance(found, Problem)
    assert found.origin.place == 42


def test_a_byte_order_mark_is_no_part_of_it() -> None:
    assert decode(b"\xef\xbb\xbf[1]", ORIGIN) == [1]


def test_of_a_key_that_stands_twice_the_last_holds() -> None:
    assert decode(b'{"a": 1, "a": 2}', ORIGIN) == {"a": 2}


def test_whatever_depth_is_read_can_be_written_from_further_in() -> None:
    def from_further_in(calls: int, value: object) -> str:
        return from_further_in(calls - 1, value) if calls else as_text(value)

    read = 0
    depths = [*range(700, 1100), *range(1100, 20_000, 100)]  # how deep is too deep differs between versions of Python
    for depth in depths:
        value = decode(b"[" * depth + b"]" * depth, ORIGIN)
        if not isinstance(value, Problem):
            read += 1
            assert len(from_further_in(20, value)) == 2 * depth
    assert 0 < read < len(depths)


@pytest.mark.parametrize(
    ("item", "given_", "raw", "qualifiers"),
    [
        ("a", {}, "a", {}),
        ("a", {"form": "one"}, "a", {"form": "one"}),
        (None, {}, "null", {"form": "json"}),
        ([1, "é"], {"key": "k"}, '[1,"é"]', {"key": "k", "form": "json"}),
        (5, {"form": "list"}, "5", {"form": "list"}),
        ([2**64, -(2**63) - 1, 10**300], {}, f"[{2**64},{-(2**63) - 1},{10**300}]", {"form": "json"}),
    ],
)
def test_state(item: object, given_: dict[str, str], raw: str, qualifiers: dict[str, str]) -> None:
    draft = Draft(Record("f", "c", "i", ORIGIN))
    parent = state(draft, "x-a", item, "/a", **given_)
    child = state(draft, "x-b", "b", 7, parent)
    first, second = draft.statements
    assert (first.raw, first.qualifiers, first.origin.place, first.parent) == (raw, qualifiers, "/a", None)
    assert (child, second.parent, second.origin.place) == (1, 0, 7)


def test_whole_numbers_are_read_to_the_last_digit() -> None:
    text = f"[{2**64},{-(2**63) - 1},{10**300}]"
    assert as_text(decode(text.encode(), ORIGIN)) == text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'\xef\xbb\xbf{"a": [1]}', ""),
        (b'{"a": 1,\n "b": [1 x]}', "expected ',' or ']' (line 2, column 10)"),
        (b"[1, 2", "Input data was truncated (line 1, column 6)"),
        (b"[" * 200_000, "nested too deeply (line 1, column 1)"),
    ],
)
def test_why_a_text_is_no_json(raw: bytes, reason: str) -> None:
    assert malformed(raw) == reason
