"""What an update did, as the user reads it: what changed on stdout, what failed on stderr."""

from collections import Counter

import click

from ..diff import Changes
from ..plain import counted, plain
from ..update import UpdateReport
from .screen import rows, show

NAMES_SHOWN = 10


def print_report(report: UpdateReport) -> None:
    """Prints what was fetched and what changed by source, the first names of each, and every failure."""
    if not report.files:
        click.echo("none of the sources in the file can be fetched; name one: bestiary update SOURCE")
    counts = Counter((file.source, file.outcome) for file in report.files)
    outcomes = [
        name for name in ("new", "changed", "unchanged", "absent", "failed") if any(o == name for _, o in counts)
    ]
    lines = [
        (source, *(f"{counts[source, outcome]:,}" for outcome in outcomes))
        for source in dict.fromkeys(file.source for file in report.files)
    ]
    if lines:
        heads = [f"files {outcome}" for outcome in outcomes]
        show(rows(("Source", *heads), lines, right=heads))
    if report.changes:
        _print_changes(report.changes)
    click.echo(_end(report))
    _print_failures(report)
    if report.error:
        click.echo(plain(f"not built: {report.error}"), err=True)


def _print_failures(report: UpdateReport) -> None:
    """Each failure with its address; files of a source that failed for one reason together."""
    failures: dict[tuple[str, str], list[str]] = {}
    for file in report.files:
        if file.outcome == "failed":
            failures.setdefault((file.source, file.reason), []).append(file.url or f"{file.source} {file.file}")
    for (source, reason), places in failures.items():
        more = f" and {len(places) - 1:,} more of {source}" if len(places) > 1 else ""
        click.echo(plain(f"failed {places[0]}{more}: {reason}"), err=True)


def _print_changes(changes: list[Changes]) -> None:
    """How many records and names, and the first of the names."""
    heads = ("records new", "changed", "gone", "names new", "names gone")
    columns = ("new", "changed", "gone", "names_new", "names_gone")
    lines = [(one.source, *(f"{len(getattr(one, column)):,}" for column in columns)) for one in changes]
    click.echo()
    show(rows(("Source", *heads), lines, right=heads))
    for one in changes:
        for what, names in (("new", one.names_new), ("gone", one.names_gone)):
            if names:
                more = f" … and {len(names) - NAMES_SHOWN:,} more (--json)" if len(names) > NAMES_SHOWN else ""
                click.echo(plain(f"{one.source}, names {what}: {', '.join(names[:NAMES_SHOWN])}{more}"))
    click.echo()


def _end(report: UpdateReport) -> str:
    """The last line: what became of the file."""
    if report.dry_run:
        if report.changes or all(file.outcome == "failed" for file in report.files):
            return "nothing was written"
        return "nothing was written; nothing would change"
    if report.built:
        them = "it" if report.problems == 1 else "them"
        many = counted(report.problems, "problem")
        problems = f"; {many}, bestiary build lists {them}" if report.problems else ""
        same = "; nothing in it changed" if report.changes == [] else ""
        return plain(f"wrote {report.db}{same}{problems}")
    return plain(f"{report.db} stays as it is")
