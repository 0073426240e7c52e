"""What is reported to have been done by an actor, and against it, as its page shows it."""

from typing import NamedTuple

from ...dates import in_order
from ...profile import Operation, Profile
from ..charts.timeline import Event, timeline

MOST = 150  # operations that are told; all are drawn
TEXT = 500  # characters of a text


class Told(NamedTuple):
    """An operation, and the place on the page where it is told."""

    anchor: str
    when: str
    title: str
    operation: Operation
    counter: bool


def told(profile: Profile) -> list[Told]:
    """Operations and counter operations, the latest first."""
    rows = [(one, False) for one in profile["operations"]] + [(one, True) for one in profile["counter_operations"]]
    rows.sort(key=lambda row: in_order(row[0]["date"]), reverse=True)
    return [
        Told(f"op-{number}", one["reported"] or one["date"] or "undated", _title(one), one, counter)
        for number, (one, counter) in enumerate(rows, 1)
    ]


def _title(operation: Operation) -> str:
    return operation["title"] or " ".join(operation["text"]) or "Untitled"


def drawn(profile: Profile, rows: list[Told]) -> str:
    """The timeline; "" where nothing is dated."""
    events = [
        Event(row.operation["date"] or "", row.title, row.counter, f"#{row.anchor}" if number < MOST else "#operations")
        for number, row in enumerate(rows)
    ]
    dated = any(event.date for event in events)
    return timeline(events, "timeline", f"Operations of {profile['title']} by date as reported") if dated else ""
