"""The table of records as JSON Lines (https://jsonlines.org): an object for each record, typed.

The rows are those of the export `records`, under its columns (`bestiary/rows.py` says what each is).
"""

from collections.abc import Iterator

from ..rows import record_rows
from ..selection import File, Loss, Selection
from ..table_output import json_lines

TITLE = "Table of records as JSON Lines"
MEDIA_TYPE = "application/jsonl"


def files(selection: Selection, loss: Loss) -> Iterator[File]:
    """One file, in the order of the table."""
    rows = (row._asdict() for profile in selection.profiles() for row in record_rows(profile))
    yield File("records.jsonl", json_lines(rows))
