"""A table of all records: which profile each is part of.

Columns: `profile` (its id), `kind`, `source`, `record` (its key, source:id), `title` (as the record writes it) and
`external_ids` (with a space between two). `bestiary/table_output.py` says how the cells are written.
"""

from collections.abc import Iterator

from ..profile import Profile
from ..selection import File, Loss, Selection
from ..table_output import table

TITLE = "Table of records"
MEDIA_TYPE = "text/csv"

COLUMNS = ("profile", "kind", "source", "record", "title", "external_ids")


def files(selection: Selection, loss: Loss) -> Iterator[File]:
    """A row for each record, in the order of the profiles, those of one profile by key."""
    yield File("records.csv", table(COLUMNS, (row for profile in selection.profiles() for row in _rows(profile))))


def _rows(profile: Profile) -> Iterator[tuple[str, ...]]:
    for record in sorted(profile["records"], key=lambda record: record["key"]):
        ids = " ".join(record["external_ids"])
        yield profile["id"], profile["kind"], record["source"], record["key"], record["title"], ids
