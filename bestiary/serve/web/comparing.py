"""Two or three things side by side."""

from collections.abc import Sequence

from ...base import Bestiary
from .page import Page
from .stated import title_of

WORDS = {"names": "Names", "tools": "Tools", "techniques": "Techniques"}
VALUES = 150  # of a cell


def page(bestiary: Bestiary, ids: Sequence[str]) -> Page:
    """The comparison; only its form while fewer than two are named. Raises like `Bestiary.compare`."""
    asked = [one.strip() for one in ids if one.strip()]
    found = bestiary.compare(*asked) if len(asked) > 1 else None
    titles = (
        {one["aspect"]: WORDS.get(one["aspect"]) or title_of(one["aspect"]) for one in found["aspects"]}
        if found
        else {}
    )
    about = {"asked": [*asked, "", "", ""][:3], "found": found, "titles": titles, "most": VALUES}
    title = " and ".join(one["title"] for one in found["profiles"]) if found else "Compare"
    return Page("compare", title, about)
