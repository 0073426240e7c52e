"""Cold start: `bestiary who "Fancy Bear"`, the whole process, against Python importing what it stands on.

Limits: `--json` at most 1.3 × a Python that imports click and sqlite3; the page on a terminal at most 1.4 × one that
also imports json and rich's console and tables. Beside it, where installed, the same question put to pymispgalaxies and
mitreattack-python (`--attack BUNDLE.json` names its data).
"""

import argparse
import importlib.util
import tempfile
from collections.abc import Callable
from pathlib import Path

from bestiary.ingest import build

from .measure import Limits, interleaved, process, python

PYMISPGALAXIES = """
from pymispgalaxies import Clusters
for cluster in Clusters(skip_duplicates=True).values():
    if cluster.type in ("threat-actor", "mitre-intrusion-set", "microsoft-activity-group"):
        for value in cluster.values():
            synonyms = (value.meta.synonyms or []) if value.meta else []
            if "Fancy Bear".casefold() in [name.casefold() for name in [value.value, *synonyms]]:
                print(value.value)
"""
MITREATTACK = """
import sys
from mitreattack.stix20 import MitreAttackData
print([group.name for group in MitreAttackData(sys.argv[1]).get_groups_by_alias("Fancy Bear")])
"""


def main() -> None:
    """Prints the ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=15)
    options.add_argument("--attack", type=Path, help="an ATT&CK bundle for mitreattack-python")
    chosen = options.parse_args()
    limits = Limits()
    with tempfile.TemporaryDirectory() as folder:
        db = f"{folder}/bestiary.db"
        build([], db=Path(db))
        command = python("from bestiary.cli import main; main()")
        who = [*command, "who", "Fancy Bear", "--db", db]
        bare, base, shown, as_json, page = interleaved(
            chosen.runs,
            process(python("pass")),
            process(python("import click, sqlite3")),
            process(python("import click, sqlite3, json, rich.console")),
            process([*who, "--json"]),
            process(who, FORCE_COLOR="1", COLUMNS="100"),
        )
        limits.ratio('`who "Fancy Bear" --json`, to Python importing click and sqlite3', as_json / base, 1.3)
        limits.tell("the same, to `python -c pass`", as_json / bare)
        limits.ratio("as a page on a terminal, to Python importing click, sqlite3, json and rich", page / shown, 1.4)
        _peers(limits, process([*who, "--json"]), chosen.attack)
    limits.finish()


def _peers(limits: Limits, ours: Callable[[], object], attack: Path | None) -> None:
    """The same question put to others, three times each."""
    peers = {"pymispgalaxies": python(PYMISPGALAXIES)}
    if attack and importlib.util.find_spec("mitreattack"):
        peers["mitreattack-python"] = [*python(MITREATTACK), str(attack)]
    else:
        print("mitreattack-python: not asked (it needs the dependency group bench, and --attack BUNDLE.json)")
    for name, command in peers.items():
        theirs, mine = interleaved(3, process(command), ours)
        limits.tell(f"{name} asked the same, to `who --json`", theirs / mine)


if __name__ == "__main__":
    main()
