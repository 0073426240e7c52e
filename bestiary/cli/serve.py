"""`bestiary serve`: the encyclopedia for programs."""

import click

from ..levels import LEVELS
from .opening import open_or_build
from .options import db_option


@click.command("serve", short_help="The encyclopedia for programs: REST.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="The port.")
@click.option("--tlp", metavar="LEVEL", type=click.Choice(LEVELS), help="Only what is at or below this level.")
@db_option
def command(host: str, port: int, tlp: str | None, db: str | None) -> None:
    """Answers questions over HTTP: what they are, /api/docs tells, and /api/v1/openapi.json tells programs.

    It listens on this machine only unless --host says otherwise, and has no passwords: put a proxy in front of it that
    has. A file that is built anew is picked up at once. Ctrl-C ends it.

    \b
    Examples:
      bestiary serve
      bestiary serve --port 8080 --tlp green
      curl "http://127.0.0.1:8765/api/v1/who?name=Fancy+Bear"
    """
    from ..serve.run import run

    with open_or_build(db) as opened:
        file = opened.path
        if tlp:
            with opened.at(tlp) as level:
                file = level.path
    click.echo(f"Bestiary answers at http://{host}:{port}/api/docs", err=True)
    run(file, host, port)
