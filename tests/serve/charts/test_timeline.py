"""The timeline: everything dated is drawn, as precisely as it is dated."""

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.serve.charts.timeline import Event, span, timeline

SVG = "{http://www.w3.org/2000/svg}"
DATES = st.sampled_from(
    ["", "2014", "2014-06", "2014-06-03", "2014-22", "2014/2016", "2015-11/2016-02", "1999", "x", "0000-13"]
)
EVENTS = st.lists(st.builds(Event, DATES, st.text(), st.booleans(), st.just("#op-1")), max_size=60)


@pytest.mark.parametrize(
    ("date", "start", "end", "precise"),
    [
        ("2014", 2014.5, 2014.5, False),
        ("2014-07", 2014.54, 2014.54, True),
        ("2014-07-01", 2014.5, 2014.5, True),
        ("2014-22", 2014.54, 2014.54, False),
        ("2014-33", 2014.125, 2014.125, False),
        ("2014/2016", 2014.0, 2017.0, False),
    ],
)
def test_what_a_date_covers(date: str, start: float, end: float, precise: bool) -> None:
    found = span(date)
    assert found is not None
    assert found.start == pytest.approx(start, abs=0.01)
    assert found.end == pytest.approx(end, abs=0.01)
    assert found.precise == precise


@given(st.text(alphabet="0123456789-/xX~?", max_size=12))
def test_no_date_is_too_odd(date: str) -> None:
    found = span(date)
    assert found is None or found.start <= found.end


@given(EVENTS)
def test_everything_dated_is_drawn_inside_the_picture(events: list[Event]) -> None:
    dated = [event for event in events if span(event.date)]
    markup = timeline(events, "t", "Operations")
    if not dated:
        assert markup == ""
        return
    root = ElementTree.fromstring(markup)
    assert len(list(root.iter(f"{SVG}a"))) == len(dated)
    _, _, width, height = (float(one) for one in root.get("viewBox", "").split())
    places = [(float(one.get("cx", "")), float(one.get("cy", ""))) for one in root.iter(f"{SVG}circle")]
    assert len(places) == len(set(places)), "one mark on another"
    assert all(4 <= y <= height - 4 and 0 <= x <= width for x, y in places)
    said = root.findtext(f"{SVG}desc") or ""
    counter = sum(event.counter for event in dated)
    assert said.startswith(f"{len(dated) - counter} operations and {counter} counter operations")
    assert ("without a date" in said) == (len(dated) < len(events))


def test_what_is_less_precise_looks_so() -> None:
    root = ElementTree.fromstring(
        timeline([Event("2014", "A", False, "#a"), Event("2014-02", "B", True, "#b")], "t", "x")
    )
    assert [one.get("class") for one in root.iter(f"{SVG}a")] == ["own vague", "counter"]


def test_three_hundred_fit() -> None:
    events = [
        Event(f"{2000 + n % 25}-{n % 12 + 1:02}", f"Operation {n} " * 20, n % 9 == 0, f"#op-{n}") for n in range(300)
    ]
    assert len(timeline(events, "t", "Operations")) < 80_000
