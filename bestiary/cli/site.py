"""`bestiary site`: the encyclopedia as files."""

from pathlib import Path

import click

from ..levels import LEVELS
from .opening import open_or_build
from .options import db_option
from .progress import progress


@click.command("site", short_help="The encyclopedia as files, for a network without a server.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--url", metavar="URL", default="", help="Where it will stand: then it gets a sitemap.xml.")
@click.option("--tlp", metavar="LEVEL", type=click.Choice(LEVELS), help="Only what is at or below this level.")
@db_option
def command(folder: Path, url: str, tlp: str | None, db: str | None) -> None:
    """Writes every page of the encyclopedia below FOLDER, from which any web server, or none, can show them.

    A former site in the folder is replaced when the new one is whole; a folder that holds anything else is left alone.
    What answers questions (comparing, who targets us, tagging) needs `bestiary serve`.

    \b
    Examples:
      bestiary site public/
      bestiary site public/ --url https://intel.example.org/bestiary/
      bestiary site shared/ --tlp green
    """
    from ..serve.web.site import write

    with open_or_build(db) as opened, opened.at(tlp) if tlp else opened as bestiary:
        if bestiary.level != "clear":
            click.echo(f"This file holds TLP:{bestiary.level.upper()}: share it as such.", err=True)
        with progress() as tell:
            count = write(bestiary, folder, url, tell)
    click.echo(f"Wrote {count:,} pages: open {folder / 'index.html'}", err=True)
