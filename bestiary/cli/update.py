"""`bestiary update`: the newest files of the sources."""

from pathlib import Path

import click

from .options import db_option, json_option


@click.command("update", short_help="Fetch the newest files of the sources.")
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Only say what would be fetched and what would change.")
@click.option(
    "--from",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Take the files from this folder, not from the network.",
)
@db_option
@json_option
def command(sources: tuple[str, ...], dry_run: bool, folder: Path | None, db: str | None, as_json: bool) -> None:
    """Fetches the newest files of the SOURCEs from their publishers, builds the file anew, and says what changed.

    Without a SOURCE, of all that the file was built from. A file that cannot be fetched, or is not what it should be,
    leaves the old one in its place, is reported, and makes the command exit with 3.

    \b
    Examples:
      bestiary update
      bestiary update mitre-attack microsoft
      bestiary update --dry-run --json
      bestiary update --from /media/usb/sources
    """
    from ..config import default_db
    from ..update import update
    from .progress import progress
    from .update_report import print_report

    with progress() as tell:
        report = update(sources, db=Path(db or default_db()), folder=folder, dry_run=dry_run, progress=tell)
    if as_json:
        click.echo(report.as_json())
    else:
        print_report(report)
    if report.failed:
        click.get_current_context().exit(3)
