"""Whom an actor is said to hit: countries on a map, sectors as bars, and the text of sources."""

from typing import NamedTuple

from markupsafe import Markup

from ...profile import Profile, Value
from ...values import label
from ..charts.bars import Bar, bars
from ..charts.world import world
from .stated import Fact, facts


class Victims(NamedTuple):
    """The facts on victims, with their pictures; None and "" where nothing is stated."""

    countries: Fact | None
    sectors: Fact | None
    words: Fact | None
    map: str
    bars: str


def victims(profile: Profile) -> Victims:
    """The victims that a profile states. Values are as many as the sources that say so independently."""
    by_property = {fact.property: fact for fact in facts(profile, ("target-country", "target-sector", "victimology"))}
    countries, sectors = by_property.get("target-country"), by_property.get("target-sector")
    title = profile["title"]
    return Victims(
        countries, sectors, by_property.get("victimology"),
        _map(countries.values, f"Countries {title} is said to hit") if countries else "",
        _bars(sectors.values, f"Sectors {title} is said to hit") if sectors else "",
    )  # fmt: skip


def _map(values: list[Value], title: str) -> Markup | str:
    by_code = {value["value"]: max(1, value["support"]) for value in values if value["value"]}
    return world(by_code, "map", title, lambda code: "", lambda code: label("country", code)) if by_code else ""


def _bars(values: list[Value], title: str) -> Markup | str:
    """The sectors, the best supported first; nothing where no two sources say the same, for all bars were alike."""
    rows = sorted(values, key=lambda value: (-value["support"], value["label"]))
    if not rows or rows[0]["support"] < 2:
        return ""
    return bars([Bar(value["label"], max(1, value["support"])) for value in rows[:40]], "sectors", title)
