"""The first page: search, what the sources changed last, and what the file holds."""

from ...base import Bestiary
from ...schema import schema
from . import known
from .page import Page

LATEST = 12
ORIGINS = 12
NEWS = 40  # things of each sort


def page(bestiary: Bestiary) -> Page:
    """The page."""
    found = bestiary.search("kind:actor", 1)
    counts = bestiary.about()["kinds"]
    about = {
        "counts": [(kind, counts[kind]) for kind in schema().kind if kind in counts],
        "examples": known.examples(bestiary),
        "news": known.news(bestiary),
        "most": NEWS,
        "latest": bestiary.changed(("actor", "tool", "campaign"), LATEST),
        "origins": found["facets"].get("country", [])[:ORIGINS],
        "actors": found["total"],
        "sources": known.sources(bestiary),
        "contested": sum(one["kind"] == "actor" for one in known.contested(bestiary)),
        "givers": known.givers(bestiary),
    }
    return Page("home", "", about)
