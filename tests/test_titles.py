"""Under which of its names a profile stands."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.identity import Subject
from bestiary.names import fold
from bestiary.sources import sources
from bestiary.titles import ORDER, display_title
from tests.subject import subject

SOURCES = ["mitre-attack", "mitre-galaxy", "misp", "etda", "360", "microsoft", "a team's own"]
WORDS = ["Teapot", "TEAPOT", "Tea Pot", "Kettle", "kettle", "Samovar", "G0001", "???"]


def test_the_title_that_the_most_independent_sources_use() -> None:
    records = [
        subject(1, "mitre-attack", "Teapot", "Kettle"),
        subject(2, "mitre-galaxy", "Teapot"),  # has it from ATT&CK
        subject(3, "360", "Kettle"),
        subject(4, "microsoft", "Kettle"),
    ]
    assert display_title(records) == "Kettle"


def test_then_the_name_that_the_most_sources_state() -> None:
    records = [subject(1, "mitre-attack", "Teapot"), subject(2, "360", "Kettle"), subject(3, "etda", "Urn", "Kettle")]
    assert display_title(records) == "Kettle"


def test_then_the_order_of_sources_then_the_alphabet() -> None:
    assert display_title([subject(1, "etda", "Kettle"), subject(2, "mitre-attack", "Teapot")]) == "Teapot"
    assert display_title([subject(1, "own", "Kettle"), subject(2, "360", "Teapot")]) == "Teapot"
    assert display_title([subject(1, "own", "Teapot"), subject(2, "another", "Kettle")]) == "Kettle"


def test_only_the_first_name_of_a_title_counts() -> None:
    records = [subject(1, "etda", "Teapot", "Kettle", titles=2), subject(2, "360", "Kettle", titles=1)]
    assert display_title(records) == "Kettle"  # two sources state it
    assert display_title([subject(1, "etda", "Teapot", "Kettle", titles=2)]) == "Teapot"


def test_spelled_as_most_write_it_else_as_the_first_record() -> None:
    records = [subject(1, "misp", "TEAPOT"), subject(2, "etda", "Tea Pot"), subject(3, "own", "Urn", "TEAPOT")]
    assert display_title(records[:2]) == "Tea Pot"
    assert display_title(records) == "TEAPOT"
    assert display_title([subject(2, "misp", "TEAPOT"), subject(1, "misp", "Teapot")]) == "Teapot"


def test_a_rejected_name_is_no_title_if_there_is_another() -> None:
    welded = subject(1, "mitre-attack", "Teapot", rejected={"teapot": "another's"})
    assert display_title([welded, subject(2, "own", "Kettle")]) == "Kettle"
    assert display_title([welded]) == "Teapot"


def test_a_rejected_use_is_no_source_that_states_it() -> None:
    records = [
        subject(1, "etda", "Teapot"),
        subject(2, "microsoft", "Kettle"),
        subject(3, "360", "Urn", "Kettle", rejected={"kettle": "another's"}),
    ]
    assert display_title(records) == "Teapot"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("norway", "Norway"),
        ("aland islands", "Åland Islands"),
        ("Ivory Coast", "Côte d'Ivoire"),
        ("cocos islands", "Cocos (Keeling) Islands"),
        ("serbia and montenegro", "Serbia and Montenegro"),  # is no more, and has no code
        ("Teapot of the Sea", "Teapot of the Sea"),
    ],
)
def test_a_country_stands_under_its_proper_name(written: str, shown: str) -> None:
    assert display_title([subject(1, "misp", written, kind="country")]) == shown
    assert display_title([subject(1, "misp", written, kind="sector")]) == written


def test_what_people_choose_stands_as_they_write_it() -> None:
    records = [subject(1, "mitre-attack", "Teapot"), subject(2, "etda", "Kettle")]
    assert display_title(records, {"etda:2": "The Kettle", "misp:9": "Urn"}) == "The Kettle"
    assert display_title(records, {"mitre-attack:1": "A", "etda:2": "B"}) == "B"  # the first by key


@pytest.mark.parametrize("title", ["", " "])
def test_without_a_name_the_key_stands(title: str) -> None:
    blank = subject(1, "misp", title)
    blank.names, blank.written = {}, {}
    assert display_title([blank]) == "misp:1"


def test_the_order_names_sources_that_there_are() -> None:
    assert set(ORDER) <= set(sources())
    assert set(sources()) - set(ORDER) == {"stix", "alias-table", "own-cards", "overlay"}  # anybody's


@st.composite
def records(draw: st.DrawFn) -> list[Subject]:
    rows: list[Any] = draw(
        st.lists(
            st.tuples(st.sampled_from(SOURCES), st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)),
            min_size=1,
            max_size=6,
        )
    )
    return [subject(number, source, *names) for number, (source, names) in enumerate(rows)]


@given(records(), st.data())
def test_the_order_of_the_records_does_not_matter_and_it_is_one_of_their_titles(
    some: list[Subject], data: st.DataObject
) -> None:
    title = display_title(some)
    assert display_title(data.draw(st.permutations(some))) == title
    assert fold(title) in {record.titles[0] for record in some}
    assert title in {name for record in some for name in record.written.values()}
