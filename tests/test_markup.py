"""Prose as sources write it, as plain text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.markup import unmarked, without_citations


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("One.(Citation: A (b) 2019) Two. (Citation: C)(Citation: D)", "One. Two."),
        ("One.<sup>[[A 2020](/references/1)]</sup> <sup>[[B](/references/2)]</sup> Two.", "One. Two."),
        ("One (Citation: never closed", "One (Citation: never closed"),
        ("One (two).", "One (two)."),
    ],
)
def test_without_citations(text: str, left: str) -> None:
    assert without_citations(text) == left


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[Teapot Group](https://a.example/G1) is a [group](/groups/1).", "Teapot Group is a group."),
        (
            "It steals.(Citation: A (b) 2019) It used <code>net</code>, `a` and **b**.",
            "It steals. It used net, a and b.",
        ),
        ("It steals.<sup>[[A 2020](/references/1)]</sup> Often.<br/>", "It steals. Often."),
        ("… Group](https://a.example/G1) is a [group of …", "… Group is a group of …"),
        ("… 2020](/references/1)]</sup> They steal <sup>[[A 2020](/ref …", "… They steal …"),
        ("… A 2020)(Citation: B 2021) They steal.", "… They steal."),
        ("They are a [group](https://a.exam …", "They are a group …"),
        ("They steal (Citation: A and …", "They steal …"),
        ("They steal (Citation: …", "They steal …"),
        ("[Unnamed group] (2 < 3) [x](javascript:y)", "[Unnamed group] (2 < 3) [x](javascript:y)"),
    ],
)
def test_a_piece_of_prose_as_plain_text(text: str, shown: str) -> None:
    assert unmarked(text) == (shown, [])


def test_marks_go_with_the_text() -> None:
    text = "[Teapot](https://teapot.example/G1) is a teapot.(Citation: Teapot 2020)"
    marks = [place.span() for place in re.finditer("teapot", text, re.IGNORECASE)]
    assert len(marks) == 4
    assert unmarked(text, marks) == ("Teapot is a teapot.", [(0, 6), (12, 18)])
    assert unmarked("a `b` c", [[0, 7]]) == ("a b c", [(0, 2), (2, 3), (3, 5)])


PIECES = [
    "… ",
    " …",
    "[",
    "]",
    "(",
    ")",
    "](https://a/",
    "](/",
    "<sup>",
    "</sup>",
    "(Citation: ",
    "`",
    "**",
    "<b>",
    "ab ",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_what_is_marked_stays_marked_if_it_is_there(text: str, marks: list[tuple[int, int]]) -> None:
    shown, places = unmarked(text, marks)
    assert len(shown) <= len(text)
    assert all(0 <= start < end <= len(shown) for start, end in places)
    whole = unmarked(text, [(0, len(text))])[1]
    assert "".join(shown[start:end] for start, end in whole) == shown
