"""A timeline of what is reported to have happened, each as precisely as it is dated."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from ...dates import days
from .svg import picture, shown

WIDTH, EDGE, STEP, AXIS = 960, 24, 10, 22  # units: the picture, its margin, a mark with its gap, the axis
YEAR = 52  # units that a year has at most
TITLE = 90  # characters of a title


class Event(NamedTuple):
    """A happening: its EDTF date ("" where none is known), and whether it was against whom the picture is of."""

    date: str
    title: str
    counter: bool
    href: str


class Span(NamedTuple):
    """When, in years: a point in the middle of what the date leaves open, or from one to the other end."""

    start: float
    end: float
    precise: bool  # to a month or a day


def span(date: str) -> Span | None:
    """What an EDTF date covers; None if it is none that is drawn."""
    covered = days(date)
    if covered is None:
        return None
    begin, end = _year(covered[0]), _year(covered[1]) + 1 / 372
    precise = len(date.partition("/")[0]) > 4 and covered[1] <= f"{covered[0][:7]}-31"
    middle = (begin + end) / 2
    return Span(begin, end, precise) if "/" in date else Span(middle, middle, precise)


def _year(day: str) -> float:
    """A day as a part of its year, in which every month has 31 of them."""
    return int(day[:4]) + (int(day[5:7]) - 1) / 12 + (int(day[8:]) - 1) / 372


def timeline(events: Sequence[Event], id: str, title: str) -> Markup:
    """What happened above the axis, what was done against it below; dates that say only the year are hollow.

    Events without a date are counted in the description, and not drawn.
    """
    drawn = [(event, when) for event in events if (when := span(event.date))]
    if not drawn:
        return Markup("")
    first, last = int(min(when.start for _, when in drawn)), int(max(when.end for _, when in drawn)) + 1
    year = min(YEAR, (WIDTH - 2 * EDGE) / (last - first))
    above = _laid([row for row in drawn if not row[0].counter], first, year)
    below = _laid([row for row in drawn if row[0].counter], first, year)
    up, down = (max((level for *_, level in laid), default=-1) + 1 for laid in (above, below))
    axis = up * STEP + STEP
    marks = [
        _axis(first, last, year, axis),
        *(_mark(event, x, wide, axis - 6 - level * STEP) for event, x, wide, level in above),
        *(_mark(event, x, wide, axis + AXIS + 6 + level * STEP) for event, x, wide, level in below),
    ]
    width = round(2 * EDGE + (last - first) * year)
    return picture(id, "timeline", (width, axis + AXIS + (down + 1) * STEP), title, _said(events, drawn), marks)


def _said(events: Sequence[Event], drawn: Sequence[tuple[Event, Span]]) -> str:
    counter = sum(event.counter for event, _ in drawn)
    years = f"{int(min(when.start for _, when in drawn))} to {int(max(when.start for _, when in drawn))}"
    undated = len(events) - len(drawn)
    return (
        f"{len(drawn) - counter} operations and {counter} counter operations from {years}"
        f"{f', and {undated} without a date that is drawn' if undated else ''}. They are listed below."
    )


Laid = list[tuple[Event, float, float, int]]  # event, where it begins, how wide it is, its level


def _laid(rows: Sequence[tuple[Event, Span]], first: int, year: float) -> Laid:
    """The events in levels, so that none stands on another; those of a year alone spread over it."""
    taken: set[tuple[int, int]] = set()
    laid: Laid = []
    for event, when in sorted(rows, key=lambda row: (not row[1].precise, row[1].start)):
        x, wide = EDGE + (when.start - first) * year, max(0.0, (when.end - when.start) * year)
        column, last = int(x // STEP), int((x + wide) // STEP)
        spread = int(year // STEP // 2) if not when.precise and not wide else 0
        tries = ((level, column + aside) for level in range(len(rows)) for aside in _aside(spread))
        level, begins = next(
            (level, begins)
            for level, begins in tries
            if not any((place, level) in taken for place in range(begins, begins + last - column + 1))
        )
        taken |= {(place, level) for place in range(begins, begins + last - column + 1)}
        laid.append((event, x + (begins - column) * STEP if spread else (column + 0.5) * STEP, wide, level))
    return laid


def _aside(most: int) -> list[int]:
    return sorted(range(-most, most + 1), key=abs)


def _mark(event: Event, x: float, wide: float, y: float) -> str:
    when = span(event.date)
    kind = "counter" if event.counter else "own"
    if wide:
        shape = f'<rect x="{x:.1f}" y="{y - 3:.0f}" width="{wide:.1f}" height="6" rx="3"/>'
    else:
        shape = f'<circle cx="{x:.1f}" cy="{y:.0f}" r="4"/>'
    said = f"{event.date}: {shown(event.title, TITLE)}"
    vague = "" if when and when.precise else " vague"
    return f'<a href="{shown(event.href, 200)}" class="{kind}{vague}"><title>{said}</title>{shape}</a>'


def _axis(first: int, last: int, year: float, y: float) -> str:
    """A line with a stroke for each year; years are written as often as there is room."""
    every = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000, 10000) if step * year >= 38)
    line = f'<path class="axis" d="M{EDGE} {y}H{EDGE + (last - first) * year:.1f}'
    strokes = "".join(f"M{EDGE + (one - first) * year:.1f} {y}v5" for one in range(first, last + 1))
    labels = "".join(
        f'<text x="{EDGE + (one - first + 0.5) * year:.1f}" y="{y + 17}">{one}</text>'
        for one in range(first, last)
        if (one - first) % every == 0
    )
    return f'{line}{strokes}"/>{labels}'
