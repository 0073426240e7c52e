"""ATT&CK's own questions, beside its own library: groups by alias, and what each group uses.

A file is built of one bundle alone and asked what mitreattack-python (dependency group bench) is asked: of every alias
of a group which groups bear it, and of every group which software and which techniques it uses, itself or in campaigns
that are attributed to it. The answers are compared as sets of STIX ids.

python -m benchmarks.attack enterprise-attack.json
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from mitreattack.stix20 import MitreAttackData

from bestiary import Bestiary
from bestiary.ingest import build
from bestiary.profile import Profile

from .measure import Limits

T = TypeVar("T")
Answers = dict[str, set[str]]  # what was asked about → STIX ids


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("bundle", type=Path)
    chosen = options.parse_args()
    limits = Limits()
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder, "bestiary.db")
        built, _ = timed(lambda: build([chosen.bundle], db=db, default=False))
        loaded, attack = timed(lambda: MitreAttackData(str(chosen.bundle)))
        limits.tell("loading the bundle, each time, to building the file, once", loaded / built)
        groups = [group["id"] for group in attack.get_groups(remove_revoked_deprecated=True)]
        aliases = sorted({alias for group in attack.get_groups() for alias in group.get("aliases", [])})
        with Bestiary.open(db) as bestiary:
            rejected = sum(bool(bestiary.who(alias)["rejected"]) for alias in aliases)
            print(f"     of {rejected} aliases Bestiary says that a group lists them and they are not its name")
            compare(
                limits,
                f"groups by {len(aliases)} aliases",
                lambda: {alias: named(bestiary, alias) for alias in aliases},
                lambda: {alias: bearing(attack, alias) for alias in aliases},
            )
            compare(
                limits,
                f"software used by {len(groups)} groups",
                lambda: using(bestiary, groups, ("malware", "tool")),
                lambda: {group: ids(attack.get_software_used_by_group(group)) for group in groups},
            )
            compare(
                limits,
                f"techniques used by {len(groups)} groups",
                lambda: using(bestiary, groups, ("attack-pattern",)),
                lambda: {group: ids(attack.get_techniques_used_by_group(group)) for group in groups},
            )
    limits.finish()


def timed(ask: Callable[[], T]) -> tuple[float, T]:
    """Seconds, and what is answered."""
    begun = time.perf_counter()
    answer = ask()
    return time.perf_counter() - begun, answer


def compare(limits: Limits, what: str, ours: Callable[[], Answers], theirs: Callable[[], Answers]) -> None:
    """Prints both times, and how many answers are not the same, with the first of them."""
    seconds, found = timed(ours)
    beside, expected = timed(theirs)
    count = sum(map(len, expected.values()))
    limits.tell(f"{what}, {count:,} answers: mitreattack-python, to Bestiary", beside / seconds)
    different = [asked for asked in expected if found[asked] != expected[asked]]
    for asked in different[:5]:
        more, less = found[asked] - expected[asked], expected[asked] - found[asked]
        print(f"     {asked}: more {sorted(more)}, less {sorted(less)}")
    limits.ratio(f"{what}: answered otherwise", len(different), 0, "")


def named(bestiary: Bestiary, alias: str) -> set[str]:
    """The groups that list a name, spelled so; also where the answer says that it is not the name of a group."""
    answer = bestiary.who(alias)
    said = [(one["name"], one["record"]) for match in answer["matches"] for one in match["matched"]]
    said += [(use["name"], use["record"]) for use in answer["rejected"]]
    own = {record.partition(":")[2] for name, record in said if name == alias}
    return {id_ for id_ in own if id_.startswith("intrusion-set--")}


def bearing(attack: MitreAttackData, alias: str) -> set[str]:
    """The same by ATT&CK's library, which finds "APT12" for "APT1", and of a revoked group only the name."""
    found = [one for one in attack.get_groups_by_alias(alias) if alias in one["aliases"]]
    found += attack.get_objects_by_name(alias, "intrusion-set")
    return {one["id"] for one in found}


def ids(entries: list[Any]) -> set[str]:
    """The ids of what ATT&CK's library says is used."""
    return {entry["object"]["id"] for entry in entries}


def using(bestiary: Bestiary, groups: list[str], types: tuple[str, ...]) -> Answers:
    """What each group uses itself or in campaigns."""
    campaigns: dict[str, list[Profile]] = {}
    for line in bestiary.list("campaign"):
        campaign = bestiary.profile(line["id"])
        for relation in campaign["relations"]:
            if relation["type"] == "attributed-to":
                campaigns.setdefault(relation["id"], []).append(campaign)
    return {
        group: {
            relation["id"]
            for profile in [bestiary.profile(f"mitre-attack:{group}"), *campaigns.get(group, [])]
            for relation in profile["relations"]
            if relation["type"] == "uses" and relation["id"].startswith(tuple(f"{type_}--" for type_ in types))
        }
        for group in groups
    }


if __name__ == "__main__":
    main()
