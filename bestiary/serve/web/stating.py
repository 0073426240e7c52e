"""Every statement of a thing's records, with its place; page by page."""

from ...base import Bestiary
from ...schema import kind_named
from ..endpoint import Elsewhere
from .page import Page
from .stated import title_of
from .thing import path

ROWS = 200


def page(bestiary: Bestiary, plural: str, id: str, first: int) -> Page:
    """The statements from one on. Raises like `thing.page`."""
    profile = bestiary.profile(id)
    where = path(profile)
    if profile["kind"] != kind_named(plural) or where != f"{plural}/{id}":
        raise Elsewhere(f"{where}/statements")
    rows = bestiary.statements(id)
    about = {
        "thing": profile, "where": where, "rows": rows[first : first + ROWS], "total": len(rows), "start": first,
        "most": ROWS, "title_of": title_of,
    }  # fmt: skip
    return Page("statements", f"Statements on {profile['title']}", about)
