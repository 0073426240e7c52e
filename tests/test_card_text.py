import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.card_text import blocks, lines, part, quoted, trim

texts = st.text(alphabet="a (){}:\n\r\t\u3000é")


def cut(text: str, span: tuple[int, int]) -> str:
    return text[slice(*span)]


@given(texts)
def test_trim_is_strip(text: str) -> None:
    assert cut(text, trim(text, 0, len(text))) == text.strip()


@given(texts)
def test_lines_leave_out_blank_space_only(text: str) -> None:
    found = [cut(text, line) for line in lines(text, (0, len(text)))]
    assert found == [line.strip() for line in text.split("\n") if line.strip()]


@given(texts)
def test_blocks_hold_every_line_once(text: str) -> None:
    whole = (0, len(text))
    assert [line for block in blocks(text, whole) for line in lines(text, block)] == list(lines(text, whole))


def test_an_empty_line_parts_blocks_a_line_of_blanks_too() -> None:
    text = "one\ntwo\n\nthree\n \t\nfour\n"
    found = [[cut(text, line) for line in lines(text, block)] for block in blocks(text, (0, len(text)))]
    assert found == [["one", "two"], ["three"], ["four"]]


@pytest.mark.parametrize(
    ("paragraph", "by", "said"),
    [
        ("(Porcelain Labs) They steal.", "Porcelain Labs", "They steal."),
        ("(Porcelain Labs)They steal.", None, "(Porcelain Labs)They steal."),
        ("(Porcelain Labs) ", None, "(Porcelain Labs) "),
        ("( Labs ) They steal.", None, "( Labs ) They steal."),
        ("(a (b)) They steal.", None, "(a (b)) They steal."),
        ("They (Porcelain Labs) steal.", None, "They (Porcelain Labs) steal."),
        ("(" + "x" * 61 + ") A remark, no giver.", None, "(" + "x" * 61 + ") A remark, no giver."),
    ],
)
def test_quoted(paragraph: str, by: str | None, said: str) -> None:
    text = f"Before.\n{paragraph}"
    who, what = quoted(text, (8, len(text)))
    assert (cut(text, who) if who else None, cut(text, what)) == (by, said)


@pytest.mark.parametrize(
    ("line", "prop", "value"),
    [
        ("Target: Tea rooms.", "target", "Tea rooms."),
        ("Method:  A letter.", "method", " A letter."),
        ("Note: x", "note", "x"),
        ("Target:", "text", "Target:"),
        ("target: x", "text", "target: x"),
        ("https://example.org/a b", "url", "https://example.org/a b"),
        ("HTTP://example.org", "url", "HTTP://example.org"),
        ("See https://example.org", "text", "See https://example.org"),
    ],
)
def test_part(line: str, prop: str, value: str) -> None:
    found, span = part(line, (0, len(line)), "text")
    assert (found, cut(line, span)) == (prop, value)
