"""`bestiary sources`: what the built file was made of."""

import click

from .opening import open_or_build
from .options import db_option, echo_json, json_option


@click.command("sources", short_help="The sources, their terms, and how old they are.")
@db_option
@json_option
def command(db: str | None, as_json: bool) -> None:
    """The sources the file was built from: publisher, terms, age, and which others they copy; when they were fetched.

    \b
    Examples:
      bestiary sources
      bestiary sources --json
    """
    from ..fetch.kept import Kept

    with open_or_build(db) as bestiary:
        sources = bestiary.sources()
    kept = Kept()
    fetched = {source["id"]: kept.fetched(file["sha256"] for file in source["files"]) for source in sources}
    if as_json:
        echo_json([{**source, "fetched": fetched[source["id"]]} for source in sources])
        return

    from .screen import rows, show
    from .source_page import source_page

    show(source_page(sources))
    lines = [(id_, times["retrieved"][:10], times["checked"][:10]) for id_, times in fetched.items() if times]
    if lines:
        show(rows(("Source", "fetched on", "last asked for"), lines))
