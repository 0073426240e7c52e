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
    """The names that one giver coined; `rules` are those of its schemes that read any of them.

    Where no giver is stated, `like` is the one whose scheme reads them, "" for those that none reads, or several.
    """

    giver: str
    like: str
    id: str
    rules: list[str]
    names: list[Shown]


class Refused(NamedTuple):
    """A name of which some uses do not count, and why."""

    name: str
    why: str
    stated: list[Stated]


def groups(profile: Profile) -> list[Group]:
    """The names that count, by giver; then those of unknown giver, by whose names they are built like."""
    found: dict[tuple[str, str], list[Shown]] = {}
    for name in [name for name in profile["names"] if name["support"]][:MOST]:
        like, implied = implication(name["name"]) if profile["kind"] == "actor" else ("", "")
        for giver in name["givers"] or [""]:
            counting = [one for one in name["stated"] if "rejected" not in one]
            stated = [one for one in counting if one.get("giver", giver) == giver]
            found.setdefault((giver, "" if giver else like), []).append(_shown(name, stated, implied))
    order = sorted(found, key=lambda key: (not key[0], key[0].casefold(), not key[1], key[1].casefold()))
    return [_group(giver, like, found[giver, like]) for giver, like in order]


def _group(giver: str, like: str, names: list[Shown]) -> Group:
    coiner = giver or like
    read = {(one.giver, one.scheme) for name in names for one in readings(name.name)} if coiner else set()
    rules = [one.rule for one in table().scheme if one.giver == coiner and (coiner, one.title) in read]
    return Group(giver, like, fold(coiner), rules, names)


def _shown(name: Name, stated: list[Stated], implied: str) -> Shown:
    listed = bool(stated) and all(one.get("relation") == "also listed" for one in stated)
    return Shown(name["name"], name["support"], name["publications"], name["contested"], listed, stated, implied)


@lru_cache(maxsize=32_768)
def implication(name: str) -> tuple[str, str]:
    """Whose scheme reads a name, and what it implies there ("China, state-aligned"); nothing if several read it."""
    found = readings(name)
    if len(found) != 1 or found[0].kind == "id" or not found[0].scheme:
        return "", ""
    [one] = found
    return one.giver, ", ".join(filter(None, (label("country", one.country) if one.country else "", one.kind)))


def refused(profile: Profile) -> Iterable[Refused]:
    """The names with uses that are judged to be wrong, by reason."""
    found: dict[tuple[str, str], list[Stated]] = {}
    for name in profile["names"]:
        for one in name["stated"]:
            if "rejected" in one:
                found.setdefault((one["rejected"], name["name"]), []).append(one)
    return [Refused(name, why, stated) for (why, name), stated in [*found.items()][:MOST]]
