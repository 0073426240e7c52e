"""Where the built file stands: what may be replaced there, and replacing it at once."""

import os
import re
import stat
from pathlib import Path

from ..errors import StoreError
from ..origin import Origin
from .tables import HEADER, is_ours


def refuse_others(db: Path) -> None:
    """Raises StoreError if something stands in the place that is not ours: it may be the only copy of someone's work.

    An empty file holds nothing to lose, and a damaged one of ours is what a new one is built for.
    """
    try:
        ordinary = stat.S_ISREG(db.stat().st_mode)
    except FileNotFoundError:
        return
    if ordinary:
        with db.open("rb") as stream:
            head = stream.read(HEADER)
        if not head or is_ours(head):
            return
    hint = "name another one with --db, or move this one away"
    raise StoreError("not a file that bestiary built, so it is left as it is", Origin(str(db)), hint)


def sweep(db: Path) -> None:
    """Removes what builders of this very file left that were killed: beside `x`, one of `x.db` may be at work."""
    left = re.compile(rf"\.{re.escape(db.name)}\.[0-9]+\.tmp")
    for path in db.parent.iterdir():
        if left.fullmatch(path.name):
            path.unlink(missing_ok=True)


def put_in_place(temporary: Path, db: Path) -> None:
    """The new file under the name of the old, written through to the disk."""
    with temporary.open("rb+") as stream:
        os.fsync(stream.fileno())
    os.replace(temporary, db)
    if os.name == "posix":  # the rename itself is durable only when the folder is
        folder = os.open(db.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
