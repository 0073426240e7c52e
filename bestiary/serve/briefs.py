"""Answers for agents: small, each fact with where it stands, and what was left out counted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..profile import Answer, Comparison, Found, Judged, Profile, Ranked, Stated, Why
from ..tag import Mention
from .quoted import name, place, quoted

NAMES = 12
VALUES = 12
OPERATIONS = 5
RELATIONS = 10
CITED = 3  # places that are told of one fact
MATCHES = 4  # profiles of an ambiguous name

FACTS = ("country", "sponsor", "motivation", "first-seen", "last-seen", "target-sector", "target-country", "tool")

Brief = dict[str, Any]


def some(rows: Sequence[Any], most: int) -> Brief:
    """The first rows, and how many more there are."""
    return {"items": list(rows[:most])} | ({"left_out": len(rows) - most} if len(rows) > most else {})


def cited(profile: Profile, stated: Iterable[Stated]) -> list[str]:
    """Where a fact stands: "record key (publisher), file:place"."""
    places = []
    for one in stated:
        record = profile["records"][one["record"]]
        places.append(place(record["key"], one.get("file", record["file"]), one["place"]))
    unique = list(dict.fromkeys(places))
    return unique[:CITED] + ([f"and {len(unique) - CITED} more"] if len(unique) > CITED else [])


def profile(one: Profile, full: bool = True) -> Brief:
    """A profile; of one that is not told in full only what it is."""
    made: Brief = {"id": one["id"], "title": name(one["title"]), "kind": one["kind"]}
    if "tlp" in one:
        made["tlp"] = one["tlp"]
    if one["descriptions"]:
        first = one["descriptions"][0]
        made["description"] = {"quoted": quoted(first["text"]), "stated_in": cited(one, first["stated"])}
    made["names"] = some([_named(one, row) for row in one["names"] if row["support"]], NAMES if full else 5)
    facts = {prop: found for prop in FACTS if (found := one["facts"].get(prop))}
    most = VALUES if full else 4
    made["facts"] = {prop: some([_value(one, row) for row in found], most) for prop, found in facts.items()}
    if full:
        made["operations"] = some([_operation(one, row) for row in reversed(one["operations"])], OPERATIONS)
        made["uses"] = some([_used(one, row) for row in one["relations"] if row["type"] == "uses"], RELATIONS)
        made["related"] = some([_related(row) for row in one["related"]], RELATIONS)
        made["records"] = some([_record(row) for row in one["records"]], RELATIONS)
    return made


def _named(one: Profile, row: Mapping[str, Any]) -> Brief:
    made: Brief = {"name": name(row["name"]), "independent_sources": row["support"]}
    if row["givers"]:
        made["coined_by"] = [name(giver) for giver in row["givers"][:CITED]]
    if row["contested"]:
        made["contested_with"] = [other["id"] for other in row["contested"][:CITED]]
    return made | {"stated_in": cited(one, row["stated"])}


def _value(one: Profile, row: Mapping[str, Any]) -> Brief:
    return {"value": name(row["label"]), "independent_sources": row["support"], "stated_in": cited(one, row["stated"])}


def _operation(one: Profile, row: Mapping[str, Any]) -> Brief:
    text = f"{row['title']} {' '.join(row['text'])}"
    made: Brief = {"date": row["date"], "quoted": quoted(text, 200), "stated_in": cited(one, row["stated"])}
    return made | ({"urls": [name(url) for url in row["urls"][:2]]} if row["urls"] else {})


def _used(one: Profile, row: Mapping[str, Any]) -> Brief:
    return {"id": row["profile"], "title": name(row["title"] or row["id"]), "stated_in": cited(one, row["stated"])}


def _related(row: Mapping[str, Any]) -> Brief:
    thing = row["profile"]
    return {"id": thing["id"], "title": name(thing["title"]), "relation": row["relation"]}


def _record(row: Mapping[str, Any]) -> Brief:
    made = {"key": row["key"], "publisher": row["publisher"], "file": name(row["file"])}
    return made | {key: row[key] for key in ("modified", "edition") if row[key]}


def who(answer: Answer, readings: Sequence[Mapping[str, Any]]) -> Brief:
    """Who is behind a name; the ambiguity first."""
    matches = answer["matches"]
    said = f"{len(matches)} profiles bear this name: it is ambiguous" if len(matches) > 1 else "one profile bears it"
    made: Brief = {"answer": said if matches else "nothing in the sources bears this name"}
    told = []
    for number, match in enumerate(matches[:MATCHES]):
        uses = [
            f"{name(use['name'])}: {use['record']}" + (f", changed {use['modified']}" if use["modified"] else "")
            for use in match["matched"]
        ]
        told.append(
            {
                "found_by": some(uses, CITED),
                "profile": profile(match["profile"], full=number == 0 and len(matches) == 1),
            }
        )
    made["matches"] = told
    if len(matches) > MATCHES:
        made["left_out"] = [match["profile"]["id"] for match in matches[MATCHES : MATCHES + 20]]
    if answer["rejected"]:
        made["rejected"] = some(
            [f"{name(use['name'])} in {use['record']}: {name(use['why'])}" for use in answer["rejected"]], CITED
        )
    if not matches:
        made["near"] = [name(near) for near in answer["near"]]
        made["read_by_naming_schemes"] = some(readings, CITED)
    return made


def found(one: Found) -> Brief:
    """What a search found."""
    hits = [
        {"id": hit["profile"]["id"], "title": name(hit["profile"]["title"]), "kind": hit["profile"]["kind"],
         "sources": hit["profile"]["sources"],
         "shown": [{"field": shown["field"], "quoted": quoted(shown["text"], 160)} for shown in hit["shown"]]}
        for hit in one["hits"]
    ]  # fmt: skip
    counted = {prop: {name(row["label"]): row["count"] for row in rows[:5]} for prop, rows in one["facets"].items()}
    return {"total": one["total"], "hits": hits, "counts": counted, "near": [name(near) for near in one["near"]]}


def compared(one: Comparison) -> Brief:
    """What several have in common."""
    aspects = [
        {"aspect": row["aspect"], "shared": some([name(text) for text in row["shared"]], VALUES),
         "only": [some([name(text) for text in texts], 5) for texts in row["only"]]}
        for row in one["aspects"]
    ]  # fmt: skip
    things = [{"id": thing["id"], "title": name(thing["title"])} for thing in one["profiles"]]
    judged = some([_judged(row) for row in one["judgements"]], CITED)
    return {"profiles": things, "sources": one["sources"], "aspects": aspects, "judgements": judged}


def why(one: Why) -> Brief:
    """Why two are one or stay two."""
    things = {key: {"id": one[key]["id"], "title": name(one[key]["title"])} for key in ("a", "b")}
    return things | {"relation": one["relation"], "judgements": some([_judged(row) for row in one["judgements"]], 5)}


def _judged(row: Judged) -> Brief:
    reasons = [f"{reason['weight']:+.1f} {name(reason['text'])}" for reason in row["reasons"]]
    made: Brief = {"a": row["a"], "b": row["b"], "relation": row["relation"], "score": row["score"]}
    return made | {"reasons": some(reasons, 8), "by": name(row["by"]) or "computed", "why": name(row["why"])}


def mentions(rows: Sequence[Mention], most: int) -> Brief:
    """What a text names: each name once, with how often it stands there."""
    names: dict[tuple[str, str], Brief] = {}
    for row in rows:
        key = (row.surface.lower(), row.kind)
        if key in names:
            names[key]["times"] += 1
            continue
        meant = [{"id": one.id, "title": name(one.name), "share": round(one.share, 2)} for one in row.profiles[:CITED]]
        names[key] = {"surface": name(row.surface), "kind": row.kind, "score": row.score, "times": 1, "profiles": meant,
                      "ambiguous": len(row.profiles) > 1, "listed_nowhere": row.new}  # fmt: skip
    return some(list(names.values()), most)


def ranked(rows: Sequence[Ranked]) -> list[Brief]:
    """Who hits what was asked for, with the reasons."""
    return [
        {"id": row["profile"]["id"], "title": name(row["profile"]["title"]), "last_dated": row["last"],
         "sources": row["sources"],
         "hits": some([{"label": name(hit["label"]), "independent_sources": hit["support"], "stated_by": hit["sources"]}
                       for hit in row["hits"]], VALUES)}
        for row in rows
    ]  # fmt: skip
