"""`bestiary tag`: which actors and tools reports name."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from ..plain import plain
from .opening import open_or_build
from .options import check_overlay, db_option, json_option, overlay_option
from .written import Kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..tag import Tagger
    from ..tag.corpus import Make, Tagged
    from .tag_output import Line

T = TypeVar("T", bound="Tagged | Line")
TWICE = "give each its own, since a run that goes on takes both as done when one is"


@click.command("tag", short_help="Which actors and tools reports name.")
@click.argument(
    "paths", metavar="FILE|FOLDER|-...", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True)
)
@click.option("--jsonl", is_flag=True, help="A line of JSON for each report, with its mentions.")
@click.option("--html", is_flag=True, help="The report as a page with its mentions marked.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where to write.")
@overlay_option
@db_option
@json_option
def command(
    paths: tuple[Path, ...],
    jsonl: bool,
    html: bool,
    output: Path | None,
    overlay: Path | None,
    db: str | None,
    as_json: bool,
) -> None:
    """Which actors, tools, campaigns, techniques and vulnerabilities reports name, how sure that is, and why.

    Reads text, Markdown, HTML, PDF, and JSONL of {"id": …, "text": …}; folders with all that is below them, on all
    cores. A report's id is its path as it is given here, or what its line of JSONL says. With --jsonl and -o it goes on
    where it was stopped: reports whose ids stand in the file are not read again. A file that cannot be read is
    reported, and the rest is tagged all the same. Exits with 1 if the one report that is shown names nothing.

    \b
    Examples:
      bestiary tag report.pdf
      bestiary tag report.html --html -o marked.html
      bestiary tag reports/ --jsonl -o mentions.jsonl
      cat advisory.txt | bestiary tag - --json
    """
    if jsonl + html + as_json > 1:
        raise click.UsageError("Choose one of --json, --jsonl and --html.")
    if output and not (jsonl or html or as_json):
        raise click.UsageError("With -o say what is written: add --json, --jsonl or --html.")
    check_overlay(overlay)
    with open_or_build(db) as bestiary:
        tagger = bestiary.tagger(overlay)
    if jsonl:
        _write_lines(output, tagger, paths)
        return
    from ..tag.corpus import Tagged
    from .tag_output import array

    done = _tagged(tagger, paths, Tagged)
    if html:
        _write(output, _page([*done], db))
    elif as_json:
        _write(output, array([*done]))
    else:
        _show(done)


def _write_lines(output: Path | None, tagger: Tagger, paths: tuple[Path, ...]) -> None:
    from .tag_output import line

    if output is None:
        for one in _tagged(tagger, paths, line):
            for piece in one.pieces():
                click.echo(piece, nl=False)
        return
    with Kept(output) as kept:
        for one in _tagged(tagger, paths, line, kept.ids):
            kept.add(one.pieces())


def _tagged(tagger: Tagger, paths: tuple[Path, ...], make: Make[T], skip: frozenset[str] = frozenset()) -> Iterator[T]:
    """What is made of the reports. Problems are reported; raises InputError for the first if there is nothing else."""
    from ..errors import InputError, Problem
    from ..origin import Origin
    from ..tag.corpus import report_files, tag_files, tag_text
    from .progress import progress

    first, ids = None, set[str]()
    files = list(dict.fromkeys(file for path in paths if str(path) != "-" for file in report_files(path)))
    if not files and Path("-") not in paths:
        raise InputError(
            "there is no report in it", Origin(str(paths[0])), "text, Markdown, HTML, PDF and JSONL are read"
        )
    with progress() as tell:
        results = tag_files(tagger, files, make, tell, skip)
        if Path("-") in paths:
            piped = tag_text(tagger, "-", sys.stdin.buffer.read())
            results = chain([piped if isinstance(piped, Problem) else make(*piped)], results)
        for one in results:
            if isinstance(one, Problem):
                first = first or one
                click.echo(plain(f"problem {one}"), err=True)
                continue
            if one.id in ids:
                click.echo(plain(f"problem {one.id}: another report has this id too; {TWICE}"), err=True)
            ids.add(one.id)
            yield one
    if first and not ids and not skip:
        raise InputError("no report could be read", first.origin, first.hint)


def _page(reports: list[Tagged], db: str | None) -> Iterator[str]:
    from ..tag.html import further, page
    from ..tag.summary import summary

    if len(reports) != 1:
        raise click.UsageError(f"--html is for one report, these are {len(reports)}.")
    [report] = reports
    short = summary(report.id, report.mentions)
    with open_or_build(db) as bestiary:
        urls = {one["id"]: further(bestiary.profile(one["id"])) for one in short["named"] if one["id"]}
    return page(report.text, report.mentions, short, urls)


def _show(reports: Iterator[Tagged]) -> None:
    """Prints one report whole, several a few lines each."""
    from .screen import show
    from .tag_page import brief, whole

    first = next(reports, None)
    second = next(reports, None)
    if first and second:
        for one in chain([first, second], reports):
            show(*brief(one))
    elif first:
        show(*whole(one := first))
        if not one.mentions:
            click.get_current_context().exit(1)


def _write(output: Path | None, pieces: Iterator[str]) -> None:
    if output is None:
        for piece in pieces:
            click.echo(piece, nl=False)
    else:
        from .written import write_whole

        write_whole(output, (piece.encode() for piece in pieces))
