"""`bestiary serve`: the encyclopedia in the browser, and for programs."""

import os
import sys
import webbrowser
from typing import IO

import click

from ..levels import LEVELS
from .opening import open_or_build
from .options import db_option


@click.command("serve", short_help="The encyclopedia in the browser, and for programs: REST and TAXII.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="The port.")
@click.option("--tlp", metavar="LEVEL", type=click.Choice(LEVELS), help="Only what is at or below this level.")
@click.option("--open", "opening", is_flag=True, help="Open it in the browser of this desktop.")
@click.option("--public", is_flag=True, help="Anybody who reaches the address may ask.")
@click.option(
    "--log", metavar="FILE", type=click.File("a", encoding="utf-8"), help="Where to write down what is asked."
)
@db_option
def command(
    host: str, port: int, tlp: str | None, opening: bool, public: bool, log: IO[str] | None, db: str | None
) -> None:
    """Shows the encyclopedia in the browser, and answers programs: /api/docs tells people what can be asked, and
    /api/v1/openapi.json tells programs. At /taxii2/ it is a TAXII 2.1 server.

    It listens on this machine only unless --host says otherwise; then who asks needs the token that BESTIARY_TOKEN has,
    unless it is --public. A file that is built anew is picked up at once. --log gets a JSON object for each question,
    "-" is standard output. Ctrl-C ends it.

    \b
    Examples:
      bestiary serve --open
      bestiary serve --port 8080 --tlp green
      BESTIARY_TOKEN=... bestiary serve --host 0.0.0.0 --log asked.jsonl
      curl "http://127.0.0.1:8765/api/v1/who?name=Fancy+Bear"
    """
    from ..serve.run import run

    with open_or_build(db) as opened:
        file = opened.path
        if tlp:
            with opened.at(tlp) as level:
                file = level.path
    where = f"[{host}]" if ":" in host else host
    address = f"http://{where}:{port}/"

    def ready() -> None:
        click.echo(f"Bestiary is open at {address} (Ctrl-C ends it)", err=True)
        if opening and _on_desktop():
            webbrowser.open(address)

    run(file, host, port, os.environ.get("BESTIARY_TOKEN", ""), public, log, ready)


def _on_desktop() -> bool:
    """Whether there is a screen on which a browser could open; without one a text browser might, in this terminal."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
