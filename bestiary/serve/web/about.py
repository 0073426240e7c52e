"""Where the facts come from, how identity is decided and how right that is, and how to correct something."""

from ...base import Bestiary
from . import known
from .page import Page


def page(bestiary: Bestiary) -> Page:
    """The page."""
    found = bestiary.about()
    return Page("about", "About", {"found": found, "sources": known.sources(bestiary)}, where="about")
