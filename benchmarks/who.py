"""A warm `Bestiary.who`, and what bounds it: reading the stored text, and making Python objects of it.

Each name of a fixed selection is asked once a round; the figures are per name. The bound is what nothing that answers
from SQLite with dictionaries can be faster than: fetching the stored profiles by number and json.loads of them.
"""

import argparse
import json
import sqlite3
import tempfile
from pathlib import Path

from bestiary import Bestiary
from bestiary.ingest import build
from bestiary.names import fold

from .measure import Limits, interleaved


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=15)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder, "bestiary.db")
        build([], db=db)
        bestiary = Bestiary.open(db)
        connection = sqlite3.connect(f"file:{db}?mode=ro&immutable=1", uri=True)
        names = [row[0] for row in connection.execute("select name from name order by fold limit 2000")][::10]
        sql = (
            "select p.json from profile p where p.id in"
            " (select c.profile from name n join cluster c on c.record = n.record where n.fold = ?)"
        )

        def bound() -> None:
            for name in names:
                for (text,) in connection.execute(sql, (fold(name),)):
                    json.loads(text)

        def ask() -> None:
            for name in names:
                bestiary.who(name)

        def ask_json() -> None:
            for name in names:
                bestiary.who_json(name)

        medians = interleaved(chosen.runs, bound, ask, ask_json)
        least, objects, text = (seconds / len(names) * 1e6 for seconds in medians)
        connection.close()
        bestiary.close()
    limits = Limits()
    limits.tell("a warm `Bestiary.who`, to selecting the stored profiles and `json.loads` of them", objects / least)
    limits.tell("`who_json`, which makes no objects of the text, to `who`", text / objects)
    limits.finish()


if __name__ == "__main__":
    main()
