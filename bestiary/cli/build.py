"""`bestiary build`: reads the sources into the one file."""

from pathlib import Path

import click

from .options import check_overlay, db_option, overlay_option

PROBLEMS_SHOWN = 20


@click.command("build", short_help="Read the sources into the file.")
@click.argument("paths", metavar="[FILE|FOLDER]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--no-default", is_flag=True, help="Leave out the packaged public sources.")
@click.option("--afresh", is_flag=True, help="Forget the inputs and the overlay of the last build.")
@overlay_option
@click.option("--strict", is_flag=True, help="Exit with 3 if there were problems.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write it all as JSON.")
@db_option
def command(
    paths: tuple[Path, ...],
    no_default: bool,
    afresh: bool,
    overlay: Path | None,
    strict: bool,
    report: Path | None,
    db: str | None,
) -> None:
    """Reads the packaged public sources and the files or folders given into the file, and reports what was read.

    Without any, the inputs of the last build are read again, and its overlay is laid over them. A record that cannot be
    read is a problem that is reported; the rest is built all the same.

    \b
    Examples:
      bestiary build
      bestiary build --overlay team/
      bestiary build enterprise-attack.json our-actors.csv --strict
      bestiary build cards/ --no-default --db cards.db --report report.json
    """
    check_overlay(overlay)
    from ..config import default_db
    from ..ingest import build
    from .progress import progress
    from .report import print_report
    from .written import check_writable, write_whole

    if report:
        check_writable(report)
    with progress() as tell:
        file = Path(db or default_db())
        done = build([*paths], default=not no_default, db=file, overlay=overlay, afresh=afresh, progress=tell)
    if report:
        write_whole(report, [done.as_json().encode()])
    print_report(done, PROBLEMS_SHOWN)
    if strict and done.problems:
        click.get_current_context().exit(3)
