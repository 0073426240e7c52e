"""A table of all records: which profile each is part of.

Columns: `profile` (its id), `kind`, `source`, `record` (its key, source:id), `title` (as the record writes it) and
`external_ids` (with a space between two). `bestiary/table_output.py` says how the cells are written.
"""

from collections.abc import Iterator

from ..rows import RecordRow, cells, record_rows
from ..selection import File, Loss, Selection
from ..table_output import table

TITLE = "Table of records"
MEDIA_TYPE = "text/csv"

COLUMNS = RecordRow._fields


def files(selection: Selection, loss: Loss) -> Iterator[File]:
    """A row for each record, in the order of the profiles, those of one profile by key."""
    rows = (cells(row) for profile in selection.profiles() for row in record_rows(profile))
    yield File("records.csv", table(COLUMNS, rows))
