"""`bestiary sources`: what the built file was made of."""

import click

from .opening import open_or_build
from .options import db_option, echo_json, json_option


@click.command("sources", short_help="The sources, their terms, and how old they are.")
@db_option
@json_option
def command(db: str | None, as_json: bool) -> None:
    """The sources the file was built from: publisher, terms, age, and which others they copy.

    \b
    Examples:
      bestiary sources
      bestiary sources --json
    """
    with open_or_build(db) as bestiary:
        sources = bestiary.sources()
    if as_json:
        echo_json(sources)
        return

    from .screen import show
    from .source_page import source_page

    show(source_page(sources))
