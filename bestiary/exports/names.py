"""A table of all names: which profile bears each, and whose record says so.

Columns: `profile` (its id), `name`, `fold` (the form in which all spellings of a name are equal), `giver` (who coined
it, as this record says), `source`, `record` (its key, source:id), `support` (how many sources state the name that do
not have it from each other) and `contested` (`true` where other profiles of the kind bear it too, else `false`). A
record's use of a name that is rejected there has no row. `bestiary/table_output.py` says how the cells are written.
"""

from collections.abc import Iterator

from ..names import fold
from ..profile import Profile
from ..selection import File, Loss, Selection
from ..table_output import table

TITLE = "Table of names"
MEDIA_TYPE = "text/csv"

COLUMNS = ("profile", "name", "fold", "giver", "source", "record", "support", "contested")


def files(selection: Selection, loss: Loss) -> Iterator[File]:
    """A row for each use of a name, in the order of the profiles; within one by name, giver and record."""
    yield File(
        "names.csv", table(COLUMNS, (row for profile in selection.profiles() for row in sorted(set(_rows(profile)))))
    )


def _rows(profile: Profile) -> Iterator[tuple[str, ...]]:
    """The uses that count."""
    for name in profile["names"]:
        folded, support = fold(name["name"]), str(name["support"])
        contested = "true" if name["contested"] else "false"
        for stated in name["stated"]:
            if "rejected" not in stated:
                record = profile["records"][stated["record"]]
                giver = stated.get("giver", "")
                yield profile["id"], name["name"], folded, giver, record["source"], record["key"], support, contested
