"""The command line: a command parses, asks `base.Bestiary` one question, and prints the answer.

Each command is a module of this folder that holds a `command`. It is imported when it is run, not before, so that a
look-up pays for nothing but itself: no module on the way of `who` imports anything heavy at its top.
"""

import os
import sys
from contextlib import suppress
from errno import ENOSPC
from importlib import import_module
from typing import Any, NoReturn

import click

from .. import __version__
from ..errors import BestiaryError

# The command and its module, in the order of the help. (A module called `list` would hide the builtin in this one.)
COMMANDS = {
    "who": "who",
    "search": "search",
    "name": "name",
    "show": "show",
    "list": "listing",
    "why": "why",
    "compare": "compare",
    "tag": "tag",
    "judge": "judge",
    "review": "review",
    "sources": "sources",
    "export": "export",
    "serve": "serve",
    "site": "site",
    "mcp": "mcp",
    "build": "build",
    "update": "update",
    "completion": "completion",
}


class Commands(click.Group):
    """Imports commands when they are wanted, and turns whatever goes wrong into lines for the user."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"{__name__}.{COMMANDS[cmd_name]}").command
        assert isinstance(command, click.Command)
        return command

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Reads the command line. Ends with exit code 130 on Ctrl-C, as running the command does."""
        try:
            return super().make_context(*args, **kwargs)
        except KeyboardInterrupt as error:
            _end(error)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command. Ends with exit code 130 on Ctrl-C, 141 on a closed pipe, that of an error."""
        _print_anything()
        try:
            return super().invoke(ctx)
        except click.Abort:
            _end(KeyboardInterrupt())  # Ctrl-C while a question is asked
        except (click.ClickException, click.exceptions.Exit):
            raise  # click's own ways to end
        except BrokenPipeError as error:
            _print_nothing()
            raise click.exceptions.Exit(141) from error  # 128 + SIGPIPE, as shells have it
        except (Exception, KeyboardInterrupt) as error:
            if ctx.params["debug"]:
                import traceback

                traceback.print_exc()
            _end(error)


def _print_anything() -> None:
    """Makes a character that the terminal's encoding lacks come out as "?", where it would end the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _print_nothing() -> None:
    """Drops what is left over for standard output, which could not be written at the end either."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end(error: BaseException) -> NoReturn:
    """Says what happened, on a further line what to do, and leaves with the exit code that belongs to it."""
    from ..plain import plain

    code, message, hint = _explain(error)
    click.echo(f"bestiary: {plain(message)}", err=True)
    if hint:
        click.echo(plain(hint), err=True)
    raise click.exceptions.Exit(code)


def _explain(error: BaseException) -> tuple[int, str, str]:
    """The exit code, what happened, and what to do about it ("" if nothing)."""
    if isinstance(error, KeyboardInterrupt):
        return 130, "stopped", ""  # 128 + SIGINT, as shells have it
    if isinstance(error, BestiaryError):
        where = f"{error.origin}: " if error.origin else ""
        return error.exit_code, where + error.message, error.hint
    if isinstance(error, OSError) and error.errno == ENOSPC and not error.filename:  # only standard output has no name
        _print_nothing()
        return 3, "there is no space left for what is printed", "free some, or write it elsewhere"
    if isinstance(error, OSError) and error.strerror:
        return 3, f"{error.filename}: {error.strerror}" if error.filename else error.strerror, ""
    hint = "This is a fault in Bestiary. Please report it with what `bestiary --debug …` prints."
    return 3, f"{type(error).__name__}: {error}", hint


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Print the Python traceback of an error.")
@click.version_option(__version__, prog_name="bestiary", message="%(prog)s %(version)s")
def main(debug: bool) -> None:
    """Bestiary: who is behind a name, what they use, whom they hit, what they did, and who says so.

    \b
    Examples:
      bestiary who Fancy Bear
      bestiary list actors --country Russia --sector Energy
      bestiary tag report.pdf
      bestiary serve --open

    The first question builds the file from the packaged public sources; after that, answers come at once.
    """
