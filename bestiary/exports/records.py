"""A table of all records: which profile each is part of.

Columns: `profile` (its id), `kind`, `source`, `record` (its key, source:id), `title` (as the record writes it) and
`external_ids` (with a space between two). `bestiary/table_output.py` says how the cells are written.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ..profile import Profile
from ..table_output import write_table

TITLE = "Table of records"
MEDIA_TYPE = "text/csv"
SUFFIX = ".csv"

COLUMNS = ("profile", "kind", "source", "record", "title", "external_ids")


def write(profiles: Iterable[Profile], out: BinaryIO) -> None:
    """Writes a row for each record, in the order of the profiles, those of one profile by key."""
    write_table(COLUMNS, (row for profile in profiles for row in _rows(profile)), out)


def _rows(profile: Profile) -> Iterator[tuple[str, ...]]:
    for record in sorted(profile["records"], key=lambda record: record["key"]):
        ids = " ".join(record["external_ids"])
        yield profile["id"], profile["kind"], record["source"], record["key"], record["title"], ids
