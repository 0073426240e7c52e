"""What a profile is said to use and to be used by, and what else its records relate it to."""

from typing import NamedTuple

from ...base import Bestiary
from ...profile import Profile, Related, Stated, Thing

MOST = 600  # relations of one type that are shown

# What this profile is to others, in words that go on with their titles.
RELATED = {
    "subgroup-of": "Subgroup of",
    "has-subgroup": "Has as subgroup",
    "successor-of": "Successor of",
    "succeeded-by": "Succeeded by",
    "overlaps": "Overlaps with",
    "unsure": "Maybe the same as",
    "different": "Held apart from",
}


class Other(NamedTuple):
    """Another thing, what is said of the relation to it, and who says so; `thing` is None for what is only named."""

    title: str
    thing: Thing | None
    text: str
    likelihood: str
    stated: list[Stated]
    means: list[Thing]  # where it may be several


class Uses(NamedTuple):
    """What is used, apart by what it is; `others` are the relations of each other type."""

    techniques: list[Other]
    tools: list[Other]
    others: dict[str, list[Other]]


def uses(bestiary: Bestiary, profile: Profile) -> Uses:
    """The tools and techniques that the records say are used, and all their other relations by type."""
    others = [one for one in profile["relations"] if one["profile"] != profile["id"]]  # not between its own records
    relations = [one for one in others if one["title"]]
    known = bestiary.things([one["profile"] for one in relations if one["profile"]])
    found = Uses([], [], {})
    for one in relations:
        thing = known.get(one["profile"] or "")
        kind = thing["kind"] if one["type"] == "uses" and thing else ""
        row = Other(
            one["title"] or "", thing, one.get("text", ""), one["likelihood"], one["stated"], one.get("means", [])
        )
        place = {"technique": found.techniques, "tool": found.tools}.get(kind)
        (found.others.setdefault(one["type"], []) if place is None else place).append(row)
    for value in profile["facts"].get("tool", []):
        means = value.get("means", [])
        one_ = means[0] if len(means) == 1 else None
        found.tools.append(Other(value["label"], one_, "", "", value["stated"], means if len(means) > 1 else []))
    return found._replace(techniques=_joined(found.techniques), tools=_joined(found.tools))


def _joined(rows: list[Other]) -> list[Other]:
    """Each thing once, with all who say so, by title."""
    found: dict[str, Other] = {}
    for row in rows:
        key = row.thing["id"] if row.thing else row.title.casefold()
        if key in found:
            found[key].stated.extend(one for one in row.stated if one not in found[key].stated)
            found[key] = found[key]._replace(likelihood=found[key].likelihood or row.likelihood)
        else:
            found[key] = row._replace(stated=[*row.stated], title=row.thing["title"] if row.thing else row.title)
    return sorted(found.values(), key=lambda row: row.title.casefold())


def neighbours(profile: Profile) -> dict[str, list[Related]]:
    """The profiles that this one is judged to be something to, each once, by what that is."""
    found: dict[str, dict[str, Related]] = {}
    for related in profile["related"]:
        found.setdefault(related["relation"], {}).setdefault(related["profile"]["id"], related)
    return {relation: [*found[relation].values()] for relation in RELATED if relation in found}
