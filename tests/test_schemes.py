"""What a name tells of itself."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.schemes import LONGEST, Coined, Reading, Scheme, built_like, fitting, readings, table
from bestiary.values import clean
from tests.small import open_small

SCHEMES = table().scheme
EXAMPLES = [(scheme, example) for scheme in SCHEMES for example in scheme.examples]

# Names that several vendors may have coined, as the marks of each stand in the other's open word
AMBIGUOUS = [
    ("Stone Wolf", ["CrowdStrike", "BI.ZONE"]),
    ("White Lynx", ["CrowdStrike", "Unit 42"]),
    ("Void Blizzard", ["Microsoft", "Trend Micro"]),
    ("Void Manticore", ["Trend Micro", "Check Point"]),
    ("COBALT SPIDER", ["CrowdStrike", "Secureworks"]),
    ("BRONZE CASTLE", ["Google", "Secureworks"]),
    ("Red Phoenix", ["Unit 42", "PwC"]),
]


def givers(name: str) -> list[str]:
    """Who may have coined the name."""
    return [reading.giver for reading in readings(name)]


@pytest.mark.parametrize(("scheme", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_an_example_is_read_by_its_scheme_and_no_other(scheme: Scheme, example: str) -> None:
    assert [(reading.giver, reading.scheme) for reading in readings(example)] == [(scheme.giver, scheme.title)]


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: f"{scheme.giver}: {scheme.title}")
def test_a_scheme_says_what_it_has_to(scheme: Scheme) -> None:
    assert scheme.examples
    assert scheme.rule.endswith(".")
    assert scheme.maturity in ("", "in development", "candidate", "named actor")
    for country in {scheme.country, *(mark.country for mark in scheme.marks.values())} - {""}:
        assert clean("country", country).value == country
    for date in {scheme.since, scheme.until} - {""}:
        assert clean("date", date).value == date


@pytest.mark.parametrize("url", [*(scheme.url for scheme in SCHEMES), *(coined.url for coined in table().coined)])
def test_a_page_is_linked_by_https(url: str) -> None:
    assert url.startswith("https://")
    assert clean("url", url).value == url


def test_every_mark_is_read_in_an_example_or_an_ambiguous_name() -> None:
    examples = [name for scheme in SCHEMES for name in scheme.examples] + [name for name, _ in AMBIGUOUS]
    read = {
        (reading.giver, reading.scheme, mark)
        for name in examples
        for scheme, reading in fitting(name)
        for mark, meant in scheme.marks.items()
        if f" {mark}: {meant.means}." in reading.meaning
    }
    assert read == {(scheme.giver, scheme.title, mark) for scheme in SCHEMES for mark in scheme.marks}


def test_no_two_schemes_of_a_giver_share_a_title() -> None:
    titles = [(scheme.giver, scheme.title) for scheme in SCHEMES]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(("name", "expected"), AMBIGUOUS)
def test_a_name_that_several_may_have_coined_is_read_in_the_order_of_the_table(name: str, expected: list[str]) -> None:
    assert givers(name) == expected


@pytest.mark.parametrize(
    ("name", "giver", "country"),
    [
        ("RedDelta", "Recorded Future", "CN"),
        ("Red Delta", "PwC", "CN"),
        ("GreenDelta", "Recorded Future", "IR"),
        ("Green Delta", "PwC", "PK"),
        ("reddelta", "Recorded Future", "CN"),
        ("red delta", "PwC", "CN"),
        ("TEMP.Heretic", "Mandiant", None),
        ("TEMP_Heretic", "Volexity", None),
        ("Larva-24005", "AhnLab", None),
        ("LARVA-208", "PRODAFT", None),
        ("STRONTIUM", "Microsoft", None),
        ("ZINC EMERSON", "Secureworks", "IN"),
        ("ZINC", "Microsoft", None),
    ],
)
def test_spacing_and_signs_tell_one_giver_from_another(name: str, giver: str, country: str | None) -> None:
    assert [(reading.giver, reading.country) for reading in readings(name)] == [(giver, country)]


def test_case_counts_as_long_as_a_scheme_writes_so() -> None:
    assert givers("Iron Taurus") == ["Unit 42"]
    assert givers("IRON TAURUS") == ["Secureworks"]
    assert givers("iron taurus") == ["Secureworks", "Unit 42"]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("emerald sleet", "Emerald Sleet"),
        ("apt28", "APT28"),
        (" Fancy   Bear ", "Fancy Bear"),
        ("Cobalt Mirage", "COBALT MIRAGE"),
        ("strontium", "STRONTIUM"),
        ("storm-0558", "Storm-0558"),
        ("Larva‑24005", "Larva-24005"),  # with the no-break hyphen that pages are set with
    ],
)
def test_sloppy_typing_is_read(typed: str, written: str) -> None:
    assert readings(typed) == readings(written) != []


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Fancy Bear Group",
        "the Fancy Bear",
        "APT28/29",
        "APT28\nAPT29",
        "APT 123",
        "Cobalt Group",
        "Black Basta",
        "alpine",
        "satellite",
        "TA-Elephant",
        "Fire Ant",
        "Panda",
        "海莲花",
    ],
)
def test_a_name_has_to_be_wholly_of_the_scheme(name: str) -> None:
    assert readings(name) == []


def test_a_reading_says_what_is_implied() -> None:
    scheme = next(scheme for scheme in SCHEMES if scheme.title == "a word and the weather")
    assert readings("Invented Sleet") == [
        Reading(
            "Microsoft",
            "a word and the weather",
            "A word and a kind of weather; the weather stands for a country or a kind of actor."
            " Sleet: actors of North Korea.",
            "KP",
            "state-aligned",
            "named actor",
            "2023-04",
            "",
            scheme.url,
        )
    ]


def test_an_id_is_told_from_a_name() -> None:
    assert [(reading.kind, reading.country) for reading in readings("G0007")] == [("id", None)]


@pytest.mark.parametrize("coined", table().coined, ids=lambda coined: coined.name)
def test_a_lookalike_is_read_as_its_coiner_s_and_implies_nothing(coined: Coined) -> None:
    patterns = [scheme.giver for scheme, _ in fitting(coined.name)]
    assert patterns, "no scheme reads it: it need not be listed"
    assert coined.giver not in patterns
    (reading,) = readings(coined.name.upper())
    assert (reading.giver, reading.scheme, reading.country, reading.url) == (coined.giver, "", None, coined.url)
    assert patterns[0] in reading.meaning


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2,9}[ _-]?[A-Z]?[A-Za-z]{2,9}[ -]?\d{0,4}", fullmatch=True))
def test_any_text_gives_a_list(text: str) -> None:
    found = readings(text)
    assert len({(reading.giver, reading.scheme) for reading in found}) == len(found)
    assert all(reading.meaning and reading.url for reading in found)


@pytest.mark.parametrize("unit", ["A", "Aa", "A ", "aB", "Red", "TA-Aa", "1", "TEMP.", "Ab_"])
def test_no_text_takes_long(unit: str) -> None:
    readings("APT1")  # compiles
    begun = time.perf_counter()
    for length in range(LONGEST + 1):
        readings((unit * LONGEST)[:length] + "!")
    assert time.perf_counter() - begun < 5  # a pattern that backtracks without bounds would take years
    assert readings("FANCY" * LONGEST + " BEAR") == []
    assert readings(unit * 1_000_000) == []


def test_a_name_of_no_scheme_is_not_tried_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    readings("APT1")
    monkeypatch.setattr("bestiary.schemes._match", None)  # 100,000 names, with 140 patterns each, took ten seconds
    assert readings("Name 5 of many") == []


def test_a_look_up_does_not_load_the_schemes() -> None:
    code = "import sys, bestiary.base, bestiary.cli.who; print('bestiary.schemes' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"


def test_an_open_encyclopedia_reads_a_name(tmp_path: Path) -> None:
    with open_small(tmp_path) as bestiary:
        assert bestiary.reading("Invented Sleet") == readings("Invented Sleet") != []


@pytest.mark.parametrize(
    ("name", "giver"),
    [
        ("Fraternal Jackal", "CrowdStrike"),
        ("Hazel Sandstorm", "Microsoft"),
        ("Turla", ""),
        ("Void Manticore", ""),
        ("G0007", ""),
    ],
)
def test_whose_names_it_is_built_like(name: str, giver: str) -> None:
    assert built_like(name) == giver
