"""What a search finds, with what to narrow it by."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from ...base import Bestiary
from ...plain import plain
from ...profile import Facet, Found, Marked
from .page import Page

HITS = 25  # of a page

# A facet → the filter that narrows by it.
FILTERS = {
    "kind": "kind", "country": "country", "target-country": "target", "target-sector": "sector",
    "motivation": "motivation", "source": "source",
}  # fmt: skip
TITLES = {
    "kind": "Kind", "country": "Origin, as stated", "target-country": "Victim country",
    "target-sector": "Victim sector", "motivation": "Motivation", "source": "Source",
}  # fmt: skip


def page(bestiary: Bestiary, query: str, offset: int) -> Page:
    """The hits from `offset` on. Raises UsageError for a query that is none."""
    found = bestiary.search(query, HITS, offset) if query.strip() else None
    narrow = [(TITLES[facet], _values(query, facet, counts)) for facet, counts in _several(found)]
    about = {"query": query, "found": found, "offset": offset, "most": HITS, "narrow": narrow, "marked": marked}
    return Page("search", f"Search: {query}" if query else "Search", about)


def _several(found: Found | None) -> Iterable[tuple[str, list[Facet]]]:
    """The facets of which there is more than one value."""
    counted = found["facets"] if found else {}
    return [(facet, counted[facet]) for facet in FILTERS if len(counted.get(facet, [])) > 1]


def _values(query: str, facet: str, counts: list[Facet]) -> list[tuple[str, int, str]]:
    return [(one["label"], one["count"], narrowed(query, facet, one["label"])) for one in counts]


def narrowed(query: str, facet: str, label: str) -> str:
    """The query, narrowed by a value of a facet."""
    value = f'"{label}"' if " " in label else label
    return f"{query} {FILTERS[facet]}:{value}".strip()


def marked(one: Marked) -> Markup:
    """A text as plain text, with the places marked for which it was found."""
    text, parts, last = one["text"], [], 0
    for start, end in one["marks"]:
        parts += [escape(plain(text[last:start])), Markup("<mark>{}</mark>").format(plain(text[start:end]))]
        last = end
    return Markup("").join([*parts, escape(plain(text[last:]))])
