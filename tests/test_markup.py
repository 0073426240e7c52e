"""Prose as sources write it, as plain text."""

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
        ("[Unnamed group] (2 < 3) [x](javascript:y)", "[Unnamed group] (2 < 3) [x](javascript:y)"),
    ],
)
def test_a_piece_of_prose_as_plain_text(text: str, shown: str) -> None:
    assert unmarked(text) == shown


@given(
    st.lists(st.sampled_from(["[", "]", "(", ")", "](https://a/", "](/", "<sup>", "</sup>", "(Citation: ", "`", "a "]))
)
def test_nothing_is_added_whatever_stands_there(pieces: list[str]) -> None:
    text = "".join(pieces)
    shown = unmarked(text)
    rest = iter(text)
    assert all(char in rest for char in shown)  # what is left stands there in that order
