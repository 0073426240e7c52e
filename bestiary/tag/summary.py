"""What a report names, in short: each thing once, how sure that is, and what is ambiguous."""

from collections.abc import Iterable
from typing import TypedDict

from .mention import Mention

CLEAR = 0.8  # the share of the likeliest profile from which on a name is not called ambiguous


class Named(TypedDict):
    """A thing that a report names, or a new name: the likeliest profile's title, else the name."""

    title: str
    kind: str
    id: str | None  # of the profile; None for a new name
    names: list[str]  # as the report has them
    places: int
    score: float
    ambiguous: list[str]  # the titles of all it may be, where that is not clear
    misp_tags: list[str]


class Summary(TypedDict):
    """A report in short, the surest and most frequent first; `misp_tags` are those of what is not ambiguous."""

    id: str
    named: list[Named]
    misp_tags: list[str]


def summary(id: str, mentions: Iterable[Mention]) -> Summary:
    """The summary of a report from its mentions."""
    found: dict[str, Named] = {}
    clear: set[str] = set()
    for one in mentions:
        best = one.profiles[0] if one.profiles else None
        named = found.setdefault(
            best.id if best else f"new {one.surface.casefold()}",
            {"title": best.name if best else one.surface, "kind": one.kind, "id": best.id if best else None,
             "names": [], "places": 0, "score": 0.0, "ambiguous": [], "misp_tags": []},
        )  # fmt: skip
        if one.surface not in named["names"]:
            named["names"].append(one.surface)
        named["places"] += 1
        named["score"] = max(named["score"], one.score)
        if best and best.share < CLEAR:
            named["ambiguous"] = list(
                dict.fromkeys([*named["ambiguous"], *(f"{p.name} ({p.kind})" for p in one.profiles)])
            )
        elif best:
            named["misp_tags"] = [*best.misp_tags]
            clear.add(best.id)
    for id_ in clear:
        found[id_]["ambiguous"] = []  # what is named clearly once is meant
    ranked = sorted(found.values(), key=lambda named: (-round(named["score"], 1), -named["places"], named["title"]))
    tags = [tag for named in ranked if not named["ambiguous"] for tag in named["misp_tags"]]
    return {"id": id, "named": ranked, "misp_tags": list(dict.fromkeys(tags))}
