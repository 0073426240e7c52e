"""The upper sections of a page, who it is: each is a list of rows, empty if there is nothing to say."""

from rich.text import Text

from ..markup import without_citations
from ..plain import age, cut, plain
from ..profile import MatchedName, Name, Profile, Stated, Value
from .page_text import Extent, Row, among, label, mark, more, prose, section, within

# The facts that stand first, with labels shorter than the schema's; the others follow in the order of the profile.
FACTS = {
    "country": "Origin",
    "country-confidence": "Origin confidence",  # of 100; nearly always the default 50 of the MISP galaxy
    "first-seen": "First seen",
    "sponsor": "Sponsor",
    "motivation": "Motivation",
    "target-sector": "Victim sectors",
    "target-country": "Victim countries",
    "tool": "Tools",
}
_WRITTEN = {"attack-id": "ATT&CK id", "origin-threat": "Origin or threat"}  # what is no plain English of the property
WITHDRAWN = ("revoked", "deprecated")  # what a record says of itself, not of the thing: it stands with the record
WITNESSES = 4  # records named beside the name that matched


def matched_rows(profile: Profile, matched: list[MatchedName]) -> list[Row]:
    """The names by which the profile was found, who coined them, whose record says so and how old that record is."""
    by_name: dict[tuple[str, ...], dict[str, MatchedName]] = {}  # a record may spell the name in several ways
    for name in matched:
        key = name["name"].casefold(), name["giver"], name["relation"]
        by_name.setdefault(key, {}).setdefault(name["record"], name)
    numbers = {record["key"]: number for number, record in enumerate(profile["records"])}
    rows: list[Row] = []
    for (_, giver, relation), by_record in by_name.items():
        witnesses = [*by_record.values()]
        built_like = (name.get("like") for name in profile["names"] if name["name"] == witnesses[0]["name"])
        like = next(built_like, None)
        unsaid = f"giver not stated, built like {like}’s" if like else "giver not stated"
        coined = f"coined by {giver}" if giver else relation or unsaid
        text = Text.assemble(
            (plain(witnesses[0]["name"]), "bold green"), (plain(f" · {coined} · according to "), "dim")
        )
        for number, witness in enumerate(witnesses[:WITNESSES]):
            text.append(", " if number else "")
            text.append(plain(f"{witness['source']} ({age(witness['modified'], witness['edition'])})"))
            if witness["record"] in numbers:
                text.append_text(mark([{"record": numbers[witness["record"]], "place": ""}], profile))
        if len(witnesses) > WITNESSES:
            left = len(witnesses) - WITNESSES
            text.append(f" and {left} more {'record' if left == 1 else 'records'}")
        rows.append((label("" if rows else "Matched"), text))
    return rows


def description_rows(profile: Profile, extent: Extent) -> list[Row]:
    """The texts that say something, as many as begin within the extent; the last is cut."""
    rows: list[Row] = []
    left = extent.prose
    told = [description for description in profile["descriptions"] if description["text"].strip()]
    for description in told:
        if left <= 0:
            rows.append((Text(), more(len(told) - len(rows), profile)))
            break
        text = Text.assemble((f"{plain(description['by'])}: " if description["by"] else "", "italic"))
        shown = description["text"] if extent.own else without_citations(description["text"])
        text.append_text(prose(cut(shown, left))).append_text(mark(description["stated"], profile))
        rows.append((label("" if rows else "Description"), text))
        left -= len(shown)
    return rows


def name_rows(profile: Profile, extent: Extent) -> list[Row]:
    """The names by giver, then those of unknown giver by whose names they are built like, all others last.

    Behind a name stand the records that list it under no other giver. Below them the uses that are rejected, with the
    reason.
    """
    names = [name for name in profile["names"] if name["support"]]
    by_giver: dict[tuple[str, str], list[Text]] = {}
    for name in names[: extent.names]:
        for giver in name["givers"] or [""]:
            counting = (one for one in name["stated"] if "rejected" not in one)
            stated = [one for one in counting if one.get("giver", giver) == giver]
            like = "" if giver else name.get("like", "")
            by_giver.setdefault((giver, like), []).append(_name(name, stated, profile, extent))
    order = sorted(by_giver, key=lambda who: (not who[0], not who[1], who[0].casefold(), who[1].casefold()))
    rows = [
        (within(giver or (f"like {like}’s" if like else "giver not stated")), among(by_giver[giver, like]))
        for giver, like in order
    ]
    supported = any(name["support"] > 1 for name in names[: extent.names])
    read = any("like" in name for name in names[: extent.names])
    legends = [
        "×n: stated by n sources, copies not counted" if supported else "",
        "like X’s: nobody states who coined it; it is built like X’s names" if read else "",
    ]
    legend = Text(" · ".join(filter(None, legends)), "dim")
    return section("Names", len(names), extent.names, rows + _rejected_rows(profile, extent), profile, legend)


def _name(name: Name, stated: list[Stated], profile: Profile, extent: Extent) -> Text:
    """A name with its support, who states it, and whether others bear it too; who they are where all is shown."""
    support = f" ×{name['support']}" if name["support"] > 1 else ""
    text = Text.assemble(plain(name["name"]), (support, "dim")).append_text(mark(stated, profile))
    if name["contested"]:
        others = ", ".join(thing["id"] for thing in name["contested"])
        text.append(plain(f" contested with {others}" if extent.own else " contested"), "yellow")
    return text


def _rejected_rows(profile: Profile, extent: Extent) -> list[Row]:
    """The uses of names that do not count, a line for each reason."""
    rejected: dict[tuple[str, str], list[Stated]] = {}
    for name in profile["names"]:
        for one in name["stated"]:
            if "rejected" in one:
                rejected.setdefault((one["rejected"], name["name"]), []).append(one)
    by_reason: dict[str, list[Text]] = {}
    for (why, text), stated in [*rejected.items()][: extent.names]:
        by_reason.setdefault(why, []).append(Text(plain(text)).append_text(mark(stated, profile)))
    lines = [among(names).append(plain(f": {why}")) for why, names in by_reason.items()]
    for line in lines:
        line.stylize("dim")
    if len(rejected) > extent.names:
        lines.append(more(len(rejected) - extent.names, profile))
    return [(within("rejected", len(rejected)), Text("\n").join(lines))] if lines else []


def fact_rows(profile: Profile, extent: Extent) -> list[Row]:
    """A row for each property of which something is known."""
    known = profile["facts"]
    others = (prop for prop in known if prop not in (*FACTS, *WITHDRAWN) and (extent.own or prop[:2] != "x-"))
    rows = []
    for prop in (*FACTS, *others):
        if values := known.get(prop):
            title = FACTS.get(prop) or _WRITTEN.get(prop) or prop.removeprefix("x-").replace("-", " ").capitalize()
            rows.append((label(title, len(values) if len(values) > 5 else None), _values(values, profile, extent)))
    return rows


def _values(values: list[Value], profile: Profile, extent: Extent) -> Text:
    """The values, a line for each set of records that state the same; the largest first, for there sources agree."""
    agreed: dict[frozenset[int], list[Value]] = {}
    for value in values:
        agreed.setdefault(frozenset(one["record"] for one in value["stated"]), []).append(value)
    lines = []
    left = extent.values
    for records in sorted(agreed, key=len, reverse=True):
        shown = agreed[records][:left]
        left -= len(shown)
        if shown:
            text = Text(", ".join(plain(value["label"]) for value in shown))
            lines.append(text.append_text(mark(shown[0]["stated"], profile)))
    if len(values) > extent.values:
        lines.append(more(len(values) - extent.values, profile))
    return Text("\n").join(lines)
