import csv
import io
import json
from pathlib import Path

from bestiary.base import Bestiary
from bestiary.rows import cells
from tests.small import build_small


def test_the_rows_of_the_table_with_their_types(tmp_path: Path) -> None:
    with Bestiary.open(build_small(tmp_path)[0]) as bestiary:
        table, typed = (b"".join(next(bestiary.export(name)).content).decode() for name in ("names", "names_jsonl"))
    rows = [json.loads(line) for line in typed.splitlines()]
    as_text = [cells([tuple(value) if isinstance(value, list) else value for value in row.values()]) for row in rows]
    assert [[*rows[0]], *as_text] == list(csv.reader(io.StringIO(table, newline="")))
    assert {(type(row["support"]), type(row["contested"])) for row in rows} == {(int, bool)}
