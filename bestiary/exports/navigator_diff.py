"""Layers of the ATT&CK Navigator that compare two actors (`bestiary/layers.py`): techniques of both, and of one only.

A file for each domain of which one of them uses something. What is said of a technique, and by whom, stands in its
comment under the title of the actor.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from ..errors import NotFound, UsageError
from ..layers import DOMAINS, Techniques, Use, chosen, layer, links
from ..selection import File, Loss, Selection

TITLE = "ATT&CK Navigator layers of two compared"
MEDIA_TYPE = "application/json"

_COMMENT = 300  # characters of a text of each; it is shown in a box beside the cell
# Told apart without red and green as well (https://jfly.uni-koeln.de/color/).
_BOTH, _FIRST, _SECOND = "#cc79a7", "#56b4e9", "#e69f00"


def files(selection: Selection, loss: Loss) -> Iterator[File]:
    """A layer for each domain. Raises UsageError unless there are two, NotFound if they use nothing."""
    profiles = list(islice(chosen(selection), 3))
    if len(profiles) != 2:
        raise UsageError("two are compared: no more and no fewer", hint="bestiary export navigator shows any number")
    techniques = Techniques(selection)
    titles = [profile["title"] for profile in profiles]
    used = [techniques.of(profile, loss) for profile in profiles]
    legend = zip(("both", *(f"only {title}" for title in titles)), (_BOTH, _FIRST, _SECOND), strict=True)
    items = [{"label": label, "color": colour} for label, colour in legend]
    description = f"Techniques that {' and '.join(titles)} are said to use"
    for domain in DOMAINS:
        if cells := _cells(titles, *(one.get(domain, {}) for one in used)):
            content = layer(" | ".join(titles), description, domain, profiles, techniques=cells, legendItems=items)
            yield File(f"{domain}.json", [content])
    if not any(used):
        raise NotFound("neither uses a technique of ATT&CK", hint="bestiary show says what is known")


def _cells(titles: list[str], first: dict[str, Use], second: dict[str, Use]) -> list[dict[str, Any]]:
    cells = []
    for id_ in sorted(first.keys() | second.keys()):
        uses = [(title, by[id_]) for title, by in zip(titles, (first, second), strict=True) if id_ in by]
        cells.append(
            {
                "techniqueID": id_,
                "color": _BOTH if len(uses) == 2 else _FIRST if id_ in first else _SECOND,
                "comment": "\n".join(f"{title}: {use.said(_COMMENT)}" for title, use in uses),
                "links": links(dict.fromkeys(url for _, use in uses for url in use.urls)),
            }
        )
    return cells
