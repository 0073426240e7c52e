"""Names offered by the shell's completion."""

import re

import click

# A shell inserts what it is offered into the command line, and bash does so unquoted; a name is other people's text.
# So only names that no shell reads as anything but words are offered.
_HARMLESS = re.compile(r"[\w][\w .,:/+@-]*")


def complete_name(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The names that begin with the words typed so far, without the words before the one being typed.

    Offers nothing if the file cannot be read: completion is no place for errors, nor for a build.
    """
    from ..base import Bestiary
    from ..errors import BestiaryError

    before = "".join(f"{word} " for word in ctx.params.get(param.name or "") or ())
    try:
        with Bestiary.open(ctx.params.get("db")) as bestiary:
            names = bestiary.names_starting(before + incomplete)
    except BestiaryError:
        return []
    rests = [name[len(before) :] for name in names if name.casefold().startswith(before.casefold())]
    return [rest for rest in rests if _HARMLESS.fullmatch(rest)]
