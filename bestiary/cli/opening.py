"""Opening the built file; on a fresh machine, building it first."""

import os

from ..base import Bestiary
from ..errors import StoreError


def open_or_build(db: str | None) -> Bestiary:
    """Opens the file `db`, or the default one, which is built if it is missing or of another version.

    A file that the user names is never built unasked: it may be a slip of the pen. Raises StoreError if it is missing
    or cannot be used.
    """
    if db is not None and not os.path.exists(db):
        raise StoreError(f"there is no file {db}", hint=f"bestiary build --db {db}")
    return Bestiary.open(db, make=_build)


def _build(file: str) -> None:
    """Builds the default file, telling someone who watches why this takes longer than an answer should."""
    import sys
    from pathlib import Path

    import click

    from ..ingest import build_first
    from ..plain import counted
    from .progress import progress

    watched = sys.stderr.isatty()
    if watched:
        click.echo(f"Building {file} from the packaged sources; this is done once.", err=True)
    with progress() as tell:
        report = build_first(Path(file), progress=tell)
    if watched and report and report.problems:
        them = "it" if len(report.problems) == 1 else "them"
        click.echo(f"{counted(len(report.problems), 'problem')}; `bestiary build` lists {them}.", err=True)
