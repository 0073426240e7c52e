import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.serve.quoted import CLOSE, NAME, OPEN, TEXT, WORD, name, place, quoted

HOSTILE = st.text() | st.text(f"{OPEN}{CLOSE}\u202e\u200b\x1b\n\ud800ab ", max_size=600)


@given(HOSTILE)
def test_a_quotation_cannot_be_left_from_inside(text: str) -> None:
    found = quoted(text)
    assert found.startswith(OPEN)
    assert found.endswith(CLOSE)
    assert OPEN not in found[1:-1]
    assert CLOSE not in found[1:-1]
    assert len(found) <= TEXT + 2
    assert found.encode()


@given(HOSTILE)
def test_a_name_is_one_short_line(text: str) -> None:
    found = name(text)
    assert len(found) <= NAME + 2
    assert found.splitlines() in ([], [found])
    assert not {"\u202e", "\x1b"} & set(found)
    if len(found) > WORD:
        assert (found[0], found[-1]) == (OPEN, CLOSE)
    else:
        assert not {OPEN, CLOSE} & set(found)


@pytest.mark.parametrize(
    ("text", "shown"), [("Fancy\u202e raeB", "Fancy raeB"), ("海莲花", "海莲花"), ("a\n\tb", "a b")]
)
def test_what_is_seen(text: str, shown: str) -> None:
    assert name(text) == shown


def test_places() -> None:
    assert place("etda:1", "teapot.md", 11) == "etda:1, teapot.md:11"
    assert place("etda:1", "x" * 99 + ".md", 11) == f"etda:1, …{'x' * (WORD - 3)}.md:11"
