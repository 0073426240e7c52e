"""What is reported to have been done by all actors, in one list by date."""

from typing import TypedDict

from ..base import Bestiary
from ..dates import days, in_order
from ..profile import Operation, Profile, Thing
from .once import once


class Reported(TypedDict):
    """An operation, whose, and whether it was against that actor."""

    key: str  # by which the list is ordered
    actor: Thing
    counter: bool
    operation: Operation


@once
def reported(bestiary: Bestiary) -> list[Reported]:
    """Every operation and counter operation in the file, by date; those of which no date is known come first."""
    found: list[Reported] = []
    for one in bestiary.list("actor"):
        profile = bestiary.profile(one["id"])
        for counter, operations in ((False, profile["operations"]), (True, profile["counter_operations"])):
            found += [_reported(profile, counter, place, operation) for place, operation in enumerate(operations)]
    return sorted(found, key=lambda row: row["key"])


def _reported(profile: Profile, counter: bool, place: int, operation: Operation) -> Reported:
    thing: Thing = {"id": profile["id"], "title": profile["title"], "kind": profile["kind"]}
    when = " ".join(in_order(operation["date"]))
    key = f"{when} {profile['id']} {'counter' if counter else 'by'} {place:06}"
    return {"key": key, "actor": thing, "counter": counter, "operation": operation}


def within(date: str | None, since: str, until: str) -> bool:
    """Whether any day that the date covers is within the bounds, of which each covers days too."""
    covered, first, last = days(date or ""), days(since), days(until)
    if not covered:
        return not (since or until)
    return (not first or covered[1] >= first[0]) and (not last or covered[0] <= last[1])
