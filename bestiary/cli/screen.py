"""What is printed for people: coloured on a terminal, plain text on a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.text import Text

from ..plain import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from rich.console import JustifyMethod, RenderableType
    from rich.table import Table

PIPE_WIDTH = 100  # characters a line, where no terminal tells its own
UNBROKEN = 10_000  # wide enough that a row of a table stays on one line, for grep and sort
WIDEST = 120  # longer lines are hard to read


def show(*things: RenderableType, pipe_width: int = PIPE_WIDTH) -> None:
    """Prints the things one below the other, on a pipe in lines of that width."""
    terminal = sys.stdout.isatty()
    console = Console(width=None if terminal else pipe_width, markup=False, highlight=False, emoji=False)
    if terminal:
        console.width = min(console.width, WIDEST)
    with console.capture() as captured:
        for thing in things:
            console.print(thing)
    text = captured.get()
    if not terminal:  # rich pads the cells of a table
        text = "\n".join(line.rstrip() for line in click.unstyle(text).split("\n"))
    click.echo(text, nl=False)


def rows(
    heads: Sequence[str],
    lines: Iterable[Sequence[str | Text]],
    right: Collection[str] = (),
    whole: Collection[str] = (),
) -> Table:
    """A table without lines; a cell that is a string is other people's text.

    `right` names the columns of numbers, `whole` those that are copied and so must not be broken into lines.
    """
    from rich.table import Table  # no answer to `who` has one

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head in heads:
        justify: JustifyMethod = "right" if head in right else "left"
        table.add_column(head, justify=justify, overflow="fold", no_wrap=head in whole)
    for line in lines:
        table.add_row(*(Text(plain(cell)) if isinstance(cell, str) else cell for cell in line))
    return table
