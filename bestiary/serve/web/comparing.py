"""Two or three things side by side."""

from collections.abc import Sequence

from ...base import Bestiary
from ...profile import Compared
from .page import Page
from .stated import title_of

WORDS = {"sources": "Sources", "names": "Names", "tools": "Tools", "techniques": "Techniques"}
VALUES = 150  # of a cell


def page(bestiary: Bestiary, ids: Sequence[str]) -> Page:
    """The comparison; only its form while fewer than two are named. Raises like `Bestiary.compare`."""
    asked = [one.strip() for one in ids if one.strip()]
    found = bestiary.compare(*asked) if len(asked) > 1 else None
    rows = [_sources(found["sources"]), *found["aspects"]] if found else []
    titles = {one["aspect"]: WORDS.get(one["aspect"]) or title_of(one["aspect"]) for one in rows}
    about = {"asked": [*asked, "", "", ""][:3], "found": found, "rows": rows, "titles": titles, "most": VALUES}
    title = " and ".join(one["title"] for one in found["profiles"]) if found else "Compare"
    return Page("compare", title, about)


def _sources(whose: Sequence[Sequence[str]]) -> Compared:
    """The sources that have a record of all, and those that have one of each beside them."""
    shared = [one for one in whose[0] if all(one in others for others in whose[1:])]
    return {"aspect": "sources", "shared": shared, "only": [[one for one in own if one not in shared] for own in whose]}
