"""How right it is which records are judged to be one, and what deciding that costs.

    python -m benchmarks.identity [--shared FOLDER]

FOLDER holds data/ and gold/. Measured are, beside the packaged sources,

  actors   threat group cards against ATT&CK groups, by pairs that two people labelled (gold/identity.jsonl), and by
           pairs that look alike in some way and mostly are not one (identity_pairs.jsonl, labelled by one person)
  tools    the cards publisher's tools against ATT&CK software and Malpedia families, by the publisher's own links,
           which are taken out of what is read. A family on two platforms is two in Malpedia: counted are both the
           pairs of tool and family, and those with the platform left out.
  cost     deciding against reading the statements, in the same build; pairs compared at 1, 4 and 16 times the records

Beside each stands what joining on any shared name would give. Exits with 1 if a limit is not kept.
"""

import argparse
import json
import re
import runpy
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bestiary import Bestiary, clusters
from bestiary.ingest import build
from bestiary.profile import Profile

from .growth import records
from .measure import Limits

ROOT = Path(__file__).parents[1]
PAIRS = Path(__file__).with_name("identity_pairs.jsonl")
SIZES = (1_000, 4_000, 16_000)
WORSE = 1.3  # times what growth in proportion would be

_SOFTWARE = re.compile(r"S\d{4}")
_FAMILY = re.compile(r"details/([\w.-]+)")


class Score(NamedTuple):
    """Pairs judged rightly the same, wrongly the same, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / ((self.right + self.wrong) or 1)

    @property
    def recall(self) -> float:
        return self.right / ((self.right + self.missed) or 1)

    def __str__(self) -> str:
        counts = f"{self.right} right, {self.wrong} wrong, {self.missed} missed"
        return f"precision {self.precision:.3f}, recall {self.recall:.3f} ({counts})"


def main() -> None:
    """Prints the figures with their limits."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with data/ and gold/")
    shared = options.parse_args().shared
    limits = Limits()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        actors(shared, folder, limits)
        tools(shared, folder, limits)
        growth(folder, limits)
    limits.finish()


def actors(shared: Path, folder: Path, limits: Limits) -> None:
    """Cards against ATT&CK groups, and what deciding cost in that build."""
    db = folder / "actors.db"
    took = stages([shared / "data/etda-cards", shared / "data/attack"], db, folder)
    table = folder / "records.csv"
    with Bestiary.open(db) as bestiary:
        ((_, content),) = bestiary.export("records")
        table.write_bytes(b"".join(content))
        groups = _by_id(bestiary, "actor")
    score = runpy.run_path(str(shared / "gold/identity_score.py"))["main"]
    precision, recall, homonyms = score(str(shared / "gold/identity.jsonl"), str(table), True)
    limits.least("actors: precision", precision, 0.95)
    limits.least("actors: recall", recall, 0.95)
    limits.ratio("actors: homonyms judged the same", homonyms, 0, "pairs")
    gold = [json.loads(line) for line in (shared / "gold/identity.jsonl").read_text().splitlines()]
    limits.tell("any shared name would give", str(_score(gold, groups, by_name=True)), "")
    pairs = [json.loads(line) for line in PAIRS.read_text().splitlines()]
    for label, limit in (("different", 0), ("overlaps", 2)):
        judged = [pair for pair in pairs if pair["label"] == label and _one(pair, groups, by_name=False)]
        limits.ratio(f"look-alikes labelled {label} and judged the same", len(judged), limit, "pairs")
        for pair in judged:
            print(f"     {pair['card_title']} and {pair['attack_id']} {pair['attack_name']}: {pair['why']}")
    deciding = took["comparing"] / took["reading"]
    limits.ratio("deciding, against reading the statements in the same build", deciding, 1)


def stages(paths: Sequence[Path], db: Path, folder: Path) -> dict[str, float]:
    """Builds the packaged sources and the paths; gives the seconds of each stage."""
    took: dict[str, float] = {}
    now, stage = time.perf_counter(), "beginning"

    def say(what: str, done: int, total: int) -> None:
        nonlocal now, stage
        took[stage] = took.get(stage, 0.0) + time.perf_counter() - now
        now, stage = time.perf_counter(), what

    build(paths, db=db, overlay=folder / "no overlay", progress=say)
    say("end", 1, 1)
    return took


def _by_id(bestiary: Bestiary, kind: str) -> dict[str, Profile]:
    """Every record key, UUID and external id → its profile."""
    found = {}
    for row in bestiary.list(kind):
        profile = bestiary.profile(row["id"])
        for record in profile["records"]:
            found[record["key"]] = profile
            found.update((id_, profile) for id_ in record["external_ids"])
    return found


def _one(pair: Mapping[str, Any], groups: Mapping[str, Profile], by_name: bool) -> bool:
    """Whether card and group of a pair are one, or would be by any shared name."""
    card, group = groups.get(f"etda:{pair['card']}"), groups.get(pair["attack_id"])
    if not card or not group:
        return False
    if not by_name:
        return card["id"] == group["id"]
    return not _names(card, {f"etda:{pair['card']}"}).isdisjoint(_names(group, _keys(group, pair["attack_id"])))


def _keys(profile: Profile, id_: str) -> set[str]:
    return {record["key"] for record in profile["records"] if id_ in record["external_ids"]}


def _names(profile: Profile, keys: set[str]) -> set[str]:
    """The names that the records list, in the spelling of the profile, which is one for all of one fold."""
    return {
        name["name"]
        for name in profile["names"]
        if any(profile["records"][stated["record"]]["key"] in keys for stated in name["stated"])
    }


def _score(gold: Iterable[Mapping[str, Any]], groups: Mapping[str, Profile], by_name: bool) -> Score:
    right = wrong = missed = 0
    for pair in gold:
        if pair["label"] != "contested":
            one, same = _one(pair, groups, by_name), pair["label"] == "same"
            right, wrong, missed = right + (one and same), wrong + (one and not same), missed + (same and not one)
    return Score(right, wrong, missed)


def tools(shared: Path, folder: Path, limits: Limits) -> None:
    """The publisher's tools against ATT&CK software and Malpedia."""
    content = json.loads((shared / "data/etda-json/tools.json").read_text(encoding="utf-8"))
    linked = {}
    for tool in content["values"]:
        pages = f"{tool.pop('mitre-attack', '')} {tool.pop('malpedia', '')}"
        linked[f"etda-json:{tool['uuid']}"] = {*_SOFTWARE.findall(pages), *_FAMILY.findall(pages)}
    (folder / "tools.json").write_text(json.dumps(content), encoding="utf-8")
    db = folder / "tools.db"
    build([folder / "tools.json", shared / "data/attack"], db=db, overlay=folder / "no overlay")
    with Bestiary.open(db) as bestiary:
        profiles = _by_id(bestiary, "tool")
        ids = {profile["id"]: _tool_ids(bestiary, profile) for profile in profiles.values()}
    known = {id_ for here in ids.values() for id_ in here}
    for what, shorten in (("tools", False), ("tools, platforms left out", True)):
        right = wrong = missed = 0
        for key, links in linked.items():
            found = ids[profiles[key]["id"]] if key in profiles else set[str]()
            for family in (False, True):
                want = _short((id_ for id_ in links & known if ("." in id_) == family), shorten)
                got = _short((id_ for id_ in found if ("." in id_) == family), shorten)
                if want:  # of what the publisher does not link nobody knows
                    right, wrong, missed = right + len(want & got), wrong + len(got - want), missed + len(want - got)
        score = Score(right, wrong, missed)
        limits.least(f"{what}: precision", score.precision, 0.985)
        limits.least(f"{what}: recall", score.recall, 0.98)


def _short(ids: Iterable[str], shorten: bool) -> set[str]:
    return {id_.partition(".")[2] if shorten and "." in id_ else id_ for id_ in ids}


def _tool_ids(bestiary: Bestiary, profile: Profile) -> set[str]:
    """The ids of ATT&CK software that is neither revoked nor deprecated, and of Malpedia families, in a profile."""
    found: set[str] = set()
    said = bestiary.statements(profile["id"])
    over = {one["record"] for one in said if one["property"] in ("revoked", "deprecated") and one["raw"] == "true"}
    for one in said:
        if one["record"].startswith("mitre-attack:") and one["property"] == "external-id" and one["record"] not in over:
            found |= set(_SOFTWARE.findall(one["raw"]))
        elif one["record"].startswith("malpedia:") and "malpedia.caad.fkie.fraunhofer.de/details/" in one["raw"]:
            found |= set(_FAMILY.findall(one["raw"]) if one["property"] == "reference" else ())
    return found


def growth(folder: Path, limits: Limits) -> None:
    """How many pairs of sides are compared as the records grow."""
    counted = []
    compare = vars(clusters)["compare"]
    calls: list[int] = []

    def counting(*sides: Any) -> Any:
        calls.append(1)
        return compare(*sides)

    for size in SIZES:
        calls.clear()
        setattr(clusters, "compare", counting)  # noqa: B010
        try:
            records(folder / str(size), size)
            build([folder / str(size)], db=folder / f"{size}.db", default=False, overlay=folder / "no overlay")
        finally:
            setattr(clusters, "compare", compare)  # noqa: B010
        counted.append(len(calls))
        print(f"     {size:6,} records: {len(calls):,} pairs compared")
    for size, count in zip(SIZES[:-1], counted, strict=False):
        times = SIZES[-1] / size
        limits.ratio(f"pairs compared for {times:g} × the records", counted[-1] / count, times * WORSE)


if __name__ == "__main__":
    main()
