import gc
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bestiary.errors import Problem
from bestiary.exports.card import render
from bestiary.formats import etda_card
from bestiary.origin import Origin
from bestiary.statement import Statement

ORIGIN = Origin("x.md", None, "0" * 64)
GOLDEN = Path(__file__).parents[1] / "golden/formats/etda_card"


def read(content: str | bytes) -> tuple[list[Statement], list[Problem]]:
    items = list(etda_card.parse(content if isinstance(content, bytes) else content.encode(), ORIGIN))
    return [i for i in items if isinstance(i, Statement)], [i for i in items if isinstance(i, Problem)]


def said(content: str) -> list[tuple[str, str, dict[str, str]]]:
    """What a section says, put below a title."""
    statements, problems = read(f"# Threat actor: X\n\n{content}")
    assert not problems
    return [(s.property, s.raw, s.qualifiers) for s in statements[1:] if s.property != "x-layout"]


def test_a_canonical_card_needs_no_layout() -> None:
    statements, _ = read((GOLDEN / "canonical/input.md").read_bytes())
    assert [s for s in statements if s.property.startswith("x-")] == []


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("# Threat actor: X\n\n**UUID**: 3F0C2A54-6A1E-4B7C-9D7E-0D8A51F2C6B1", "3f0c2a54-6a1e-4b7c-9d7e-0d8a51f2c6b1"),
        ("# Threat actor: Paper Lantern (PL, LP), Moth", "name-paperlanternpllp"),
        ("# Threat actor: Paper Lantern\n\n**UUID**: 3f0c", "name-paperlantern"),
        ("# Threat actor: ,", "name-,"),
        ("# Threat actor: X\n\n## Description\n\n**UUID**: 3f0c2a54-6a1e-4b7c-9d7e-0d8a51f2c6b1", "name-x"),
    ],
)
def test_the_id_is_the_uuid_or_the_first_name(text: str, id_: str) -> None:
    statements, _ = read(text)
    record = statements[0].record
    whose = "own" if id_.startswith("name-") else "card"  # ETDA's have a UUID, all of them
    assert (record.format, record.collection, record.id) == ("etda_card", whose, id_)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Moth (Acme)", [("Moth", "Acme")]),
        ("Moth, Lamp (?)", [("Moth", None), ("Lamp", "?")]),
        ("Moth Army (MA) (self given)", [("Moth Army (MA)", "self given")]),
        ("Moth (Acme (UK))", [("Moth", "Acme (UK)")]),
        ("Moth (Acme, Blue), Lamp", [("Moth", "Acme, Blue"), ("Lamp", None)]),
        ("Moth(Acme)", [("Moth", "Acme")]),
        ("Moth ( )", [("Moth", None)]),
        ("(Acme)", [("(Acme)", None)]),
        ("Moth), Lamp", [("Moth)", None), ("Lamp", None)]),
        ("Moth (Acme, Lamp", [("Moth (Acme", None), ("Lamp", None)]),
    ],
)
def test_names_and_their_givers(line: str, expected: list[tuple[str, str | None]]) -> None:
    found = said(f"## Threat actor aliases\n\n{line}\n")
    assert [(raw, qualifiers.get("giver")) for _, raw, qualifiers in found] == expected


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("2012: A", [("date", "2012"), ("title", "A")]),
        ("2012-08-01: A: B", [("date", "2012-08-01"), ("title", "A: B")]),
        ("2014 Summer: A", [("date", "2014 Summer"), ("title", "A")]),
        ("2013/2014: A", [("date", "2013/2014"), ("title", "A")]),
        ("2013-11/2014-02: A", [("date", "2013-11/2014-02"), ("title", "A")]),
        ("2020 Early:", [("date", "2020 Early")]),
        ("20201: A", [("title", "20201: A")]),
        ("2012:30 at night", [("title", "2012:30 at night")]),
        ("A in 2012: B", [("title", "A in 2012: B")]),
        ("https://e.org", [("url", "https://e.org")]),
        ("A\nTarget:  b c\nMethod: d\nNote: e", [("title", "A"), ("target", " b c"), ("method", "d"), ("note", "e")]),
        ("A\nTarget:\nUpdate: b\nhttp://e.org/a b", [("title", "A"), ("text", "Target:"), ("text", "Update: b"),
         ("url", "http://e.org/a b")]),
    ],
)  # fmt: skip
def test_operations(block: str, expected: list[tuple[str, str]]) -> None:
    found = said(f"## Reported hacking operations\n\n{block}\n")
    assert found[0] == ("operation", block.partition("\n")[0], {})
    assert [(prop, raw) for prop, raw, _ in found[1:]] == expected


def test_the_parts_of_an_operation_name_it_as_their_parent() -> None:
    statements, _ = read((GOLDEN / "canonical/input.md").read_bytes())
    heads = [s for s in statements if s.property in ("operation", "counter-operation")]
    parts = [s for s in statements if s.parent is not None]
    assert [h.raw.partition(":")[0] for h in heads][-1] == "2020 Early"
    assert {p.parent for p in parts} == {h.ord for h in heads}
    assert all(max(h.ord for h in heads if h.ord < p.ord) == p.parent for p in parts)


def test_what_a_card_has_no_place_for_is_kept_with_its_label_or_heading() -> None:
    top = "**Handled by**: Cook\n\nStray.\n\n"
    assert said(f"{top}## Ways In\n\nA.\nB.\n\nC.\n\n## Sponsor type and motivation\n\n**Pay**: soup") == [
        ("x-handled-by", "Cook", {"label": "Handled by"}),
        ("x-text", "Stray.", {"heading": ""}),
        ("x-ways-in", "A.\nB.", {"heading": "Ways In"}),
        ("x-ways-in", "C.", {"heading": "Ways In"}),
        ("x-pay", "soup", {"label": "Pay", "heading": "Sponsor type and motivation"}),
    ]  # fmt: skip


def test_headings_and_labels_are_known_however_they_are_typed() -> None:
    assert said("**first  SEEN**:2012\n\n## country  of Origin\nUK") == [
        ("first-seen", "2012", {}),
        ("country", "UK", {}),
    ]


def test_a_line_that_only_looks_like_a_heading_is_written_with_a_backslash() -> None:
    assert said("## Description\n\n\\## A\n\\# Threat actor: B\n\\\\## C\nD\\## E\n") == [
        ("description", "## A\n# Threat actor: B\n\\## C\nD\\## E", {})
    ]


@pytest.mark.parametrize(
    ("raw", "place", "reason"),
    [
        (b"# Threat actor: X\n\n\xff\n", "x.md:3", "not UTF-8 (byte 19"),
        ("# Threat actor: X".encode("utf-16"), "x.md:1", "not UTF-8 (byte 0"),
        (b"# Threat actor:\n\n**UUID**: 3f0c2a54-6a1e-4b7c-9d7e-0d8a51f2c6b1", "x.md", "without a title"),
        (b"", "x.md", "without a title"),
        (b"Notes\n# Threat actor: X", "x.md", "without a title"),
    ],
)
def test_what_cannot_be_read_is_a_problem_and_nothing_else(raw: bytes, place: str, reason: str) -> None:
    statements, problems = read(raw)
    assert not statements
    assert [str(p.origin) for p in problems] == [place]
    assert reason in problems[0].reason
    assert problems[0].hint


def test_a_second_card_lays_nothing_on_the_first_actor() -> None:
    statements, problems = read("# Threat actor: X\n\n# Threat actor: Y\n\n## Country of origin\n\nUK\n")
    assert [(str(p.origin), p.reason) for p in problems] == [("x.md:3", "a second card in one file")]
    assert [(s.property, s.raw, s.origin.place) for s in statements if s.property != "x-layout"] == [
        ("title", "X", 1),
        ("x-second-card", "# Threat actor: Y\n\n## Country of origin\n\nUK", 3),
    ]


pieces = st.sampled_from(
    ["\n", "\n\n", "## ", "# Threat actor: ", "**", "**: ", "UUID", "Sponsor", "Description", "Country of origin",
     "Threat actor aliases", "Reported hacking operations", "2012: ", "Target: ", "http://e.org", "\\", "(", ")", ", ",
     "A", " "]
)  # fmt: skip
cards = st.lists(pieces | st.text(max_size=4)).map("".join)


@given(st.binary())
@example(b"\xef\xbb\xbf# Threat actor: \x00")
def test_any_bytes_give_statements_or_problems(raw: bytes) -> None:
    assert all(isinstance(item, Statement | Problem) for item in etda_card.parse(raw, ORIGIN))
    assert all(isinstance(item, Statement | Problem) for item in etda_card.parse(b"# Threat actor: X" + raw, ORIGIN))


def assert_located(text: str, statements: list[Statement]) -> None:
    lines = text.split("\n")
    for statement in statements:
        if statement.property != "x-layout":
            assert isinstance(statement.origin.place, int)
            assert statement.raw.partition("\n")[0] in lines[statement.origin.place - 1], statement


@given(cards)
def test_every_statement_stands_on_its_line_in_the_order_of_the_file(rest: str) -> None:
    text = f"# Threat actor: X{rest}"
    statements, _ = read(text)
    assert_located(text, statements)
    assert [s.ord for s in statements] == list(range(len(statements)))
    places = [int(str(s.origin.place)) for s in statements if s.property != "x-layout"]
    assert places == sorted(places)


@given(cards)
def test_every_letter_and_digit_is_in_a_statement_or_is_a_heading_or_label(rest: str) -> None:
    statements, _ = read(f"# Threat actor: X{rest}")
    known = "".join(s.raw + "".join(s.qualifiers.values()) for s in statements if s.property != "x-layout").casefold()
    words = [w for line in rest.split("\n") if line[:3] != "## " for w in line.replace("*", " ").split() if w.isalnum()]
    labels = {"uuid", "sponsor", "first", "seen", "source", "last", "modified", "motivation"}
    assert [w for w in words if w.casefold() not in known and w.casefold() not in labels] == []


def test_real_cards_are_read_without_problem_or_layout(shared: Path) -> None:
    for path in sorted((shared / "data/etda-cards").glob("*.md")):
        raw = path.read_bytes()
        statements, problems = read(raw)
        assert not problems
        assert not [s for s in statements if s.property.startswith("x-")], path
        assert etda_card.identify(raw[:64], path.name)
        assert_located(raw.decode(), statements)
        assert all(s.property == "operation" or s.parent is None or s.raw for s in statements)


@pytest.mark.parametrize(
    ("start", "again"),
    [
        ("## Threat actor aliases\n", "Moth (Acme), "),
        ("## Threat actor aliases\n", "("),
        ("## Threat actor aliases\n", "), ("),
        ("## Description\n(", "a"),
        ("## Description\n", "\\"),
        ("## Description\n", "\n\\## "),
        ("## Description\n", "a\n\n"),
        ("", " "),
        ("", "\n"),
        ("", "**"),
        ("", "**a**: b\n"),
        ("", "## \n"),
        ("", "## a\nb\n"),
        ("", "## Country of origin\nUK\n"),
        ("## Reported hacking operations\n", "2012: a\n\n"),
        ("## Reported hacking operations\n", "2012: a\n"),
        ("", "# Threat actor: Y\n"),
    ],
)
def test_large_input_takes_time_in_proportion(start: str, again: str) -> None:
    """Eight times the input takes about eight times as long; were it quadratic, sixty-four times."""

    def seconds(times: int) -> float:
        raw = f"# Threat actor: X\n{start}{again * times}".encode()
        begun = time.process_time()
        assert any(isinstance(item, Statement) for item in etda_card.parse(raw, ORIGIN))
        return time.process_time() - begun

    gc.disable()  # a collection looks through whatever the tests before this one left
    try:
        small, large = (min(seconds(times) for _ in range(3)) for times in (2_000, 16_000))
    finally:
        gc.enable()
    assert large < 24 * small + 0.2


def test_identify() -> None:
    assert etda_card.identify(b"# Threat actor: X\n", "x.md")
    assert etda_card.identify(b"\xef\xbb\xbf\r\n# THREAT ACTOR: X", "anything")
    assert not etda_card.identify(b"# Threat actors: X", "x.md")
    assert not etda_card.identify(b"Notes\n# Threat actor: X", "x.md")


def test_a_card_ends_where_it_has_as_many_sections_as_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "# Threat actor: X\n" + "".join(f"\n## Section {number}\n\nSaid {number}.\n" for number in range(5))
    whole, _ = read(text)
    monkeypatch.setattr(etda_card, "SECTIONS", 3)
    statements, problems = read(f"{text}\n# Threat actor: Y\n")
    assert [s.raw for s in statements if s.property != "x-layout"] == ["X", "Said 0.", "Said 1.", "Said 2."]
    assert [(str(p.origin), p.reason) for p in problems] == [
        ("x.md:15", "more than 3 sections: the rest of the card was left out")
    ]
    assert len([s for s in whole if s.property != "x-layout"]) == 6


@pytest.mark.parametrize("name", ["by-hand", "canonical"])
@pytest.mark.parametrize(("limit", "most"), [("LENGTH", 60), ("STATEMENTS", 12), ("CHARACTERS", 500)])
def test_a_card_of_which_something_was_left_out_is_written_with_the_rest(
    monkeypatch: pytest.MonkeyPatch, name: str, limit: str, most: int
) -> None:
    monkeypatch.setattr(f"bestiary.statement.{limit}", most)
    statements, problems = read((GOLDEN / name / "input.md").read_bytes())
    assert problems
    written = render(statements)
    again, _ = read(written)
    assert [(s.property, s.raw) for s in again if s.property == "name"] == [
        (s.property, s.raw) for s in statements if s.property == "name"
    ]
