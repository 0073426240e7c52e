"""A page as a whole: its order, its width, and what no text in it can do."""

import copy
import io
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from bestiary.cli.page import BRIEF, WHOLE, answer_page, page
from bestiary.profile import Profile, Rejected

from .conftest import Faked, name, profiled

HOSTILE = [
    "\x1b[2J\x1b]0;title\x07",
    "[bold]x[/bold]",
    "[/]",
    "[link=file:///x]y[/link]",
    "\u202egnp.exe\u2066",
    "\x9b31m",
]
# What rich itself writes: colours and styles, and links to http(s) only
OURS = re.compile(r"\x1b\[[\d;]*m|\x1b]8;(?:id=\d+;https?://[^\x1b\x07\s]*|;)\x1b\\")


def printed(*things: Any, width: int = 100, terminal: bool = False) -> str:
    """The things as a console of that width prints them."""
    console = Console(
        file=io.StringIO(), width=width, force_terminal=terminal, markup=False, highlight=False, emoji=False,
        color_system="truecolor" if terminal else None, legacy_windows=False,
    )  # fmt: skip
    for thing in things:
        console.print(thing)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def poisoned(thing: Any, text: str) -> Any:
    """The thing with the text in place of every string but keys and the kind; dates are None or text as well."""
    if isinstance(thing, dict):
        return {key: poisoned(value, text) for key, value in thing.items()}
    if isinstance(thing, list):
        return [poisoned(value, text) for value in thing]
    return text if isinstance(thing, str) else thing


def hostile_page(profile: Profile, text: str) -> Profile:
    """The profile with the text in place of all that others write; the relations between profiles are our words."""
    page: Profile = poisoned(profile, text)
    for related, ours in zip(page["related"], profile["related"], strict=True):
        related["relation"] = ours["relation"]
    return page


def test_the_order_of_a_page(heron: Profile) -> None:
    text = printed(*answer_page(Faked(heron).who("MOSSY HERON")))
    labels = re.findall(
        r"^([A-Z][A-Za-z ]+?)(?: \d+)?(?:  |$)", "\n".join(line.rstrip() for line in text.split("\n")), re.M
    )
    wanted = [
        "Matched", "Description", "Names", "Origin", "First seen", "Sponsor", "Motivation", "Victim sectors",
        "Victim countries", "Tools", "Operations", "Counter operations", "Related", "Relations", "References",
        "MISP tag", "Records", "Why they are one",
    ]  # fmt: skip
    assert [label for label in labels if label in wanted] == wanted


def test_a_bare_profile_is_a_title_and_its_record(bare: Profile) -> None:
    lines = [line.rstrip() for line in printed(page(bare, [], BRIEF)).splitlines()]
    assert lines == [
        "Quiet Newt  actor · quiet-newt · pond-notes",
        "",
        "Record                pond-notes · Quiet Newt · undated · pond-notes.json",
        "",
    ]


def test_an_ambiguous_answer_begins_with_the_choice_and_rules_pages_off(heron: Profile, bare: Profile) -> None:
    bare["title"] = "MOSSY HERON"
    lines = printed(*answer_page(Faked(heron, bare).who("MOSSY HERON"))).splitlines()
    assert lines[:4] == [
        "“MOSSY HERON” is ambiguous: 2 profiles bear this name.",
        "  1  MOSSY HERON  actor · mossy-heron · 3 records",
        "  2  MOSSY HERON  actor · quiet-newt · pond-notes",
        "",
    ]
    assert lines.count("-" * 100) == 1


def refused(number: int, why: str = "is the name of a ship") -> Rejected:
    return {
        "name": "Grey Wader", "record": f"reed-galaxy:{number}", "source": "reed-galaxy",
        "profile": profiled(f"Newt {number}"), "why": why,
    }  # fmt: skip


def test_uses_that_are_rejected_are_told_before_the_pages(heron: Profile) -> None:
    answer = Faked(heron).who("MOSSY HERON")
    answer["rejected"] = [refused(1)]
    lines = printed(*answer_page(answer)).splitlines()
    assert lines[0] == "reed-galaxy lists “Grey Wader” for Newt 1 (newt-1); rejected: is the name of a ship"
    assert lines[1] == ""
    assert lines[2].startswith("MOSSY HERON  actor")


def test_many_rejected_uses_are_counted(heron: Profile) -> None:
    answer = Faked(heron).who("nobody")
    answer["rejected"] = [refused(number) for number in range(1010)]
    lines = printed(*answer_page(answer)).splitlines()
    assert len(lines) == 10
    assert lines[8:] == ["… and 1,002 more that are rejected: --json tells them all", ""]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_rejected_use_acts_on_a_terminal(heron: Profile, hostile: str) -> None:
    answer = Faked(heron).who("nobody")
    answer["rejected"] = poisoned([refused(1)], hostile)
    left = OURS.sub("", printed(*answer_page(answer), terminal=True, width=300))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", left)


@pytest.mark.parametrize("width", [30, 59, 60, 80, 100, 120])
@pytest.mark.parametrize("extent", [BRIEF, WHOLE])
def test_no_line_is_wider_than_the_screen(heron: Profile, width: int, extent: Any) -> None:
    heron["title"] = "An actor of a name without end " * 5
    heron["names"].append(name("W" * 500, 0, giver="G" * 100))
    heron["references"][0]["label"] = "https://reed.example/" + "x" * 300
    text = printed(page(heron, [], extent), width=width)
    assert max(map(cell_len, text.splitlines())) <= width
    assert text.count("W") >= 500  # folded, not cut off


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("extent", [BRIEF, WHOLE])
def test_no_text_acts_on_a_terminal(heron: Profile, hostile: str, extent: Any) -> None:
    profile = hostile_page(heron, hostile)
    profile["facts"] = {hostile: profile["facts"]["tool"], **profile["facts"]}
    matched = poisoned(Faked(heron).who("MOSSY HERON")["matches"][0]["matched"], hostile)
    text = printed(page(profile, matched, extent), terminal=True, width=300)
    left = OURS.sub("", text)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", left)
    if hostile.startswith("["):
        assert hostile in left  # markup is text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=()), max_size=60), width=st.integers(20, 120))
def test_any_text_makes_a_page(heron: Profile, text: str, width: int) -> None:
    profile = hostile_page(copy.deepcopy(heron), text)
    left = OURS.sub("", printed(page(profile, [], WHOLE), width=width, terminal=True))
    left.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", left)


def test_links_lead_to_the_web(heron: Profile) -> None:
    heron["references"][0]["label"] = "javascript:alert(1)"
    text = printed(page(heron, [], BRIEF), terminal=True)
    targets = re.findall(r"\x1b]8;id=\d+;([^\x1b]+)", text)
    assert "https://marsh.example/groups/M0042" in targets
    assert {target.partition("//")[0] for target in targets} == {"https:"}


def test_all_of_ten_thousand_names_can_be_shown(heron: Profile) -> None:
    heron["names"] = [name(f"Name{number}", 0) for number in range(10_000)]
    text = printed(page(heron, [], WHOLE))
    assert len(set(re.findall(r"Name\d+", text))) == 10_000
