"""Two readers of one publisher's records, checked against each other: threat group cards in Markdown and in JSON.

    python -m benchmarks.cross_check FOLDER-OF-CARDS actors.json

The publisher writes both from one body, so what the two formats read of a record of one UUID and one date of change has
to be the same, value by value and in order. Where it is not, one of the readers is wrong, or the forms themselves
differ; `EXPLAINED` lists the latter one by one. Exits with 1 if a difference is not explained there, or an explained
one is no longer found.
"""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from bestiary.card import list_spans
from bestiary.errors import Problem
from bestiary.formats import etda_card, etda_json
from bestiary.origin import Origin
from bestiary.statement import Statement

from .measure import Limits

# What both forms state; part.X is X of an operation.
COMPARED = (
    "title", "name", "first-seen", "description", "sponsor", "motivation", "country", "target-sector",
    "target-country", "tool", "operation", "counter-operation", "part.date", "part.title", "part.text", "part.target",
    "part.method", "part.note", "part.url",
)  # fmt: skip

# (UUID, property) → how many values of the card are the last one of the JSON. All are of one sort: the JSON has a list
# whose last value is a list in words ("A, B and C"); in the card, whose lists have commas between their values, nothing
# tells those commas from the others. (A list in brackets the card's reader keeps whole.)
EXPLAINED = {
    ("92ced576-2522-4b79-8645-baa5e84ffee3", "tool"): 2,
    ("90fb0276-a977-4d3e-a148-85a95778aebe", "target-sector"): 2,
    ("4f64a76f-0650-49dd-9386-d7813916463a", "target-country"): 2,
    ("5cfcb0a9-c819-4cc2-ad43-36fe47aca3d4", "target-country"): 2,
    ("03011e9d-5ddb-4d43-82a1-bf89a51b5709", "target-sector"): 2,
    ("fc5237e5-874a-4892-af91-f50550dd9588", "target-sector"): 2,
    ("b3621d74-4802-4c40-995b-cf9258c832ce", "target-country"): 2,
    ("dbf635cb-f390-40f9-a2f2-81a11c2f1e11", "target-country"): 2,
    ("aecce739-abe2-427f-8afc-78eb3b7ebd0b", "target-country"): 3,
    ("3d252950-6264-40dc-b9e7-2214eab11dc6", "target-sector"): 3,
    ("71cc4f7d-4b04-4b1b-8947-a03dc464739d", "target-country"): 2,
    ("155b1a73-17ac-449e-bdcd-54a79119b397", "target-sector"): 2,
    ("55f64f67-e6f0-4a22-8ba8-110c22f6c9c5", "target-sector"): 2,
    ("cabd014b-5087-4ff8-b0c8-74202e82fa1d", "target-country"): 2,
    ("987d237f-22bf-4c13-913b-5c445d609305", "target-country"): 2,
    ("00884ba1-39b4-4b67-bc3c-21167524f868", "target-sector"): 4,
}

Value = tuple[str, str, str]  # as written, its giver, whom it quotes
Records = dict[str, dict[str, list[Value]]]  # id → property → values


class Difference(NamedTuple):
    """A property of which the two forms of a record state different things."""

    uuid: str
    property: str
    card: list[Value]
    json: list[Value]


class Comparison(NamedTuple):
    """What was compared: how many records are in both, how many of these have one date, and what differs in those."""

    both: int
    same_date: int
    values: dict[str, tuple[int, int]]  # property → number of values in the cards and in the JSON
    differences: list[Difference]


def read_cards(folder: Path) -> Records:
    """The records of every card in the folder."""
    paths = sorted(folder.glob("*.md"))
    return _records(item for path in paths for item in etda_card.parse(path.read_bytes(), Origin(path.name)))


def read_json(path: Path) -> Records:
    """The records of the file."""
    return _records(etda_json.parse(path.read_bytes(), Origin(path.name)))


def _records(items: Iterable[Statement | Problem]) -> Records:
    records: Records = {}
    for said in items:
        if isinstance(said, Problem):
            raise ValueError(str(said))
        value = (said.raw, said.qualifiers.get("giver", ""), said.qualifiers.get("by", ""))
        prop = said.property if said.parent is None else f"part.{said.property}"
        records.setdefault(said.record.id, {}).setdefault(prop, []).append(value)
    return records


def compare(cards: Records, actors: Records) -> Comparison:
    """Compares the records that are in both and have one date of change."""
    both = [id_ for id_ in actors if id_ in cards]
    same = [id_ for id_ in both if actors[id_].get("modified") == cards[id_].get("modified")]
    found = [
        Difference(id_, prop, cards[id_].get(prop, []), actors[id_].get(prop, []))
        for id_ in same
        for prop in COMPARED
        if cards[id_].get(prop) != actors[id_].get(prop)
    ]
    counts = {
        prop: (sum(len(cards[id_].get(prop, [])) for id_ in same), sum(len(actors[id_].get(prop, [])) for id_ in same))
        for prop in COMPARED
    }
    return Comparison(len(both), len(same), counts, found)


def explained(found: Difference) -> bool:
    """Whether a difference is one of `EXPLAINED`: the JSON's last value, cut at its commas, gives the card's."""
    *values, (last, *about) = found.json or [("", "", "")]
    pieces = [(last[start:end], *about) for start, end in list_spans(last)]
    return [*values, *pieces] == found.card and EXPLAINED.get((found.uuid, found.property)) == len(pieces)


def stale(differences: Iterable[Difference]) -> set[tuple[str, str]]:
    """The explained differences that are not there."""
    return set(EXPLAINED) - {(found.uuid, found.property) for found in differences}


def report(comparison: Comparison) -> Iterator[str]:
    """The lines to print."""
    yield f"{comparison.both} records in both, {comparison.same_date} of them of one date"
    for prop, (cards, actors) in comparison.values.items():
        differ = sum(found.property == prop for found in comparison.differences)
        yield f"{prop:18} {cards:6} values in cards, {actors:6} in JSON, {differ:3} records differ"
    for found in comparison.differences:
        cards_only = [value[0] for value in found.card if value not in found.json]
        json_only = [value[0] for value in found.json if value not in found.card]
        word = "explained" if explained(found) else "UNEXPLAINED"
        yield f"{word} {found.uuid} {found.property}: cards {cards_only}, JSON {json_only}"
    yield from (f"GONE {uuid} {prop}: explained, but not found" for uuid, prop in stale(comparison.differences))


def main() -> None:
    """Prints the comparison."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("cards", type=Path)
    options.add_argument("actors", type=Path)
    chosen = options.parse_args()
    comparison = compare(read_cards(chosen.cards), read_json(chosen.actors))
    print(*report(comparison), sep="\n")
    limits = Limits()
    limits.tell("cards and JSON of one UUID, and of one date too", f"{comparison.both}, {comparison.same_date}", "")
    known = sum(map(explained, comparison.differences))
    limits.tell("lists that differ, all for one reason", known, "")
    limits.ratio("lists that differ otherwise", len(comparison.differences) - known, 0, "")
    limits.ratio("differences that are gone", len(stale(comparison.differences)), 0, "")
    limits.finish()


if __name__ == "__main__":
    main()
