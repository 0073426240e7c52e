"""`bestiary list`: the things of a kind."""

import click

from ..errors import NotFound
from .opening import open_or_build
from .options import db_option, echo_json, json_option

_SELDOM = "only reports of STIX bundles are references: the packaged sources have none"


def complete_kind(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The kinds that begin so."""
    from ..schema import schema

    return [kind.plural for kind in schema().kind.values() if kind.plural.startswith(incomplete)]


@click.command("list", short_help="The things of a kind, filtered.")
@click.argument("kind", shell_complete=complete_kind)
@click.option("--country", metavar="NAME", help="Only those with this country of origin.")
@click.option("--sector", metavar="NAME", help="Only those that hit this sector.")
@click.option("--target", metavar="COUNTRY", help="Only those that hit this country.")
@click.option("--motivation", metavar="NAME", help="Only those with this motivation or type of incident.")
@click.option("--tool", metavar="NAME", help="Only those that use this tool.")
@click.option("--source", metavar="ID", help="Only those of which this source has a record.")
@db_option
@json_option
def command(kind: str, db: str | None, as_json: bool, **filters: str | None) -> None:
    """The things of a KIND (actors, tools, …), all of them or those that pass every filter.

    Exits with 1 if there is none.

    \b
    Examples:
      bestiary list actors
      bestiary list actors --country Russia --sector Energy
      bestiary list actors --tool Mimikatz --json
    """
    given = {key: value for key, value in filters.items() if value is not None}
    with open_or_build(db) as bestiary:
        found = bestiary.list(kind, **given)
        idle = [key for key, value in given.items() if not found and not bestiary.list(kind, **{key: value})]
    if as_json:
        echo_json(found)
    elif found:
        from .screen import UNBROKEN, rows, show

        columns = {
            "title": [thing["title"] for thing in found],
            "id": [thing["id"] for thing in found],
            "origin": [", ".join(thing["countries"]) for thing in found],
            "first seen": [thing["first_seen"] or "" for thing in found],
            "names": [str(thing["names"]) for thing in found],
            "sources": [", ".join(thing["sources"]) for thing in found],
        }
        told = {head: cells for head, cells in columns.items() if any(cells)}
        show(rows([*told], zip(*told.values(), strict=True), right=("names",)), pipe_width=UNBROKEN)
    if not found:
        if not given:
            from ..schema import kind_named

            raise NotFound("there are none of that kind", hint=_SELDOM if kind_named(kind) == "reference" else "")
        alone = " and ".join(f"--{key} {given[key]}" for key in idle)
        raise NotFound(f"none of that kind passes {alone or 'all of the filters'}")
