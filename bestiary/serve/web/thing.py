"""The page of a profile, whatever its kind."""

from html import unescape
from typing import Any

from ...base import Bestiary
from ...plain import cut
from ...profile import Profile, Summary
from ...schema import kind_named, schema
from ...values import clean
from ..endpoint import Elsewhere
from . import happened, known, names, stated, used, victims
from .links import path_of
from .page import Page
from .techniques import columns
from .text import prose

RECORDS = 12  # that are laid side by side
REFERENCES = 250
LEAD = 260  # characters
IDS = 6
RARE = 3  # actors beside this one that share a tool which is called rare
EXPORTS = {
    "stix": "STIX 2.1", "misp": "MISP galaxy", "card": "Threat group card", "navigator": "Navigator layer",
}  # fmt: skip


def page(bestiary: Bestiary, plural: str, id: str) -> Page:
    """The page. Raises NotFound if there is no such thing of that kind, Elsewhere if it stands under another id."""
    profile = bestiary.profile(id)
    if profile["kind"] != kind_named(plural) or path(profile) != f"{plural}/{id}":
        raise Elsewhere(path(profile))
    return Page("thing", profile["title"], about(bestiary, profile), where=path(profile))


def path(profile: Profile) -> str:
    """Where its page stands."""
    return path_of({"id": profile["id"], "title": profile["title"], "kind": profile["kind"]})


def about(bestiary: Bestiary, profile: Profile) -> dict[str, Any]:
    """What the template `thing` is given."""
    rows = happened.told(profile)
    uses = used.uses(bestiary, profile)
    several = 1 < len(profile["records"]) <= RECORDS
    return {
        "thing": profile,
        "place": _place(profile),
        "lead": _lead(profile),
        "ids": sorted({id_ for record in profile["records"] for id_ in record["external_ids"]})[:IDS],
        "names": names.groups(profile),
        "descriptions": [one for one in profile["descriptions"] if one["text"].strip()],
        "refused": list(names.refused(profile)),
        "head": stated.facts(profile, stated.HEAD),
        "others": stated.others(profile),
        "victims": victims.victims(profile),
        "operations": rows,
        "told": rows[: happened.MOST],
        "timeline": happened.drawn(profile, rows),
        "text_most": happened.TEXT,
        "uses": uses,
        "matrix": columns(bestiary, uses.techniques),
        "rare": _rare(bestiary, profile, uses),
        "users": _users(bestiary, profile),
        "neighbours": used.neighbours(profile),
        "related": used.RELATED,
        "references": profile["references"][:REFERENCES],
        "sides": stated.side_by_side(profile) if several else [],
        "tags": list(dict.fromkeys(one["misp_tag"] for one in profile["records"] if one["misp_tag"])),
        "terms": _terms(bestiary, profile),
        "exports": _exports(profile),
    }


def _lead(profile: Profile) -> str:
    """The first sentences that a source describes it with."""
    for one in profile["descriptions"]:
        if text := unescape(prose(one["text"].strip().partition("\n")[0]).striptags()):
            return cut(text, LEAD)
    return ""


def _place(profile: Profile) -> str:
    """The page of who hits a country or sector, "" for what is none of those that facts speak of."""
    code = clean(profile["kind"], profile["title"]).value if profile["kind"] in ("country", "sector") else None
    return f"{profile['kind']}/{code}" if code else ""


def _rare(bestiary: Bestiary, profile: Profile, uses: used.Uses) -> list[tuple[used.Other, list[Any]]]:
    """The tools of an actor that few others use, with who they are."""
    if profile["kind"] != "actor":
        return []
    tools = {one.thing["id"]: one for one in uses.tools if one.thing}
    sharing = bestiary.sharing(profile["id"], list(tools), RARE)
    return [(tools[id_], users) for id_, users in sharing.items()]


def _users(bestiary: Bestiary, profile: Profile) -> dict[str, list[Summary]]:
    """Who is said to use a tool or technique, by kind."""
    if profile["kind"] not in ("tool", "technique"):
        return {}
    found: dict[str, list[Summary]] = {}
    for one in bestiary.users(profile["id"]):
        found.setdefault(one["kind"], []).append(one)
    return {kind: found[kind] for kind in schema().kind if kind in found}


def _terms(bestiary: Bestiary, profile: Profile) -> list[tuple[str, str, str]]:
    """(id, publisher, terms) of the sources whose records these are."""
    wanted = {record["source"] for record in profile["records"]}
    return [(one["id"], one["publisher"], one["terms"]) for one in known.sources(bestiary) if one["id"] in wanted]


def _exports(profile: Profile) -> dict[str, str]:
    """The exports that have a place for it."""
    layered = profile["kind"] in ("actor", "campaign", "tool")
    return {name: title for name, title in EXPORTS.items() if name != "navigator" or layered}
