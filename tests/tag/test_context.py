import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.tag.context import Sight, case_of, in_address, said_by_itself, shape_of, whole_end
from bestiary.tag.context import look as look_with


def look(text: str, start: int, end: int, spellings: tuple[str, ...]) -> Sight:
    return look_with(text, shape_of(text.encode()), start, end, spellings)


def seen(text: str, name: str = "Teapot") -> Sight:
    start = text.index(name)
    return look(text, start, start + len(name), ("Teapot",))


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("the Teapot gang struck", {"actor"}),
        ("a backdoor: Teapot ransomware", {"tool"}),
        ("the group is also known as Teapot.", {"naming"}),
        ("they are tracked by others as Teapot.", {"naming"}),
        ("as Teapot did before", set()),
        ("it is (“Teapot”) that came".replace("“", '"').replace("”", '"'), {"quoted"}),
        ("Emotet, Teapot and Qbot", {"listed"}),
        ("by Teapot Industries in", {"joined"}),
        ("by the Teapot itself", set()),
        ("campaign Teapot ran", {"campaign"}),
        ("the Teapot banking trojan", {"tool"}),
        ("the Teapot remote access trojan", {"tool"}),
        ("the Teapot banking app", set()),
        ("by the vendor Teapot, who", {"company", "listed"}),
        ("the people of Teapot Inc. said", {"company", "joined"}),
        ("they hacked Teapot, an Italian software firm that", {"company", "listed"}),
        ("they hacked Teapot, an Italian firm's rival", {"company", "listed"}),
        ("they hacked Teapot, an old confirmed enemy", {"listed"}),
        ("they hacked Teapot. A firm", set()),
        ("a Teapot bot channel", set()),
    ],
)
def test_what_the_words_beside_it_say(text: str, fields: set[str]) -> None:
    sight = seen(text)
    said = {"actor", "tool", "campaign", "company", "naming", "joined", "listed", "quoted"}
    assert {name for name in said if getattr(sight, name)} == fields


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("and Teapot claimed it", (True, False)),
        ("deployed by the Teapot in", (True, False)),
        ("stolen by Teapot in", (True, False)),
        ("it downloads Teapot then", (False, True)),
        ("and Teapot encrypts it", (False, True)),
        ("in the Teapot there", (False, False)),
    ],
)
def test_what_it_does_or_is_done_with_it(text: str, does: tuple[bool, bool]) -> None:
    assert (seen(text).acts, seen(text).works) == does


def test_sentences_and_headings() -> None:
    prose = "It was in spring that the actors behind Teapot came back, and they came with tools that nobody had seen."
    assert (seen(prose).prose, seen(prose).within) == (True, True)
    assert (seen("# Teapot\n\nmore").prose, seen("# Teapot\n\nmore").within) == (False, False)
    opening = prose.replace("Teapot came", "it ended. Teapot came")
    assert (seen(opening).prose, seen(opening).within) == (True, False)


@pytest.mark.parametrize(
    ("surface", "case"), [("apt28", "lower"), ("APT28", "upper"), ("Turla", "title"), ("LockBit", "mixed")]
)
def test_case(surface: str, case: str) -> None:
    assert case_of(surface) == case


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://teapot.example/Teapot/x", True),
        ("C:\\Users\\Teapot\\x.dll", True),
        ("Teapot.exe was dropped", True),
        ("mail Teapot@example.org now", True),
        ("dead0beef0dead0beef0_Teapot.", True),
        ("WOW64; Teapot/7.0; rv", True),  # what programs call themselves towards a server
        ("Emotet/Teapot came", False),
        ("Teapot/2 came", False),
        ("It was Teapot. Then", False),
        ("Teapot: the story", False),
    ],
)
def test_addresses_paths_and_files(text: str, address: bool) -> None:
    start = text.rindex("Teapot")
    assert in_address(text, start, start + 6) is address


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Teapot RAT ran", "Teapot RAT"),
        ("Teapot ran", "Teapot"),
        ("Teapot GroupSeveral of them", "Teapot Group"),
        ("Teapot Groups", "Teapot"),
        ("Teapot Group-IB", "Teapot"),
        ("Teapot Group2", "Teapot"),
        ("Teapot TeamViewer", "Teapot"),
    ],
)
def test_what_belongs_to_a_name(text: str, whole: str) -> None:
    assert text[: whole_end(text, 6)] == whole


@pytest.mark.parametrize(
    ("surface", "kind"), [("Teapot RAT", "tool"), ("Teapot Crew", "actor"), ("Teapot Bot", "tool"), ("Teapot", "")]
)
def test_what_a_name_says_by_itself(surface: str, kind: str) -> None:
    assert said_by_itself(surface) == kind


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_around_a_name_breaks_it(before: str, after: str) -> None:
    text = f"{before}Teapot{after}"
    sight = look(text, len(before), len(before) + 6, ())
    assert text[sight.start : sight.end] == sight.surface == "Teapot"
    assert in_address(text, len(before), len(before) + 6) in (True, False)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("In May SteamRAT came back.", False),
        ("Yesterday SteamRAT came back.", False),
        ("Iranian SteamRAT came back.", False),
        ("The Steel SteamRAT came back.", True),
    ],
)
def test_a_capital_that_begins_a_sentence_joins_nothing(text: str, joined: bool) -> None:
    start = text.index("SteamRAT")
    assert look(text, start, start + 8, ()).joined is joined


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("SteamRAT came back.", True),
        ("SteamRAT | News | About", False),
        ("SteamRAT - eins - zwei.", True),
        ("SteamRAT - 1 - 2 - 3.", False),
        ("SteamRAT вернулся опять.", True),
        ("SteamRAT \u2022 News \u2022 About.", False),
    ],
)
def test_a_short_sentence_is_one(text: str, prose: bool) -> None:
    assert look(text, 0, 8, ()).prose is prose


def test_a_capital_at_the_beginning_of_a_sentence_tells_nothing() -> None:
    text = "SteamRAT was seen in the networks of those who had not looked for it, and stayed there."
    assert not look(text, 0, 8, ()).within
    assert look(f"There {text}", 6, 14, ()).within


def test_the_shape_has_a_byte_for_each_character() -> None:
    assert shape_of("The кот\nat 5 \u2022 ö.".encode()) == b".aa aaa aa . . a."
