import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.listed import split


@pytest.mark.parametrize(
    ("text", "separators", "values"),
    [
        ("Teapot, Grey Ladle,Moth", ",", ["Teapot", "Grey Ladle", "Moth"]),
        ("Teapot; Grey Ladle | Moth", ",;|", ["Teapot", "Grey Ladle", "Moth"]),
        ("Teapot\nGrey Ladle\r\nMoth", ",", ["Teapot", "Grey Ladle", "Moth"]),
        ("Korea, Republic of; Norway", ";|", ["Korea, Republic of", "Norway"]),
        ("A (b, c), D [e; f] {g|h}", ",;|", ["A (b, c)", "D [e; f] {g|h}"]),
        ("A (b, (c, d), e), F", ",", ["A (b, (c, d), e)", "F"]),
        ("A (b, c", ",", ["A (b", "c"]),
        ("A), (b", ",", ["A)", "(b"]),
        (" , A,, ", ",", ["A"]),
        ("", ",", []),
    ],
)
def test_split(text: str, separators: str, values: list[str]) -> None:
    assert list(split(text, separators)) == values


@given(st.text(alphabet="ab ,;|()[]{}\n\\^-"))
def test_what_is_left_out_are_separators_and_blank_space(text: str) -> None:
    rest = text
    for value in split(text, ",;|"):
        assert value == value.strip() != ""
        before, found, rest = rest.partition(value)
        assert found
        assert not before.strip(",;| \n")
    assert not rest.strip(",;| \n")


def test_a_long_field_is_quick() -> None:
    assert len(list(split("(a, b), " * 100_000, ","))) == 100_000
    assert len(list(split("(a, " * 100_000, ","))) == 100_000
