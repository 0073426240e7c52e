"""Other people's text on a terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.plain import age, counted, cut, is_link, plain

ANYTHING = st.text(st.characters(exclude_categories=()))  # lone surrogates too


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Fancy Bear", "Fancy Bear"),
        ("海莲花 ・ Ünïcödé", "海莲花 ・ Ünïcödé"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("a\x9b2Jb", "a\ufffd2Jb"),
        ("a\r\nb\tc\u2028d", "a  b c d"),
        ("\u202egpj.exe", "\ufffdgpj.exe"),
        ("\u2066x\u2069", "\ufffdx\ufffd"),
        ("\ud800", "\ufffd"),
    ],
)
def test_plain(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(ANYTHING)
def test_plain_text_is_harmless_and_stays_so(text: str) -> None:
    shown = plain(text)
    assert plain(shown) == shown
    assert len(shown) == len(text)
    assert {unicodedata.category(char) for char in shown} & {"Cc", "Cs", "Zl", "Zp"} == set()
    assert {unicodedata.bidirectional(char) for char in shown} & {"LRE", "RLE", "LRO", "RLO", "LRI", "RLI"} == set()


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://reed.example/a?b=c#d", True),
        ("HTTP://reed.example", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("//reed.example", False),
        ("https://reed.example/\x1b\\", False),
        ("https://reed.example/a b", False),
        ("", False),
    ],
)
def test_is_link(url: str, safe: bool) -> None:
    assert is_link(url) is safe


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [("one two", 7, "one two"), ("one two", 6, "one …"), ("one, two", 6, "one …"), ("enormous", 4, "enor …")],
)
def test_cut(text: str, limit: int, shown: str) -> None:
    assert cut(text, limit) == shown


@given(st.text(), st.integers(1, 50))
def test_cut_is_a_beginning_of_about_that_length(text: str, limit: int) -> None:
    shown = cut(text, limit)
    assert len(shown) <= limit + 2
    assert text.startswith(shown.removesuffix(" …"))


@pytest.mark.parametrize(
    ("modified", "edition", "text"),
    [("2024-11", "version 3", "changed 2024-11"), (None, "version 3", "version 3"), (None, "", "undated")],
)
def test_age(modified: str | None, edition: str, text: str) -> None:
    assert age(modified, edition) == text


def test_one_thing_and_more() -> None:
    assert [counted(many, "record") for many in (0, 1, 2000)] == ["0 records", "1 record", "2,000 records"]
