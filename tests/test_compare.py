from typing import Any

import pytest

from bestiary.candidates import common
from bestiary.compare import SIGNALS, WEIGHTS, compare
from bestiary.identity import Subject
from bestiary.sides import Side

from .subject import subject

ACTOR = WEIGHTS["actor"]


def signals(a: Subject, b: Subject, *others: Subject, **known: Any) -> dict[str, float]:
    """Signal → the sum of its weights between two records; `others` are known besides."""
    sides = [Side([(one,)]) for one in (a, b, *others)]
    all_ = common(sides, known.get("malware", frozenset()), known.get("welded", {}))
    found: dict[str, float] = {}
    for reason in compare(sides[0], sides[1], all_, WEIGHTS[a.kind])[1]:
        found[reason.signal] = found.get(reason.signal, 0.0) + reason.weight
    return found


def test_a_title_says_more_than_a_name() -> None:
    both = signals(subject(1, "a", "Teapot"), subject(2, "b", "TEA-POT"))["shared_names"]
    one = signals(subject(1, "a", "Teapot"), subject(2, "b", "Kettle", "Teapot"))["shared_names"]
    none = signals(subject(1, "a", "Samovar", "Teapot"), subject(2, "b", "Kettle", "Teapot"))["shared_names"]
    assert both > one > none > 0
    assert both == ACTOR.titles


def test_what_a_name_counts_less_for() -> None:
    plain = signals(subject(1, "a", "Teapot"), subject(2, "b", "Kettle", "Teapot"))["shared_names"]
    a, b = subject(1, "a", "Teapot"), subject(2, "b", "Kettle", "Teapot")
    assert signals(a, b, malware=frozenset({"teapot"}))["shared_names"] == pytest.approx(plain / 2)
    assert signals(a, b, subject(3, "b", "Samovar", "Teapot"))["shared_names"] == pytest.approx(plain / 2)
    assert signals(a, b, subject(3, "b", "Samovar", "Kettle", "Teapot"))["shared_names"] == plain  # b's own double
    short = signals(subject(1, "a", "TEA"), subject(2, "b", "Kettle", "TEA"))["shared_names"]
    assert short == pytest.approx(plain / 2)
    coined = {"Teapot": "Porcelain Labs"}
    known = subject(1, "a", "Teapot", givers=coined)
    assert signals(known, subject(2, "b", "Kettle", "Teapot", givers=coined))["shared_names"] > plain
    assert signals(known, subject(2, "b", "Kettle", "Teapot", givers={"Teapot": "Tin Labs"}))["shared_names"] < plain


def test_a_rejected_name_joins_nothing() -> None:
    b = subject(2, "b", "Kettle", "Teapot")
    b.rejected = {"teapot": "a brand"}
    assert signals(subject(1, "a", "Teapot"), b) == {}


def test_however_many_names_are_shared() -> None:
    names = [f"Name {chr(65 + number)}x" for number in range(20)]
    assert signals(subject(1, "a", *names), subject(2, "b", *names))["shared_names"] == pytest.approx(7.0)


@pytest.mark.parametrize(
    ("one", "other", "signal", "weight"),
    [
        ({"cited": {"g0001"}}, {"ids": {"g0001"}}, "names_its_id", 3.0),
        ({"cited": {"g0001", "g0002"}}, {"ids": {"g0001"}}, "names_its_id", 1.5),
        ({"similar": {2: 2.0}}, {}, "said_similar", 2.0),
        ({"similar": {2: 2.0, 7: 2.0, 8: 2.0, 9: 2.0}}, {}, "said_similar", 1.0),
        ({"countries": {"CN"}}, {"countries": {"CN", "RU"}}, "country", 0.3),
        ({"countries": {"CN"}}, {"countries": {"RU"}}, "country", -1.5),
        ({"countries": {"CN"}}, {}, "country", None),
        ({"sponsors": {"x"}}, {"sponsors": {"x"}}, "sponsor", 0.3),
        ({"references": {"u", "v"}}, {"references": {"u", "v"}}, "references", 0.8),
        ({"uses": {5}}, {"uses": {5}}, "rare_tools", 0.2),
        ({"targets": {"DE", "FR", "IT"}}, {"targets": {"DE", "FR", "IT", "US"}}, "targets", 0.2),
        ({"targets": {"DE", "FR"}}, {"targets": {"DE", "FR"}}, "targets", None),
        ({"campaign": True}, {}, "campaign", -2.5),
        ({"campaign": True}, {"campaign": True}, "campaign", None),
    ],
)
def test_each_signal(one: dict[str, Any], other: dict[str, Any], signal: str, weight: float | None) -> None:
    found = signals(subject(1, "a", "Teapot", **one), subject(2, "b", "Kettle", **other))
    assert found.get(signal) == (weight if weight is None else pytest.approx(weight))


def test_what_hardly_anything_else_cites() -> None:
    others = [subject(number, "c", f"Other {number}", references={"u"}) for number in range(3, 7)]
    a, b = subject(1, "a", "Teapot", references={"u"}), subject(2, "b", "Kettle", references={"u"})
    assert "references" in signals(a, b, *others[:2])
    assert "references" not in signals(a, b, *others)
    assert "references" not in signals(a, subject(2, "a", "Kettle", references={"u"}))  # of one source: no evidence


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [
        ("tidal", "tidal", "tidal has an entry for each"),
        ("tidal", "mitre-galaxy", "mitre-galaxy and tidal, which keep one list, have an entry for each"),
    ],
)
def test_whose_entries_they_are_is_told(one: str, other: str, text: str) -> None:
    a, b = subject(1, one, "Teapot", body="mitre-attack"), subject(2, other, "Kettle", body="mitre-attack")
    sides = [Side([(a,)]), Side([(b,)])]
    reasons = compare(sides[0], sides[1], common(sides, frozenset(), {}), ACTOR)[1]
    assert [reason.text for reason in reasons if reason.signal == "two_entries"] == [text]


def test_two_entries_of_one_source() -> None:
    assert signals(subject(1, "misp", "Teapot"), subject(2, "misp", "Kettle"))["two_entries"] == -3.5
    assert signals(subject(1, "misp", "Teapot"), subject(2, "misp", "Kettle", "Teapot"))["two_entries"] == -1.75
    attack: dict[str, Any] = {"body": "mitre-attack", "ids": {"g0001"}}
    two = subject(1, "mitre-attack", "Teapot", **attack), subject(2, "mitre-galaxy", "Kettle", "Teapot", **attack)
    assert signals(*two)["two_entries"] == -14
    two[1].live = False
    assert signals(*two)["two_entries"] == -1
    rows = subject(1, "microsoft", "Tin Sleet"), subject(2, "microsoft-galaxy", "Tin Sleet", body="microsoft")
    assert "two_entries" not in signals(*rows)  # one row, as two sources have it
    renamed = subject(1, "microsoft", "ZINC"), subject(2, "microsoft", "Tin Sleet", "ZINC")
    assert "two_entries" not in signals(*renamed)


def test_platforms_of_programs() -> None:
    def tool(number: int, *platforms: str) -> Subject:
        return subject(number, f"s{number}", "Strainer", kind="tool", platforms=set(platforms))

    assert signals(tool(1, "Windows"), tool(2, "Windows", "Linux"))["platforms"] > 0
    assert signals(tool(1, "Windows"), tool(2, "Android"))["platforms"] < 0
    assert "platforms" not in signals(tool(1, "Windows"), tool(2))


def test_a_welded_record_is_nobody() -> None:
    a, b = subject(1, "a", "Teapot"), subject(2, "b", "Teapot")
    score = sum(signals(a, b, welded={2: "joins two"}).values())
    assert score < 0


def test_every_signal_explains_itself() -> None:
    for signal in SIGNALS:
        assert signal.__doc__
        assert signal.__doc__.strip().endswith(".")


def test_each_further_name_of_a_tool_counts_less() -> None:
    one, two = (
        signals(subject(1, "misp", "A", *names, kind="tool"), subject(2, "etda", "B", *names, kind="tool"))[
            "shared_names"
        ]
        for names in (("Teapot",), ("Teapot", "Kettle"))
    )
    assert one < two < 2 * one
