"""Techniques by tactic, in the order of ATT&CK's matrices."""

from collections.abc import Iterable
from typing import NamedTuple

# https://attack.mitre.org/matrices/enterprise/, /mobile/ and /ics/, merged; what others have comes after these.
TACTICS = (
    "reconnaissance", "resource-development", "initial-access", "execution", "persistence", "privilege-escalation",
    "stealth", "defense-evasion", "evasion", "defense-impairment", "credential-access", "discovery", "lateral-movement",
    "collection", "command-and-control", "exfiltration", "network-effects", "remote-service-effects",
    "inhibit-response-function", "impair-process-control", "impact",
)  # fmt: skip


class Technique(NamedTuple):
    """A technique: its id ("T1059.001"), title, slug, and the tactics it serves."""

    id: str
    title: str
    slug: str
    tactics: tuple[str, ...]


class Cell(NamedTuple):
    """A technique in a column; a parent that is not itself used has no slug."""

    id: str
    title: str
    slug: str
    sub: bool


class Column(NamedTuple):
    """A tactic with what is used for it."""

    title: str
    techniques: list[Cell]
    used: int


def matrix(techniques: Iterable[Technique]) -> list[Column]:
    """A column for each tactic, sub-techniques below their technique, also where that itself is not used."""
    by_tactic: dict[str, dict[str, Technique]] = {}
    for one in techniques:
        for tactic in one.tactics or ("other",):
            by_tactic.setdefault(tactic, {})[one.id] = one
    order = {tactic: place for place, tactic in enumerate(TACTICS)}
    tactics = sorted(by_tactic, key=lambda tactic: (order.get(tactic, len(order)), tactic))
    return [_column(tactic, by_tactic[tactic]) for tactic in tactics]


def _column(tactic: str, used: dict[str, Technique]) -> Column:
    ids = {*used, *(id_.partition(".")[0] for id_ in used)}
    cells = [
        Cell(id_, used[id_].title, used[id_].slug, "." in id_) if id_ in used else Cell(id_, "", "", False)
        for id_ in sorted(ids)
    ]
    return Column(tactic.replace("-", " ").capitalize(), cells, len(used))
