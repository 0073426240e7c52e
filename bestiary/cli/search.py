"""`bestiary search`: things by words and facts."""

import click

from ..errors import NotFound
from .opening import open_or_build
from .options import db_option, echo_json, json_option


# a word that must not be there begins with "-", as options do
@click.command("search", short_help="Things by words and facts.", context_settings={"ignore_unknown_options": True})
@click.argument("words", metavar="QUERY...", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 200), help="How many to show.")
@click.option("--offset", default=0, type=click.IntRange(0, 1_000_000), help="How many to pass over.")
@db_option
@json_option
def command(words: tuple[str, ...], limit: int, offset: int, db: str | None, as_json: bool) -> None:
    """Finds things by words in their names, descriptions, operations, tools and references, and by facts.

    All words have to be there; "several words" in a row; exfil* begins so; -word must not be there. Filters are kind:
    country: sector: target: tool: technique: motivation: sponsor: giver: source: since: until: with a value. Exits with
    1 if nothing is found.

    \b
    Examples:
      bestiary search sandstorm
      bestiary search 'kind:actor target:IL tool:"Cobalt Strike"'
      bestiary search wiper country:RU -source:tidal --json
    """
    query = " ".join(f'"{word}"' if " " in word and '"' not in word and ":" not in word else word for word in words)
    with open_or_build(db) as bestiary:
        found = bestiary.search(query, limit, offset)
    if as_json:
        echo_json(found)
    elif found["hits"]:
        from .screen import show
        from .search_page import search_page

        show(*search_page(found, offset))
    if not found["total"]:
        raise NotFound(f"nothing is found for {query}", hint="leave a word or a filter out")
    if not found["hits"]:
        raise NotFound(f"there are only {found['total']:,}", hint="give a smaller --offset")
