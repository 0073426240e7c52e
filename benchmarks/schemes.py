"""The naming schemes, measured on a galaxy that states countries and givers.

    python -m benchmarks.schemes [--galaxy FOLDER]

Prints how many of the names in threat-actor.json a scheme reads; how often the country that a name implies is the one
that its record states, with every miss; and how often the giver is the one in `name-attribution`. Whose fault a miss is
was looked up by hand and stands in `MISSES`; it counts as a miss all the same. The table of names known to be another's
was written with such misses in view, so agreement is given without it too. Exits with 1 where either is under 97 %.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bestiary.schemes import Reading, fitting, readings

from .measure import Limits

GALAXY = Path(__file__).parents[1] / "../shared/data/misp-galaxy"
LEAST = 0.97  # share of implied countries that have to be the stated ones

# (record, name) → why the country that the name implies is not the one of the record
MISSES = {
    ("APT17", "Hidden Lynx"): "the pattern's fault: Symantec coined it, in 2013",
    ("APT27", "Iron Tiger"): "the pattern's fault: Trend Micro coined it, in 2015",
    ("APT32", "Cobalt Kitty"): "the pattern's fault: Cybereason coined it, in 2017, and of an operation",
    ("YoroTrooper", "Silent Lynx"): "the pattern's fault: Seqrite coined it, in 2025",
}

# The galaxy's producers, by our name for the giver where it is another
PRODUCERS = {
    "Palo Alto": "Unit 42",
    "Google Cloud Blog": "Google",
    "Cisco Talos Intelligence Group": "Cisco Talos",
}


class Named(NamedTuple):
    """A name in a record, with the country of the record and the giver it states, "" where it states none."""

    record: str
    name: str
    country: str
    giver: str


class Measured(NamedTuple):
    """What came out: counts, and what was missed."""

    names: int
    ids: int
    read: int
    ambiguous: int
    implied: int
    missed: list[tuple[Named, Reading]]
    implied_bare: int
    missed_bare: list[tuple[Named, Reading]]
    attributed: int
    others: list[tuple[Named, list[str]]]  # stated giver, and the givers read

    @property
    def agreement(self) -> float:
        """Share of implied countries that are the stated ones."""
        return share(self.implied - len(self.missed), self.implied)

    @property
    def agreement_bare(self) -> float:
        """The same by the patterns alone."""
        return share(self.implied_bare - len(self.missed_bare), self.implied_bare)


def share(part: int, whole: int) -> float:
    """One part of the whole; 1 of nothing."""
    return part / whole if whole else 1.0


def names(folder: Path) -> Iterator[Named]:
    """Every name of every record, each once a record."""
    producers = {value["uuid"]: value["value"] for value in _values(folder / "producer.json")}
    for value in _values(folder / "threat-actor.json"):
        meta = value.get("meta", {})
        pairs = [text.rpartition(":") for text in meta.get("name-attribution", [])]
        givers = {name: producers.get(uuid, "") for name, _, uuid in pairs}
        for name in dict.fromkeys([value["value"], *meta.get("synonyms", [])]):
            giver = givers.get(name, "")
            yield Named(value["value"], name, meta.get("country", ""), PRODUCERS.get(giver, giver))


def _values(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text("utf-8"))["values"])


def measure(folder: Path) -> Measured:
    """Reads every name and compares."""
    every = [(named, readings(named.name)) for named in names(folder)]
    real = [(named, found) for named, found in every if not any(reading.kind == "id" for reading in found)]
    compared = [(named, reading) for named, found in real for reading in found if named.country and reading.country]
    bare = [(named, reading) for named, _ in real for _, reading in fitting(named.name)]
    bare = [(named, reading) for named, reading in bare if named.country and reading.country]
    stated = [(named, [reading.giver for reading in found]) for named, found in real if named.giver and found]
    return Measured(
        names=len(real),
        ids=len(every) - len(real),
        read=sum(bool(found) for _, found in real),
        ambiguous=sum(len(found) > 1 for _, found in real),
        implied=len(compared),
        missed=[(named, reading) for named, reading in compared if named.country != reading.country],
        implied_bare=len(bare),
        missed_bare=[(named, reading) for named, reading in bare if named.country != reading.country],
        attributed=len(stated),
        others=[(named, givers) for named, givers in stated if named.giver not in givers],
    )


def report(found: Measured) -> Iterator[str]:
    """The figures, and below each what was missed."""
    yield f"{found.names} names and {found.ids} ATT&CK ids among them"
    yield f"read: {found.read} ({share(found.read, found.names):.1%}), {found.ambiguous} of them in several ways"
    yield f"country as stated: {found.implied - len(found.missed)} of {found.implied} ({found.agreement:.1%})"
    yield from (_miss(named, reading) for named, reading in found.missed)
    alike = found.implied_bare - len(found.missed_bare)
    yield f"country, by the patterns alone: {alike} of {found.implied_bare} ({found.agreement_bare:.1%})"
    yield from (_miss(named, reading) for named, reading in found.missed_bare if (named, reading) not in found.missed)
    alike = found.attributed - len(found.others)
    yield f"giver as stated: {alike} of {found.attributed} ({share(alike, found.attributed):.1%})"
    groups = Counter((named.giver, " or ".join(givers)) for named, givers in found.others)
    for (stated, read), count in groups.most_common():
        which = [named.name for named, givers in found.others if (named.giver, " or ".join(givers)) == (stated, read)]
        yield f"  {count} × stated {stated}, read {read}: {', '.join(which)}"


def _miss(named: Named, reading: Reading) -> str:
    why = MISSES.get((named.record, named.name), "NOT LOOKED AT")
    return f"  {named.name} ({named.record}): {reading.giver} implies {reading.country}, stated {named.country}: {why}"


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--galaxy", type=Path, default=GALAXY, help="folder with threat-actor.json and producer.json")
    found = measure(options.parse_args().galaxy)
    print(*report(found), sep="\n")
    limits = Limits()
    limits.tell("names that a scheme reads", f"{found.read:,} of {found.names:,}", "")
    limits.tell("of them in several ways", found.ambiguous, "")
    limits.tell("ATT&CK ids among the names, told from them", found.ids, "")
    limits.least("implied country is the one that the record states", found.agreement, LEAST)
    limits.least("the same by the patterns alone", found.agreement_bare, LEAST)
    limits.tell(
        "giver is the one that the record states", share(found.attributed - len(found.others), found.attributed), ""
    )
    limits.finish()


if __name__ == "__main__":
    main()
