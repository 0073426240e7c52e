"""What several commands take: where the file is, and whether to answer in JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:  # an answer does without pathlib, which takes a thirtieth of its time to import
    from pathlib import Path

F = TypeVar("F", bound=Callable[..., Any])


def db_option(command: F) -> F:
    """Adds `--db FILE`, given to the command as `db: str | None`."""
    text = "The built file.  [default: that of BESTIARY_DB, else bestiary.db in your data folder]"
    return click.option("--db", type=click.Path(dir_okay=False), metavar="FILE", help=text)(command)


def json_option(command: F) -> F:
    """Adds `--json`, given to the command as `as_json: bool`."""
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")(command)


def overlay_option(command: F) -> F:
    """Adds `--overlay FOLDER`, given to the command as `overlay: Path | None`."""
    from pathlib import Path

    text = "The team's cards and judgements.  [default: BESTIARY_OVERLAY, else that of the last build]"
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option("--overlay", type=kind, metavar="FOLDER", help=text)(command)


def check_overlay(overlay: Path | None) -> None:
    """Raises InputError for a named overlay that is not there: what a slip leaves out nobody would miss at once."""
    if overlay and not overlay.is_dir():
        from ..errors import InputError
        from ..origin import Origin

        raise InputError("there is no such overlay", Origin(str(overlay)), "check the path, or make the folder")


def echo_json(content: object) -> None:
    """Prints the content as indented JSON."""
    import json

    click.echo(json.dumps(content, ensure_ascii=False, indent=2))
