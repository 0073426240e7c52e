"""`bestiary why`: why two are one, or stay two."""

import click

from .offer import complete_name
from .opening import open_or_build
from .options import db_option, echo_json, json_option


@click.command("why", short_help="Why two are one, or stay two.")
@click.argument("a", shell_complete=complete_name)
@click.argument("b", required=False, shell_complete=complete_name)
@db_option
@json_option
def command(a: str, b: str | None, db: str | None, as_json: bool) -> None:
    """Why A and B are one or stay two: every judgement between them, with all that speaks for and against.

    A and B are record keys, UUIDs, ATT&CK ids, addresses (slugs) or names. Of two records of one profile these are
    the judgements on the way from one to the other; of a profile alone all that joined its records.

    \b
    Examples:
      bestiary why apt28
      bestiary why G0007 STRONTIUM
      bestiary why cold-river star-blizzard
      bestiary why APT29 UNC2452 --json
    """
    with open_or_build(db) as bestiary:
        found = bestiary.why(a, b or a)
        if as_json:
            echo_json(found)
            return
        from .judged import judgement_text, record_titles, verdict
        from .screen import show

        titles = record_titles(bestiary, found["judgements"])

    show(verdict(found), *(judgement_text(one, titles) for one in found["judgements"]))
