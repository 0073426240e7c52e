"""Who targets us: the actors that are said to hit given sectors and countries, with the reasons.

They stand in the order of how many of what was asked for they hit, then of how many sources say so independently, then
of how lately something is dated. It is an order of how well it is documented, not of how dangerous somebody is.
"""

from collections.abc import Sequence

from .dates import days
from .errors import UsageError
from .profile import Profile, Ranked, Value
from .store.find import Is, Kind, Wanted, found
from .store.read import Reader
from .unknown import no_term
from .values import clean

MOST = 50  # sectors and countries of a question


def targets(reader: Reader, sectors: Sequence[str], countries: Sequence[str], limit: int = 20) -> list[Ranked]:
    """The actors that hit any of the sectors and any of the countries (either may be none), as people name them.

    Raises NotFound for what is no sector or country, UsageError if nothing is asked for.
    """
    wanted = {"target-sector": _codes("sector", sectors), "target-country": _codes("country", countries)}
    asked = {prop: codes for prop, codes in wanted.items() if codes}
    if not asked:
        raise UsageError("no sector and no country", hint="say whom they hit: a sector, a country, or both")
    conditions = [Is((prop,), tuple(code.lower() for code in codes)) for prop, codes in asked.items()]
    rows = found(reader, Wanted("", (), [Kind(("actor",)), *conditions]), -1, 0).rows
    ranked = [_ranked(reader.decoded(reader.profile(number)), asked) for number, _ in rows]
    return sorted(ranked, key=_order)[:limit]


def _codes(type_: str, words: Sequence[str]) -> list[str]:
    """Sectors or countries by their codes. Raises NotFound for a word that is none, UsageError for too many."""
    if len(words) > MOST:
        raise UsageError(f"more than {MOST} at once", hint="ask for fewer")
    codes = []
    for word in words:
        code = clean(type_, word).value
        if code is None:
            raise no_term(type_, word)
        codes.append(code)
    return list(dict.fromkeys(codes))


def _ranked(profile: Profile, asked: dict[str, list[str]]) -> Ranked:
    hits = [
        value for prop, codes in asked.items() for value in profile["facts"].get(prop, []) if value["value"] in codes
    ]
    return {
        "profile": {"id": profile["id"], "title": profile["title"], "kind": profile["kind"]},
        "hits": [
            {"label": value["label"], "support": value["support"], "sources": _sources(profile, value)}
            for value in hits
        ],
        "last": _last(profile),
        "sources": sorted({record["source"] for record in profile["records"]}),
    }


def _sources(profile: Profile, value: Value) -> list[str]:
    return sorted({profile["records"][one["record"]]["source"] for one in value["stated"]})


def _last(profile: Profile) -> str | None:
    """The latest date of anything that is reported of it."""
    seen = [value["value"] for prop in ("first-seen", "last-seen") for value in profile["facts"].get(prop, [])]
    dates = [*seen, *(one["date"] for one in profile["operations"] + profile["counter_operations"])]
    ends = (date.rpartition("/")[2] for date in dates if date)
    return max(ends, key=lambda date: days(date) or ("", ""), default=None)


def _order(one: Ranked) -> tuple[int, int, str, str]:
    support = sum(hit["support"] for hit in one["hits"])
    later = "".join(chr(0x10FFFF - ord(char)) for char in one["last"] or "")  # the latest first
    return -len(one["hits"]), -support, later or "\U0010ffff", one["profile"]["id"]
