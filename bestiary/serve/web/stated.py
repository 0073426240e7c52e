"""The facts of a profile as its page shows them: each value with who states it, and where sources disagree."""

from typing import NamedTuple

from ...profile import Profile, Value
from ...schema import schema

HEAD = (
    "country", "origin-threat", "sponsor", "motivation", "incident-type", "first-seen", "last-seen", "goal",
    "tactic", "platform", "tool-type", "tool-category", "organisation-type", "website",
)  # fmt: skip
VICTIMS = ("target-country", "target-sector", "victimology")
TOOLS = ("tool",)
# Facts of which sources that share no value contradict each other; of free text they only word it differently.
DISPUTABLE = ("country", "motivation", "incident-type", "first-seen", "last-seen")
# How a record was published says nothing of the thing itself.
APART = (
    "country-confidence", "attack-id", "created", "modified", "x-created_by_ref", "x-object_marking_refs",
    "x-spec_version", "x-tags",
)  # fmt: skip
VALUES = 120  # of a fact that are shown
CELL = 8  # values in a cell of the table of records


class Statement(NamedTuple):
    """One record's statement of a value."""

    value: str
    record: int
    raw: str  # as written, where that is something else
    file: str  # where it is another than the record's
    place: str


class Fact(NamedTuple):
    """A property with its values; `disputed` where sources state it clearly and share no value."""

    property: str
    label: str
    values: list[Value]
    more: int  # values that are not shown
    disputed: bool
    statements: list[Statement]


def facts(profile: Profile, properties: tuple[str, ...]) -> list[Fact]:
    """The facts of these properties of which something is known."""
    return [_fact(profile, prop) for prop in properties if profile["facts"].get(prop)]


def others(profile: Profile) -> list[Fact]:
    """All further facts but those on the record itself; what sources call their own way comes last."""
    shown = {*HEAD, *VICTIMS, *TOOLS, *APART}
    rest = [prop for prop in profile["facts"] if prop not in shown]
    return [_fact(profile, prop) for prop in sorted(rest, key=lambda prop: prop.startswith("x-"))]


def title_of(property: str) -> str:
    """What people call a property."""
    known = schema().property.get(property)
    return (
        known.label if known else property.removeprefix("x-").replace("_", " ").replace("-", " ").strip().capitalize()
    )


def _fact(profile: Profile, prop: str) -> Fact:
    values = profile["facts"][prop]
    said = [_statement(value, place) for value in values[:VALUES] for place in range(len(value["stated"]))]
    disputed = prop in DISPUTABLE and _disputed(profile, values)
    return Fact(prop, title_of(prop), values[:VALUES], len(values) - VALUES, disputed, said[: 2 * VALUES])


def _statement(value: Value, place: int) -> Statement:
    one = value["stated"][place]
    return Statement(value["label"], one["record"], one.get("raw", ""), one.get("file", ""), str(one["place"]))


def _disputed(profile: Profile, values: list[Value]) -> bool:
    """Whether there are two sources that state something and have no value in common.

    Of dates, one that is only less precise than the other is no contradiction; nor is what was kept as written, for
    nobody knows what it means.
    """
    by_source: dict[str, set[str]] = {}
    for value in values:
        if clean := value["value"]:
            for one in value["stated"]:
                by_source.setdefault(profile["records"][one["record"]]["source"], set()).add(clean)
    said = [*by_source.values()]
    return any(not _agree(a, b) for place, a in enumerate(said) for b in said[:place])


def _agree(a: set[str], b: set[str]) -> bool:
    return any(one.startswith(other) or other.startswith(one) for one in a for other in b)


class Side(NamedTuple):
    """A row of the records side by side: of each record the values, and how many more it states."""

    label: str
    cells: list[tuple[list[str], int]]


SIDES = ("country", "sponsor", "motivation", "first-seen", "target-sector", "target-country", "tool")


def side_by_side(profile: Profile) -> list[Side]:
    """What each record states of what most records state something."""
    many = len(profile["records"])
    rows = [("Names", [(name["name"], {one["record"] for one in name["stated"]}) for name in profile["names"]])]
    for prop in SIDES:
        values = profile["facts"].get(prop, [])
        rows.append(
            (title_of(prop), [(value["label"], {one["record"] for one in value["stated"]}) for value in values])
        )
    sides = []
    for label, values_ in rows:
        cells = [[value for value, records in values_ if record in records] for record in range(many)]
        if any(cells):
            sides.append(Side(label, [(cell[:CELL], max(0, len(cell) - CELL)) for cell in cells]))
    return sides
