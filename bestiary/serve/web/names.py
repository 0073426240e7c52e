"""The names of a profile as its page shows them: by giver, with who lists them, and what schemes read in them."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ...names import fold
from ...profile import Name, Profile, Stated, Thing
from ...schemes import readings, table
from ...values import label

MOST = 400  # names that are shown


class Shown(NamedTuple):
    """A name: who lists it under this giver, and what the name itself implies."""

    name: str
    support: int
    publications: int
    contested: list[Thing]
    also_listed: bool  # nobody says that it is an alias
    stated: list[Stated]
    implied: str


class Group(NamedTuple):
    """The names that one giver coined; `rules` are those of its schemes that read any of them."""

    giver: str
    id: str
    rules: list[str]
    names: list[Shown]


class Refused(NamedTuple):
    """A name of which some uses do not count, and why."""

    name: str
    why: str
    stated: list[Stated]


def groups(profile: Profile) -> list[Group]:
    """The names that count, by giver; those of unknown giver last."""
    by_giver: dict[str, list[Shown]] = {}
    for name in [name for name in profile["names"] if name["support"]][:MOST]:
        for giver in name["givers"] or [""]:
            counting = [one for one in name["stated"] if "rejected" not in one]
            stated = [one for one in counting if one.get("giver", giver) == giver]
            by_giver.setdefault(giver, []).append(_shown(name, stated, profile["kind"], giver))
    order = sorted(by_giver, key=lambda giver: (not giver, giver.casefold()))
    return [Group(giver, fold(giver), _rules(giver, by_giver[giver]), by_giver[giver]) for giver in order]


def _rules(giver: str, names: list[Shown]) -> list[str]:
    """By which rules the giver coined names like these."""
    read = {(one.giver, one.scheme) for name in names for one in readings(name.name)} if giver else set()
    return [scheme.rule for scheme in table().scheme if scheme.giver == giver and (giver, scheme.title) in read]


def _shown(name: Name, stated: list[Stated], kind: str, giver: str) -> Shown:
    listed = bool(stated) and all(one.get("relation") == "also listed" for one in stated)
    implied = implication(name["name"], giver) if kind == "actor" else ""
    return Shown(name["name"], name["support"], name["publications"], name["contested"], listed, stated, implied)


@lru_cache(maxsize=32_768)
def implication(name: str, giver: str = "") -> str:
    """What a scheme reads in a name: "China, state-aligned"; whose names it is built like, where no giver is stated.

    Nothing if no scheme reads it, or several do.
    """
    found = readings(name)
    if len(found) != 1 or found[0].kind == "id":
        return ""
    [one] = found
    implied = ", ".join(filter(None, (label("country", one.country) if one.country else "", one.kind)))
    return implied if giver else ": ".join(filter(None, (f"built like {one.giver}’s", implied)))


def refused(profile: Profile) -> Iterable[Refused]:
    """The names with uses that are judged to be wrong, by reason."""
    found: dict[tuple[str, str], list[Stated]] = {}
    for name in profile["names"]:
        for one in name["stated"]:
            if "rejected" in one:
                found.setdefault((one["rejected"], name["name"]), []).append(one)
    return [Refused(name, why, stated) for (why, name), stated in [*found.items()][:MOST]]
