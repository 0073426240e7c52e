"""Who targets us: the actors that are said to hit sectors and countries."""

from collections.abc import Sequence
from urllib.parse import urlencode

from ...base import Bestiary
from ...values import label
from . import known
from .page import Page

SHOWN = 50
MOST = 400


def page(bestiary: Bestiary, sectors: Sequence[str], countries: Sequence[str], show: int) -> Page:
    """The list; only the form while nothing is asked for. Raises like `Bestiary.targets`."""
    sectors, countries = [one for one in sectors if one], [one for one in countries if one]
    rows = bestiary.targets(sectors, countries, min(show or SHOWN, MOST)) if sectors or countries else []
    choices = {
        kind: [(label(kind, code), code) for code in known.codes(bestiary, kind)] for kind in ("sector", "country")
    }
    about = {
        "sectors": sectors, "countries": countries, "rows": rows, "choices": choices,
        "asked": bool(sectors or countries), "full": len(rows) == (show or SHOWN) < MOST, "most": MOST,
        "layer": urlencode([("id", row["profile"]["id"]) for row in rows]),
        "query": urlencode([*(("sector", one) for one in sectors), *(("country", one) for one in countries)]),
    }  # fmt: skip
    return Page("targets", "Who targets us", about)
