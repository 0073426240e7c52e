"""The pieces of a page."""

from rich.text import Text

from bestiary.cli.page_text import among, label, link, mark, more, prose, section, within
from bestiary.profile import Profile

from .conftest import said


def links(text: Text) -> dict[str, str]:
    """The words that are links, and where they lead."""
    return {
        text.plain[span.start : span.end]: span.style.link
        for span in text.spans
        if not isinstance(span.style, str) and span.style.link
    }


def test_marks_are_the_numbers_of_the_records(heron: Profile, bare: Profile) -> None:
    assert mark(said(2, 0, 0), heron).plain == " [1,3]"
    assert mark(said(0), bare).plain == ""


def test_link() -> None:
    assert links(link("https://reed.example/a")) == {"https://reed.example/a": "https://reed.example/a"}
    assert links(link("javascript:alert(1)")) == {}
    assert link("https://reed.example/\x1b[2J").plain == "https://reed.example/\ufffd[2J"


def test_prose_keeps_paragraphs_and_reads_links() -> None:
    shown = prose("See [the  Heron](https://a.example/x).\n\n  Second [bold]part\x1b[/bold]. [x](javascript:y)\n")
    assert shown.plain == "See the  Heron.\nSecond [bold]part\ufffd[/bold]. [x](javascript:y)"
    assert links(shown) == {"the  Heron": "https://a.example/x"}


def test_among_leaves_each_text_its_style() -> None:
    assert among([Text("a"), Text("b", "bold")]).plain == "a · b"
    assert among([Text("a"), Text("b")]).style == ""


def test_a_section_says_what_it_left_out(heron: Profile) -> None:
    rows = [(within("b"), Text("c"))]
    shown = [(left.plain, right.plain) for left, right in section("Things", 1200, 1, rows, heron)]
    assert shown == [("Things 1,200", ""), ("b", "c"), ("", "+1,199 more: bestiary show mossy-heron")]
    assert len(section("Things", 1, 5, rows, heron)) == 2
    assert section("Things", 1, 5, rows, heron, Text("said so"))[0][1].plain == "said so"
    assert section("Things", 0, 5, [], heron) == []


def test_labels() -> None:
    assert label("Names", 1000).plain == "Names 1,000"
    assert within("similar\x1b", 2).plain == "similar\ufffd 2"


def test_more(heron: Profile) -> None:
    heron["id"] = "x\x1b"
    assert more(3, heron).plain == "+3 more: bestiary show x\ufffd"
