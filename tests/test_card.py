import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary import card
from bestiary.origin import Origin
from bestiary.schema import schema
from bestiary.statement import Record, Statement


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("None here: {A}, { {B} }.", []),
        ("{{Brass Teapot, Ladle}} and {{[Unknown]}}", [("see", "Brass Teapot, Ladle"), ("see", "[Unknown]")]),
        ("1. {{Subgroup: Wet}}\n2. {{subgroup:Dry Match}}", [("subgroup", "Wet"), ("subgroup", "Dry Match")]),
        ("{{Operation: Ladle}} {{Subgroup}}", [("see", "Operation: Ladle"), ("see", "Subgroup")]),
        ("{{Open, {{Closed}}", [("see", "Closed")]),
    ],
)  # fmt: skip
def test_cross_references(text: str, expected: list[tuple[str, str]]) -> None:
    assert card.cross_references(text) == expected


def test_plain_drops_the_braces_of_cross_references_only() -> None:
    assert card.plain("{{Brass Teapot}}, {A}, {{Subgroup: Match}}.") == "Brass Teapot, {A}, Subgroup: Match."


@given(st.text(alphabet="{}: aS"))
def test_plain_leaves_no_cross_reference_that_was_there(text: str) -> None:
    shown = card.plain(text)
    assert [name for _, name in card.cross_references(text) if name not in shown] == []


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Teapot", ["Teapot"]),
        ("Teapot, APT 999, Grey Ladle", ["Teapot", "APT 999", "Grey Ladle"]),
        ("Teapot (TP, PT), Ladle [A, B], {{C, D}}", ["Teapot (TP, PT)", "Ladle [A, B]", "{{C, D}}"]),
        ("Teapot (TP, Ladle", ["Teapot (TP", "Ladle"]),
        ("Teapot), (Ladle", ["Teapot)", "(Ladle"]),
        ("[Unknown]", ["[Unknown]"]),
        ("1,000 Spoons,Forks", ["1,000 Spoons,Forks"]),
        (" Teapot,  Ladle , , Spoon,", ["Teapot", "Ladle", "Spoon"]),
        (" , ", []),
    ],
)
def test_title_names(title: str, names: list[str]) -> None:
    assert card.title_names(title) == names


@given(st.text(alphabet="ab ,()[]{}\t\u3000"))
def test_what_a_list_leaves_out_is_commas_and_blank_space(line: str) -> None:
    end = 0
    for start, stop in card.list_spans(line):
        assert not line[end:start].strip(", \t\u3000")
        assert line[start:stop].strip() == line[start:stop] != ""
        end = stop
    assert not line[end:].strip(", \t\u3000")


@given(st.text(alphabet="a ()"), st.text(alphabet="b", min_size=1))
def test_the_giver_is_the_last_parenthesis(name: str, giver: str) -> None:
    text = f"x{name} ({giver})"
    found = card.giver_span(text)
    assert found is not None
    assert (text[: found[0]], text[found[1] : found[2]]) == (f"x{name}".rstrip(), giver)


def test_headings_and_labels_are_those_of_the_schema() -> None:
    ours = {key.lstrip("# ") for key in card.sections()} | {*card.labels().values(), *card.part_labels().values()}
    table = {p.etda for p in [*schema().property.values(), *schema().part.values()] if p.etda}
    assert ours - table == {"Sponsor type and motivation"}
    assert table - ours == set()


marks = ["## A", "\\## B", "\\\\## C", "# Threat actor: D", "# threat ACTOR:", "## ", "e", "", "\\"]
lines = st.lists(st.sampled_from(marks))


@given(lines.map("\n".join))
def test_escaping_keeps_every_line_after_the_first_from_being_a_heading_and_can_be_undone(text: str) -> None:
    record = Record("etda_card", "card", "x", Origin("x.md"))
    written = card.shown(Statement(record, 0, None, "description", text, {}, record.origin), "raw")
    assert card.unescape(written) == text
    assert [line for line in written.split("\n")[1:] if line.lower().startswith(("## ", "# threat actor:"))] == []
