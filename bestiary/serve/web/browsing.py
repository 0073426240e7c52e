"""Lists: things of a kind, who coins names, sources, contested names, countries and sectors."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from ...base import Bestiary
from ...errors import NotFound, UsageError
from ...names import fold
from ...profile import Summary
from ...schema import kind_named, schema
from ...schemes import table
from ...search import LISTED
from ...values import clean, label, sectors
from . import known
from .page import Page

ROWS = 200  # of a page of a list
SORTS = {"title": "name", "names": "most names", "sources": "most sources", "first": "first seen"}
FACETS = {
    "country": ("country", "Origin, as stated"), "target": ("target-country", "Victim country"),
    "sector": ("target-sector", "Victim sector"), "motivation": ("motivation", "Motivation"),
    "source": ("source", "Source"),
}  # fmt: skip


def listed(bestiary: Bestiary, plural: str, asked: Sequence[tuple[str, str]]) -> Page:
    """The things of a kind that satisfy the filters, from a row on, in an order.

    Raises NotFound for a kind that is none, UsageError for a filter or order that is none.
    """
    kind = kind_named(plural)
    if kind is None or schema().kind[kind].plural != plural:
        raise NotFound(f"there is no page “{plural[:80]}”", hint="search for what you look for")
    query = {key: value for key, value in asked if value}
    sort, first = query.pop("sort", "title"), query.pop("from", "0")
    if sort not in SORTS or not first.isdecimal() or len(first) > 7:
        raise UsageError("there is no such order or place in the list", hint=f"orders are: {', '.join(SORTS)}")
    rows, start = ordered(bestiary.list(kind, **query), sort), int(first)
    kept = [("sort", sort), *query.items()]
    before = urlencode([*kept, ("from", max(0, start - ROWS))]) if start else ""
    after = urlencode([*kept, ("from", start + ROWS)]) if start + ROWS < len(rows) else ""
    asked_ = {
        "filters": {key: query.get(key, "") for key in LISTED}, "sort": sort, "sorts": SORTS,
        "facets": _facets(bestiary, kind),
    }  # fmt: skip
    return _part(kind, plural, rows, start, (plural, before), (plural, after), asked_)


def parts(kind: str, rows: list[Summary]) -> Iterator[Page]:
    """A list as pages of its own, one for each part; the first also if it is empty."""
    plural = schema().kind[kind].plural
    paths = [plural, *(f"{plural}.{number}" for number in range(2, 2 + (len(rows) - 1) // ROWS))]
    for number, path in enumerate(paths):
        before, after = paths[number - 1] if number else "", paths[number + 1] if number + 1 < len(paths) else ""
        yield _part(kind, path, rows, number * ROWS, (before, ""), (after, ""), {})


def _part(
    kind: str,
    where: str,
    rows: list[Summary],
    start: int,
    before: tuple[str, str],
    after: tuple[str, str],
    asked: Mapping[str, object],
) -> Page:
    """The rows of a list from one on; `before` and `after` are the path and query of the parts beside it."""
    about = {
        "rows": rows[start : start + ROWS], "total": len(rows), "start": start, "before": before, "after": after,
        **asked,
    }  # fmt: skip
    return Page("list", schema().kind[kind].plural.capitalize(), about, where=where)


def ordered(rows: list[Summary], sort: str) -> list[Summary]:
    """The rows, which are by title, in another order."""
    keys = {"names": lambda one: -one["names"], "sources": lambda one: -len(one["sources"]),
            "first": lambda one: (one["first_seen"] is None, one["first_seen"] or "")}  # fmt: skip
    return sorted(rows, key=keys[sort]) if sort in keys else rows


def _facets(bestiary: Bestiary, kind: str) -> list[tuple[str, str, list[str]]]:
    """(filter, title, its frequent values) of what the things of a kind can be narrowed by."""
    found = bestiary.search(f"kind:{kind}", 1)["facets"]
    return [
        (key, title, [one["label"] for one in found[facet]])
        for key, (facet, title) in FACETS.items()
        if found.get(facet)
    ]


def givers(bestiary: Bestiary) -> Page:
    """Everyone who coins names, with the rules."""
    by_giver: dict[str, list[str]] = {}
    for scheme in table().scheme:
        by_giver.setdefault(fold(scheme.giver), []).append(scheme.title or scheme.rule)
    return Page("givers", "Who coins names", {"givers": known.givers(bestiary), "schemes": by_giver}, where="givers")


def giver(bestiary: Bestiary, id: str) -> Page:
    """How one coins names, and what it coined. Raises NotFound for who is said to have coined none."""
    one, coined = bestiary.giver(id)
    schemes = [scheme for scheme in table().scheme if fold(scheme.giver) == one["id"]]
    about = {"giver": one, "coined": coined, "schemes": schemes, "like": known.built_like(bestiary).get(one["id"], [])}
    return Page("giver", one["name"], about, where=f"givers/{one['id']}")


def sources(bestiary: Bestiary) -> Page:
    """What the file was built from."""
    return Page("sources", "Sources", {"sources": known.sources(bestiary)}, where="sources")


def source(bestiary: Bestiary, id: str) -> Page:
    """One source. Raises NotFound if the file has none of that id."""
    one = next((one for one in known.sources(bestiary) if one["id"] == id), None)
    if one is None:
        raise NotFound(f"the file has no source “{id[:80]}”", hint="the list of sources tells which it has")
    copies = [other["id"] for other in known.sources(bestiary) if id in other["derived_from"]]
    return Page("source", one["title"], {"source": one, "copies": copies}, where=f"sources/{id}")


def contested(bestiary: Bestiary) -> Page:
    """The names that several things bear, by kind."""
    rows = known.contested(bestiary)
    by_kind = {kind: [one for one in rows if one["kind"] == kind] for kind in ("actor", "tool", "campaign")}
    return Page("contested", "Contested names", {"by_kind": by_kind}, where="contested")


# Kind of place → the properties of actors that name it, with what they say.
_SAID = {
    "country": (("country", "Said to be from here"), ("target-country", "Said to hit it")),
    "sector": (("target-sector", "Said to hit it"),),
}


def places(bestiary: Bestiary, kind: str) -> Page:
    """Countries or sectors, with how many actors are said to hit them or be from there."""
    counted = known.counted(bestiary)
    rows = [
        (code, label(kind, code), [counted[prop].get(code, 0) for prop, _ in _SAID[kind]])
        for code in known.codes(bestiary, kind)
    ]
    title = {"country": "Countries", "sector": "Sectors"}[kind]
    return Page("places", title, {"kind": kind, "rows": rows, "said": [s for _, s in _SAID[kind]]}, where=kind)


def place(bestiary: Bestiary, kind: str, code: str) -> Page:
    """Which actors are said to hit a country or sector, or be from there. Raises NotFound for what is none."""
    if clean(kind, code).value != code and not (kind == "sector" and code in sectors()):
        raise NotFound(
            f"“{code[:80]}” is no {kind} that we know", hint=f"the list of {kind} codes tells which there are"
        )
    lists = [
        (said, [one for one in bestiary.having(prop, code) if one["kind"] == "actor"]) for prop, said in _SAID[kind]
    ]
    id_ = known.places(bestiary).get((kind, code))
    about = {"kind": kind, "code": code, "name": label(kind, code), "lists": lists, "own": id_}
    return Page("place", label(kind, code), about, where=f"{kind}/{code}")
