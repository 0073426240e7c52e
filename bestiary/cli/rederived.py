"""Deriving the file anew after somebody judged, and saying what became of it."""

import getpass
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from ..base import Bestiary
from ..plain import plain


def analyst() -> str:
    """Who judges: BESTIARY_ANALYST, else the login name."""
    try:
        return os.environ.get("BESTIARY_ANALYST") or getpass.getuser()
    except (OSError, KeyError):  # no such user, as in some containers
        return "unknown"


def now() -> str:
    """The time in UTC as ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def rederived(file: str, overlay: Path, keys: Iterable[str]) -> None:
    """Works out anew which records are one, and prints of what profile each of the records is a part now."""
    from ..ingest import rederive
    from .progress import progress

    with progress() as tell:
        problems = rederive(Path(file), overlay, tell)
    with Bestiary.open(file) as bestiary:
        for key in keys:
            profile = bestiary.profile(key)
            others = len(profile["records"]) - 1
            more = f", with {others} other {'record' if others == 1 else 'records'}" if others else ""
            click.echo(plain(f"{key} is part of {profile['title']} ({profile['id']}){more}"))
    for problem in problems:
        click.echo(plain(f"problem {problem}"), err=True)
