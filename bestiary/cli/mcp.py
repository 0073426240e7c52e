"""`bestiary mcp`: the encyclopedia for agents."""

import click

from .opening import open_or_build
from .options import db_option


@click.command("mcp", short_help="The encyclopedia for agents: MCP.")
@db_option
def command(db: str | None) -> None:
    """Answers an agent's questions by the Model Context Protocol, on standard input and output.

    Nobody types into it: an agent's program starts it. Most take it by an entry in their settings:

    \b
      {"mcpServers": {"bestiary": {"command": "bestiary", "args": ["mcp"]}}}

    The page “MCP” of the documentation tells which tools the agent has then.

    \b
    Examples:
      bestiary mcp
      bestiary mcp --db team.db
    """
    import os
    import signal
    import sys

    from ..serve.mcp import run

    with open_or_build(db) as opened:
        file = opened.path
    if sys.stdin.isatty():
        click.echo("Waiting for an agent's program on standard input; bestiary mcp --help says how.", err=True)
    # the thread that waits for a line of input ends with the process only; nothing is written, so nothing is lost
    former = signal.signal(signal.SIGINT, lambda number, frame: os._exit(130))
    try:
        run(file)
    finally:
        signal.signal(signal.SIGINT, former)
