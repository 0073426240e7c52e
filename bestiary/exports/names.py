"""A table of all names: which profile bears each, and whose record says so.

Columns: `profile` (its id), `name`, `fold` (the form in which all spellings of a name are equal), `giver` (who coined
it, as this record says), `source`, `record` (its key, source:id), `support` (how many sources state the name that do
not have it from each other) and `contested` (`true` where other profiles of the kind bear it too, else `false`). A
record's use of a name that is rejected there has no row. `bestiary/table_output.py` says how the cells are written.
"""

from collections.abc import Iterator

from ..rows import NameRow, cells, name_rows
from ..selection import File, Loss, Selection
from ..table_output import table

TITLE = "Table of names"
MEDIA_TYPE = "text/csv"

COLUMNS = NameRow._fields


def files(selection: Selection, loss: Loss) -> Iterator[File]:
    """A row for each use of a name, in the order of the profiles; within one by name, giver and record."""
    rows = (cells(row) for profile in selection.profiles() for row in name_rows(profile))
    yield File("names.csv", table(COLUMNS, rows))
