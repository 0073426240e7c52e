"""`bestiary name`: what a name tells of itself, and who states who coined it."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from ..errors import NotFound, OtherVersion
from .offer import complete_name
from .options import db_option, echo_json, json_option

if TYPE_CHECKING:
    from rich.text import Text

    from ..base import Bestiary
    from ..profile import MatchedName
    from ..schemes import Reading


@click.command("name", short_help="Who coins names like this one, and what it implies.")
@click.argument("words", metavar="NAME...", nargs=-1, required=True, shell_complete=complete_name)
@db_option
@json_option
def command(words: tuple[str, ...], db: str | None, as_json: bool) -> None:
    """Who coins names like this one, and what the name implies: even if nobody lists it.

    Case and spacing may matter: RedDelta is one vendor's, Red Delta another's. What a name implies is no evidence of
    origin. Who states who coined it is said first, if there is a built file; none is built. Exits with 1 if no scheme
    reads the name and nobody lists it.

    \b
    Examples:
      bestiary name Emerald Sleet
      bestiary name "Void Manticore" --json
    """
    from ..schemes import readings

    name = " ".join(words)
    found, stated = readings(name), _stated(name, db)
    if as_json:
        echo_json({"query": name, "readings": [reading._asdict() for reading in found], "stated": stated})
    if not found and not stated:
        raise _unread(name, built=stated is not None)
    if not as_json:
        _show(name, found, stated or [])


def _stated(name: str, db: str | None) -> list[MatchedName] | None:
    """The records that list the name, with the giver each states; None if there is no built file to ask."""
    bestiary = _open(db)
    if bestiary is None:
        return None
    with bestiary:
        return [use for match in bestiary.who(name)["matches"] for use in match["matched"]]


def _open(db: str | None) -> Bestiary | None:
    """The built file; None if the default one is missing or of another version: this is no reason to build it."""
    from ..base import Bestiary
    from ..config import default_db

    if db is not None:
        return Bestiary.open(db)
    if os.path.exists(file := default_db()):
        with suppress(OtherVersion):
            return Bestiary.open(file)
    return None


def _unread(name: str, built: bool) -> NotFound:
    """The error that nothing is known of the name."""
    if built:
        near = f'bestiary who "{name}" offers near names'
        return NotFound(f"no naming scheme reads “{name}”, and nobody lists it", hint=near)
    return NotFound(f"no naming scheme reads “{name}”", hint="bestiary build makes a file in which to look it up")


def _show(name: str, found: list[Reading], stated: list[MatchedName]) -> None:
    """Prints what is stated, then the readings."""
    from rich.table import Table
    from rich.text import Text

    from .page_text import label
    from .screen import show

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    if stated:
        grid.add_row("", "")
        grid.add_row(label("Stated"), Text("\n").join(_stated_lines(stated, bool(found))))
    for reading in found:
        grid.add_row("", "")
        grid.add_row(label(reading.giver), Text("\n").join(_lines(reading)))
    show(_headline(name, found), grid)


def _headline(name: str, found: list[Reading]) -> Text:
    """In one sentence: whose name it looks like, or that it is nobody's."""
    from rich.text import Text

    from ..plain import plain

    givers = [*dict.fromkeys(reading.giver for reading in found)]
    if len(found) > 1:
        return Text.assemble(
            (f"“{plain(name)}” is ambiguous: ", "bold yellow"), f"{' and '.join(givers)} could each have coined it."
        )
    if not found:
        return Text(f"No naming scheme reads “{plain(name)}”.")
    reading = found[0]
    if reading.kind == "id":
        return Text(f"“{plain(name)}” is an id by {reading.giver}, no name.")
    if not reading.scheme:
        return Text(f"“{plain(name)}” is of no naming scheme: {reading.giver} coined it.")
    return Text(f"“{plain(name)}” is built like the names that {reading.giver} coins.")


def _stated_lines(stated: list[MatchedName], read: bool) -> list[Text]:
    """A line for each giver: who says that it coined the name, and how old that is."""
    from rich.text import Text

    from ..plain import age, plain

    by_giver: dict[str, dict[str, str]] = {}
    for use in stated:
        witness = f"{use['source']} ({age(use['modified'], use['edition'])})"
        by_giver.setdefault(use["giver"], {})[use["record"]] = witness
    lines = []
    for giver in sorted(by_giver, key=lambda giver: (not giver, giver.casefold())):
        coined = f"coined by {giver}" if giver else "giver not stated"
        witnesses = ", ".join(dict.fromkeys(by_giver[giver].values()))
        lines.append(Text.assemble(plain(coined), (f" · according to {plain(witnesses)}", "dim")))
    if read and any(by_giver):
        lines.append(Text("A giver that is stated stands before one read from the name.", "dim"))
    return lines


def _lines(reading: Reading) -> list[Text]:
    """What a reading says, with where it says so."""
    from rich.text import Text

    from ..values import label
    from .page_text import link

    country = label("country", reading.country) if reading.country else ""
    implied = " · ".join(filter(None, (country, reading.kind, reading.maturity)))
    used = " ".join(f"{word} {date}" for word, date in (("since", reading.since), ("until", reading.until)) if date)
    lines = [Text(f"{reading.scheme}, {used}" if used else reading.scheme)] if reading.scheme else []
    if reading.kind != "id":
        said = f"implied by the name: {implied or 'nothing'}"
        lines.append(Text.assemble((said, "bold"), "; not evidence of origin" if implied else ""))
    return [*lines, Text(reading.meaning), link(reading.url, "dim")]
