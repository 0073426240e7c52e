"""Writing threat group cards: a card that was read is given back, and follows what is changed in its statements."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bestiary.errors import Problem
from bestiary.exports import card
from bestiary.formats import etda_card
from bestiary.origin import Origin
from bestiary.selection import Loss
from bestiary.statement import Draft, Record, Statement
from bestiary.store.read import Stored

from .chosen import Given, exported

GOLDEN = Path(__file__).parents[1] / "golden/formats/etda_card"
CASES = sorted(path.parent.name for path in GOLDEN.glob("*/input.md"))
REAL = ["sofacy-apt-28-fancy-bear-sednit", "cia", "slingshot", "retefe-gang-operation-emmental",
        "cyber-caliphate-army-cca-united-cyber-caliphate-ucc", "achilles", "foxy-panda"]  # fmt: skip


def read(raw: bytes) -> list[Statement]:
    return [item for item in etda_card.parse(raw, Origin("x.md")) if not isinstance(item, Problem)]


def stated(statements: Iterable[Statement]) -> list[tuple[int, int | None, str, str, dict[str, str]]]:
    return [(s.ord, s.parent, s.property, s.raw, s.qualifiers) for s in statements]


def lines_that_differ(one: bytes, other: bytes) -> list[int]:
    first, second = one.split(b"\n"), other.split(b"\n")
    assert len(first) == len(second)
    return [number for number, pair in enumerate(zip(first, second, strict=True), 1) if pair[0] != pair[1]]


def assert_every_change_changes_its_line(raw: bytes) -> None:
    """Changes each statement that a card shows, by itself, and each qualifier that it shows."""
    statements = read(raw)
    for number, said in enumerate(statements):
        if said.property in ("x-layout", "operation", "counter-operation", "x-second-card"):
            continue
        first, newline, others = said.raw.partition("\n")
        named = said.qualifiers.keys() - {"heading"}
        changes: list[dict[str, Any]] = [{"raw": f"{first}~{newline}{others}"}]
        changes += [{"qualifiers": said.qualifiers | {name: "changed"}} for name in named]
        for change in changes:
            changed = list(statements)
            changed[number] = msgspec.structs.replace(said, **change)
            assert lines_that_differ(raw, card.render(changed)) == [said.origin.place], (said, change)


@pytest.mark.parametrize("case", CASES)
def test_a_golden_card_is_given_back_and_every_change_changes_its_line(case: str) -> None:
    raw = (GOLDEN / case / "input.md").read_bytes()
    assert card.render(read(raw)) == raw
    assert_every_change_changes_its_line(raw)


def test_every_real_card_is_given_back(shared: Path) -> None:
    paths = sorted((shared / "data/etda-cards").glob("*.md"))
    assert [path.name for path in paths if card.render(read(path.read_bytes())) != path.read_bytes()] == []


@pytest.mark.parametrize("name", REAL)
def test_every_change_of_a_real_card_changes_its_line(shared: Path, name: str) -> None:
    assert_every_change_changes_its_line((shared / f"data/etda-cards/{name}.md").read_bytes())


def test_the_headline_of_an_operation_is_written_from_its_parts() -> None:
    raw = (GOLDEN / "canonical/input.md").read_bytes()
    changed = [msgspec.structs.replace(s, raw="-") if s.property == "operation" else s for s in read(raw)]
    assert card.render(changed) == raw


MUTATIONS: dict[str, Callable[[list[str], int, int], list[str]]] = {
    "delete": lambda parts, a, b: parts[:a] + parts[a + 1 :],
    "repeat": lambda parts, a, b: parts[: a + 1] + parts[a:],
    "move": lambda parts, a, b: [*(rest := parts[:a] + parts[a + 1 :])[:b], parts[a], *rest[b:]],
    "empty line before": lambda parts, a, b: [*parts[:a], "\n", *parts[a:]],
    "cut short": lambda parts, a, b: [*parts[:a], parts[a][: len(parts[a]) * b // 11]],
    "strip": lambda parts, a, b: [*parts[:a], parts[a].rstrip(), *parts[a + 1 :]],
    "Windows": lambda parts, a, b: [part.replace("\n", "\r\n") for part in parts],
    "half Windows": lambda parts, a, b: [part.replace("\n", "\r\n") for part in parts[:a]] + parts[a:],
    "byte order mark": lambda parts, a, b: ["\ufeff", *parts],
}


steps_taken = st.lists(
    st.tuples(st.sampled_from(sorted(MUTATIONS)), st.integers(0, 10), st.integers(0, 10)), max_size=5
)


@given(st.sampled_from(CASES), steps_taken)
@example("canonical", [("Windows", 0, 0), ("byte order mark", 0, 0)])
def test_a_mangled_card_is_given_back(case: str, steps: list[tuple[str, int, int]]) -> None:
    check_mangled((GOLDEN / case / "input.md").read_text(encoding="utf-8"), steps)


@given(data=st.data())
def test_a_mangled_real_card_is_given_back(shared: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted((shared / "data/etda-cards").glob("*.md"))))
    check_mangled(path.read_text(encoding="utf-8"), data.draw(steps_taken))


def check_mangled(text: str, steps: list[tuple[str, int, int]]) -> None:
    for name, a, b in steps:
        parts = [f"## {part}" if number else part for number, part in enumerate(text.split("## "))]
        text = "".join(MUTATIONS[name](parts, a % len(parts), b))
    raw = text.encode()
    if etda_card.identify(raw, "x.md") and read(raw):
        assert card.render(read(raw)) == raw


pieces = st.sampled_from(
    ["\n", "\n\n", "\n\n\n", "\r\n", "\r", " ", "\u3000", "\\", "\n\\## ", "\n## ", "\n# Threat actor: ", "\n**",
     "**: ", "UUID", "Sponsor", "Motivation", "Description", "description ", "Country of origin",
     "Threat actor aliases",
     "Sponsor type and motivation", "Reported hacking operations", "\n2012: ", "\nTarget: ", "\nhttp://e.org",
     "(", ")", "(Acme) ", ", ", ",", "A"]
)  # fmt: skip


@given(st.lists(pieces | st.text(max_size=4), max_size=60).map("".join))
@example("\n\n## Description\n\n  ## indented\n\n(A) ## quoted\n")
@example("\n**motivation**: A\n\n## Sponsor type and motivation\n\n**Sponsor**: \n\n**Motivation**: B\n\n\n")
@example("\r\r\n\r\n")
@example("\n\n# Threat actor: Y\n\n\\## Z\n\n\n")
@example("\n\n## \n\n## \n\nA\n\n## Layout\n\n[]\n\n**Layout**: []")
def test_any_text_with_a_title_is_given_back(rest: str) -> None:
    raw = f"# Threat actor: X{rest}".encode()
    assert card.render(read(raw)) == raw


words = st.text(alphabet="abcXYZ019é海.-'", min_size=1, max_size=8)
texts = st.lists(words, min_size=1, max_size=4).map(" ".join)
dates = st.sampled_from(["2012", "2012-08", "2012-08-01", "2014 Summer", "2013/2014", "2020 Early"])


@st.composite
def cards(draw: st.DrawFn) -> list[Statement]:
    """The statements of a card of values without separators, in the order in which a card states them."""
    draft = Draft(Record("etda_card", "card", "x", Origin("x.md")))
    draft.state("title", draw(texts), 1)
    for prop in ("uuid", "first-seen", "modified"):
        if draw(st.booleans()):
            draft.state(prop, draw(texts), 1)
    for name, giver in draw(st.lists(st.tuples(texts, st.none() | texts), max_size=3)):
        draft.state("name", name, 1, **({"giver": giver} if giver else {}))
    paragraphs = st.lists(texts, min_size=1, max_size=3)
    for paragraph, by in draw(st.lists(st.tuples(paragraphs, st.none() | words), max_size=3)):
        draft.state("description", "\n".join(paragraph), 1, **({"by": by} if by else {}))
    for prop in ("sponsor", "motivation", "country", "target-sector", "target-country", "tool"):
        for raw in draw(st.lists(texts, max_size=1 if prop == "sponsor" else 3)):
            draft.state(prop, raw, 1)
    for prop in ("operation", "counter-operation"):
        for date, title in draw(st.lists(st.tuples(st.none() | dates, texts), max_size=3)):
            parent = draft.state(prop, f"{date}: {title}" if date else title, 1)
            if date:
                draft.state("date", date, 1, parent)
            draft.state("title", title, 1, parent)
            parts = st.sampled_from(["text", "target", "method", "note", "url"])
            for part, raw in draw(st.lists(st.tuples(parts, texts), max_size=4)):
                draft.state(part, f"https://{raw}" if part == "url" else raw, 1, parent)
    return draft.statements


@given(cards())
def test_a_card_written_from_statements_is_read_as_the_same_statements(statements: list[Statement]) -> None:
    written = card.render(statements)
    assert stated(read(written)) == stated(statements)
    assert written.endswith(b"\n\n\n\n")


def drop(statements: list[Statement], prop: str, raw: str) -> list[Statement]:
    kept = [s for s in statements if (s.property, s.raw) != (prop, raw)]
    assert len(kept) < len(statements)
    return kept


def test_removing_a_statement_changes_its_line_alone() -> None:
    raw = (GOLDEN / "canonical/input.md").read_bytes()
    written = card.render(drop(read(raw), "target-country", "UK"))
    assert written == raw.replace(b"Atlantis, UK, [", b"Atlantis, [")


def test_a_layout_that_no_longer_fits_gives_way_to_the_canonical_form_of_its_section_only() -> None:
    raw = b"# Threat actor: X\n## Country of origin\nUK,  Atlantis\n## Observed usage of tools\nLadle,  Spoon\n"
    less = card.render(drop(read(raw), "country", "UK"))
    assert less == raw.replace(b"\nUK,  Atlantis\n", b"\n\nAtlantis\n\n")
    more = read(raw)
    more.insert(1, Statement(more[0].record, 99, None, "country", "Lemuria", {}, more[0].origin))
    assert card.render(more) == raw.replace(b"\nUK,  Atlantis\n", b"\n\nLemuria, UK, Atlantis\n\n")


def test_no_fact_is_lost_when_layouts_give_way() -> None:
    statements = [s for s in read((GOLDEN / "by-hand/input.md").read_bytes()) if s.property != "x-layout"]
    again = read(card.render(statements))
    left = {(s.property, s.raw) for s in statements} - {(s.property, s.raw) for s in again}
    assert left == {("operation", "2021-05-03:  The great spill")}  # a headline is written from its parts


def test_a_statement_of_a_section_that_the_file_had_not_is_added() -> None:
    statements = read(b"# Threat actor: X\n\n## Description\n\nA.\n")
    statements.append(Statement(statements[0].record, 99, None, "tool", "Ladle", {}, statements[0].origin))
    assert card.render(statements).endswith(b"A.\n## Observed usage of tools\n\nLadle\n\n")


def test_sections_of_one_heading_whose_layouts_give_way_say_everything_once() -> None:
    raw = b"# Threat actor: X\n" + b"## Reported hacking operations\n2012: A\n" * 2
    statements = [s for s in read(raw) if s.qualifiers.get("section") not in ("1", "2")]
    assert card.render(statements).count(b"2012: A") == 2


def test_a_record_of_another_format_is_written_canonically() -> None:
    draft = Draft(Record("misp_galaxy", "threat-actor", "x", Origin("x.json")))
    draft.state("description", "Made up.\n\n## Country of origin\n\nAtlantis\n# Threat actor: Y", "/a")
    draft.state("title", "Teapot\nGroup", "/b")
    draft.state("country", "NO", "/c")
    draft.state("name", "Pot Army (PA)", "/d")
    draft.state("name", "## Pot", "/e")
    draft.state("reference", "https://e.org", "/f")
    draft.state("x-layout", "[]", "/g")
    draft.state("operation", "## Spill", "/h")
    written = card.render(draft.statements)
    expected = (
        "# Threat actor: Teapot Group\n\n**UUID**: \n\n**First seen**: \n\n**Source last modified**: \n\n"
        "## Threat actor aliases\n\nPot Army (PA) (?), ## Pot\n\n"
        "## Description\n\nMade up.\n\n\\## Country of origin\n\nAtlantis\n\\# Threat actor: Y\n\n"
        "## Sponsor type and motivation\n\n**Sponsor**: \n\n**Motivation**: \n\n\n"
        "## Country of origin\n\nNO\n\n"
        "## Observed attacked sectors where victims operate in\n\n\n\n"
        "## Observed attacked countries where victims operate in\n\n\n\n"
        "## Observed usage of tools\n\n\n\n"
        "## Reported hacking operations\n\n\\## Spill\n\n"
        "## Reported counter operations against threat actor\n\n\n\n\n\n"
    )
    assert written.decode() == expected
    again = [
        (s.property, s.raw) for s in read(written) if s.property in ("title", "country", "x-layout") and not s.parent
    ]
    assert again == [("title", "Teapot Group"), ("country", "NO")]


broken = ["[]", "{}", "null", '[[0,"raw"]]', '[[0,"no"]]', '["a",5]', "[" * 5000, '{"end":5}']


@given(st.text() | st.sampled_from(broken), st.text())
@example('["twice",[0,"raw"]]', "-1")
@example('{"sections":["## A"]}', "*")
def test_no_layout_however_broken_loses_a_statement(raw: str, section: str) -> None:
    draft = Draft(Record("etda_card", "card", "x", Origin("x.md")))
    draft.state("title", "Paper Lantern", 1)
    draft.state("tool", "Ladle", 1)
    for number in (section, "0", "*"):
        draft.state("x-layout", raw, 1, section=number)
    written = card.render(draft.statements)
    assert b"Paper Lantern" in written
    assert b"Ladle" in written


def test_what_a_card_has_no_place_for_is_counted() -> None:
    draft = Draft(Record("misp_galaxy", "threat-actor", "x", Origin("x.json")))
    draft.state("title", "Paper Lantern", "/0")
    name = draft.state("name", "Lantern", "/1", giver="Acme", relation="also listed")
    draft.state("url", "http://e.org", "/2", name)
    draft.state("relation", "y", "/3")
    loss = Loss()
    ((_, content),) = exported_record(draft.statements, loss)
    assert content == card.render(draft.statements)
    assert [(prop, count) for prop, _, count in loss.rows()] == [
        ("name: parts", 1),
        ("name: relation", 1),
        ("relation", 1),
    ]


def test_cards_whose_names_are_cut_off_alike_have_files_of_their_own() -> None:
    keys = [f"misp:{'x' * 100}{number}" for number in range(3)]
    profile: Any = {"kind": "actor", "records": [{"key": key, "file": "x.json"} for key in keys]}
    selection = Given([profile], dict.fromkeys(keys, ()))
    assert len({file.name for file in card.files(selection, Loss())}) == 3


def exported_record(statements: list[Statement], loss: Loss) -> list[tuple[str, bytes]]:
    """The files of a profile of one record that has the statements."""
    profile: Any = {"kind": "actor", "records": [{"key": "x", "file": "x.json"}]}
    stored = [
        Stored("", "x", s.ord, s.parent, s.property, s.raw, None, s.qualifiers, s.tlp, "", 0, "") for s in statements
    ]
    return [*exported("card", Given([profile], {"x": stored}), loss).items()]
