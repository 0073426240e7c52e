"""`bestiary show`: everything stated about one thing."""

import click

from .opening import open_or_build
from .options import db_option, echo_json, json_option


@click.command("show", short_help="Everything stated about one thing, with its place.")
@click.argument("id_", metavar="ID")
@db_option
@json_option
def command(id_: str, db: str | None, as_json: bool) -> None:
    """Everything stated about one thing: its whole profile, then every statement with file and place.

    ID is the one that `who` and `list` print. Exits with 1 if nothing has it.

    \b
    Examples:
      bestiary show apt28
      bestiary show apt28 --json
    """
    with open_or_build(db) as bestiary:
        profile, statements = bestiary.profile(id_), bestiary.statements(id_)
    if as_json:
        echo_json({"profile": profile, "statements": statements})
        return

    from .page import WHOLE, page
    from .screen import show
    from .statements import statement_tables

    show(page(profile, [], WHOLE), *statement_tables(profile, statements))
