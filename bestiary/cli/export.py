"""`bestiary export`: profiles in the formats of other tools."""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Iterable
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import exports
from ..errors import NotFound, StoreError
from ..levels import LEVELS
from ..plain import plain
from .opening import open_or_build
from .options import db_option, echo_json, json_option
from .written import write_whole, writing

if TYPE_CHECKING:
    from ..selection import File, Loss

FORMATS = sorted(module.name for module in pkgutil.iter_modules(exports.__path__))


@click.command("export", short_help="Profiles as files of other tools.")
@click.argument("format_", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Export everything the file holds.")
@click.option("--query", metavar="QUERY", help="Export all that is found: see bestiary search.")
@click.option("-o", "--output", metavar="FILE|FOLDER", help="Where to write.  [default: stdout, if it is one file]")
@click.option("--loss", "tell_loss", is_flag=True, help="List on stderr what the format has no place for.")
@click.option("--tlp", metavar="LEVEL", type=click.Choice(LEVELS), help="Only what is at or below this level.")
@db_option
@json_option
def command(
    format_: str,
    ids: tuple[str, ...],
    everything: bool,
    query: str | None,
    output: str | None,
    tell_loss: bool,
    tlp: str | None,
    db: str | None,
    as_json: bool,
) -> None:
    """Writes profiles in a FORMAT: those with the IDs, those that a query finds, or all.

    \b
    Formats:
      card            threat group cards, one for each record
      etda_json       threat group cards as one JSON file
      facts           every statement with its origin, JSON Lines
      graph           Mermaid graph
      misp            MISP galaxies of the profiles, two files for each kind
      misp_records    MISP clusters as they were read
      names           table of names, CSV
      names_jsonl     the same, JSON Lines
      navigator       ATT&CK Navigator layers, one for each domain
      navigator_diff  the same of two that are compared
      records         table of records, CSV
      records_jsonl   the same, JSON Lines
      stix            STIX 2.1 bundle

    The page “Exports” of the documentation tells what each holds and has no place for; --loss tells what was left out.
    Several files go into a folder, which is made; one file goes where -o says, or into that folder if it is there. With
    --json they are printed as a list of {"file": name, "content": text}.

    \b
    Examples:
      bestiary export names apt28
      bestiary export card apt28 -o cards/ --loss
      bestiary export card --all -o cards/
      bestiary export navigator --query "kind:actor target:NO"
      bestiary export records --all -o records.csv
      bestiary export stix --all --tlp green -o bestiary.stix.json
      bestiary export misp --all -o galaxy/
    """
    from ..selection import Loss

    ways = everything + bool(ids) + (query is not None)
    if not ways:
        raise click.UsageError("Give the IDs to export, or --query, or --all.")
    if ways > 1:
        raise click.UsageError("IDs, --query and --all are each for itself: give only one of them.")
    if as_json and output is not None:
        raise click.UsageError("--json prints the files: leave out -o.")
    loss = Loss()
    with open_or_build(db) as opened, opened.at(tlp) if tlp else opened as bestiary:
        if not tlp and bestiary.level != "clear":
            level = bestiary.level.upper()
            click.echo(
                f"This file holds TLP:{level}: share it as such, or give --tlp for what may go further.", err=True
            )
        files = bestiary.export(format_, [*ids] or None, loss, query)
        if as_json:
            echo_json([{"file": name, "content": b"".join(content).decode()} for name, content in files])
        else:
            _write(files, output)
    if tell_loss:
        _tell(loss)


def _write(files: Iterable[File], output: str | None) -> None:
    """Writes the files where they belong."""
    files = iter(files)
    first = list(islice(files, 2))
    if not first:
        raise NotFound(exports.NOTHING)
    several, files = len(first) > 1, chain(first, files)
    if output is None and several:
        raise click.UsageError("There are several files: say with -o FOLDER where they go.")
    if output is None:
        for _, content in files:
            sys.stdout.buffer.writelines(content)
        sys.stdout.buffer.flush()
    elif several and Path(output).suffix and not (output.endswith(("/", "\\")) or Path(output).is_dir()):
        raise click.UsageError(f"There are several files: name a folder, such as {Path(output).with_suffix('')}/")
    elif several or output.endswith(("/", "\\")) or Path(output).is_dir():
        count = _write_folder(Path(output), files)
        click.echo(plain(f"Wrote {count} {'file' if count == 1 else 'files'} to {output}"), err=True)
    else:
        for _, content in files:
            write_whole(Path(output), content)
        click.echo(plain(f"Wrote {output}"), err=True)


def _write_folder(folder: Path, files: Iterable[File]) -> int:
    """Writes the files below the folder and counts them. Raises StoreError if one would come to stand outside."""
    count = 0
    for name, content in files:
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise StoreError(f"{name} would be written outside {folder}")
        with writing(folder):
            path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
        count += 1
    return count


def _tell(loss: Loss) -> None:
    """Lists what was left out."""
    rows = loss.rows()
    for prop, why, count in rows:
        click.echo(f"left out {count:>9,}  {prop}: {why}", err=True)
    if not rows:
        click.echo("Nothing was left out.", err=True)
