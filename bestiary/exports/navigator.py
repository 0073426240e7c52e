"""Layers of the ATT&CK Navigator: the techniques of the chosen actors (`bestiary/layers.py`), a file for each domain.

The layers of one actor bear its id in their names, so that those of several fit into one folder. Of one actor each
technique has the score 1, what is said of it and by whom, and what they cite; of several the number of those that use
it, and who they are.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ..errors import NotFound
from ..layers import DOMAINS, Techniques, Used, chosen, layer, links
from ..profile import Profile
from ..selection import File, Loss, Selection

TITLE = "ATT&CK Navigator layers"
MEDIA_TYPE = "application/json"

_COMMENT = 300  # characters of a text; it is shown in a box beside the cell
_COLOURS = ("#ffffff", "#d94801")  # from nobody to most


def files(selection: Selection, loss: Loss) -> Iterator[File]:
    """A layer for each domain of which something is used. Raises NotFound if there is none."""
    techniques = Techniques(selection)
    # of each only what is shown is held: the profiles of everything are large
    found = [(_head(profile), techniques.of(profile, loss)) for profile in chosen(selection)]
    for domain in DOMAINS:
        if users := [(profile, used) for profile, used in found if domain in used]:
            own = f"{found[0][0]['id']}-" if len(found) == 1 else ""
            yield File(f"{own}{domain}.json", [_layer(domain, users, len(found), loss)])
    if not any(used for _, used in found):
        raise NotFound("nothing that was chosen uses a technique of ATT&CK", hint="bestiary show says what is known")


def _head(profile: Profile) -> Profile:
    return {**profile, "relations": [], "descriptions": [], "operations": [], "references": [], "facts": {}}


def _layer(domain: str, users: list[tuple[Profile, Used]], chosen: int, loss: Loss) -> bytes:
    """The layer of one actor, or of several."""
    profiles = [profile for profile, _ in users]
    if chosen == 1:
        cells = _of_one(users[0][1], domain)
        title = users[0][0]["title"]
        return layer(title, f"Techniques that {title} is said to use", domain, profiles, **_scored(cells))
    cells = _of_several(users, domain, loss)
    title = f"{chosen} actors"
    return layer(title, "How many of them are said to use each technique", domain, profiles, **_scored(cells))


def _of_one(used: Used, domain: str) -> list[dict[str, Any]]:
    return [
        {"techniqueID": id_, "score": 1, "comment": use.said(_COMMENT), "links": links(use.urls)}
        for id_, use in sorted(used[domain].items())
    ]


def _of_several(users: list[tuple[Profile, Used]], domain: str, loss: Loss) -> list[dict[str, Any]]:
    by_id: dict[str, list[str]] = defaultdict(list)
    for profile, used in users:
        for id_, use in used[domain].items():
            by_id[id_].append(profile["title"])
            loss.add("relation: text", "a layer of several says only who uses a technique", len(use.texts))
            loss.add("relation: url", "a layer of several says only who uses a technique", len(use.urls))
    return [
        {"techniqueID": id_, "score": len(titles), "comment": ", ".join(titles)}
        for id_, titles in sorted(by_id.items())
    ]


def _scored(cells: list[dict[str, Any]]) -> dict[str, Any]:
    most = max(cell["score"] for cell in cells)
    return {"techniques": cells, "gradient": {"colors": _COLOURS, "minValue": 0, "maxValue": most}}
