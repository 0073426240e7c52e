"""`bestiary who`: who is behind a name."""

import click

from ..errors import NotFound
from .offer import complete_name
from .opening import open_or_build
from .options import db_option, json_option


@click.command("who", short_help="Who is behind a name.")
@click.argument("words", metavar="NAME...", nargs=-1, required=True, shell_complete=complete_name)
@db_option
@json_option
def command(words: tuple[str, ...], db: str | None, as_json: bool) -> None:
    """Who is behind a name: all it may mean, with who says so and how old that is.

    Case, accents, spacing and punctuation of the NAME do not matter. What is no name may be an id, of ATT&CK or of a
    record. Who lists it wrongly, as it is judged, is told as well. Exits with 1 if nothing bears it.

    \b
    Examples:
      bestiary who Fancy Bear
      bestiary who apt-28 --json
      bestiary who 海莲花
      bestiary who G1017
    """
    name = " ".join(words)
    with open_or_build(db) as bestiary:
        if as_json:
            count, text = bestiary.who_json(name)
            click.echo(text)
            if not count:
                import json

                raise _nobody(name, json.loads(text)["near"])
            return
        answer = bestiary.who(name)
    if answer["matches"] or answer["rejected"]:
        from .page import answer_page
        from .screen import show

        show(*answer_page(answer))
    if not answer["matches"]:
        raise _nobody(name, answer["near"])


def _nobody(name: str, near: list[str]) -> NotFound:
    """The error that nothing bears the name, offering those like it."""
    from ..plain import cut

    name = cut(name, 80)
    offered = ", ".join(near[:-1]) + " or " + near[-1] if len(near) > 1 else "".join(near)
    return NotFound(f"nothing bears the name “{name}”", hint=f"Did you mean {offered}?" if near else "")
