"""What a build did, as the user reads it: counts on stdout, what went wrong on stderr."""

from collections import Counter

import click

from ..plain import counted, plain
from ..reading import BuildReport
from .screen import rows, show


def print_report(report: BuildReport, problems: int) -> None:
    """Prints the counts by source and kind, what was skipped and why, and the first so many problems."""
    lines = [(s.source, s.kind, f"{s.records:,}", f"{s.statements:,}") for s in report.sources]
    total = (f"{sum(s.records for s in report.sources):,}", f"{sum(s.statements for s in report.sources):,}")
    numbers = ("records", "statements")
    show(rows(("Source", "kind", *numbers), [*lines, ("total", "", *total)], right=numbers))
    for reason, files in Counter(skipped.reason for skipped in report.skipped).most_common(problems):
        first = next(skipped.file for skipped in report.skipped if skipped.reason == reason)
        others = f" and {files - 1} more" if files > 1 else ""
        click.echo(plain(f"skipped {first}{others}: {reason}"))
    if report.unread:
        values = sum(unread.count for unread in report.unread)
        are, them = ("is", "it") if values == 1 else ("are", "them")
        kept = f"{counted(values, 'value')} {are} kept as written, for nothing exact could be made of {them}"
        click.echo(f"{kept} (--report FILE)")
    for note in report.notes:
        click.echo(plain(f"note: {note}"), err=True)
    click.echo(plain(f"wrote {report.file} in {report.seconds:.1f} s"))
    for problem in report.problems[:problems]:
        click.echo(plain(f"problem {problem}"), err=True)
    if len(report.problems) > problems:
        more = len(report.problems) - problems
        click.echo(f"… and {counted(more, 'more problem')}; --report FILE writes all of them", err=True)
