"""`bestiary review`: pairs of which nobody is sure, for people to judge."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .opening import open_or_build
from .options import db_option, echo_json, json_option

if TYPE_CHECKING:
    from rich.table import Table

    from ..profile import Profile, Review

KEYS = {"s": "same", "d": "different", "o": "overlaps", "u": "subgroup-of", "c": "successor-of"}
ASKED = "[s]ame, [d]ifferent, [o]verlaps, s[u]bgroup, su[c]cessor, s[k]ip or [q]uit"
DESCRIPTION = 200  # characters


@click.command("review", short_help="Judge the pairs that nobody is sure of.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000), help="How many pairs at most.")
@click.option("--by", metavar="NAME", help="Who judges.  [default: BESTIARY_ANALYST, else your login name]")
@click.option(
    "--overlay", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path), help="Where it is written."
)
@db_option
@json_option
def command(limit: int, by: str | None, overlay: Path | None, db: str | None, as_json: bool) -> None:
    """Pairs of profiles of which nobody is sure whether they are one, those first of which most is known.

    On a terminal each is asked about, and every answer is written at once, as by `bestiary judge`; in the end the file
    is derived anew. Elsewhere they are only listed.

    \b
    Examples:
      bestiary review
      bestiary review --limit 5 --json
    """
    with open_or_build(db) as bestiary:
        found = bestiary.review(limit)
        file = Path(bestiary.path)
    if as_json:
        echo_json(found)
        return
    from ..ingest import overlay_of

    folder = overlay_of(file, overlay)
    answered = False
    try:
        for number, pair in enumerate(found, 1):
            _show(pair, f"{number} of {len(found)}")
            if asks():
                answer = click.prompt(ASKED, type=click.Choice([*KEYS, "k", "q"]), show_choices=False)
                if answer == "q":
                    break
                if answer != "k":
                    _write(pair, KEYS[answer], folder, by)
                    answered = True
    finally:
        if answered:  # also where it was stopped: what was written is obeyed
            from .rederived import rederived

            rederived(str(file), folder, [])
    if not found:
        click.echo("nothing is unsure")


def asks() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _write(pair: Review, relation: str, overlay: Path, by: str | None) -> None:
    """Writes an answer down."""
    from ..judgements import judge
    from .rederived import analyst, now

    reason = click.prompt("Why")
    a, b = pair["judgement"]["a"], pair["judgement"]["b"]
    id_ = judge(overlay, relation, a, b, by=by or analyst(), made=now(), why=reason)
    click.echo(f"wrote {id_}")


def _show(pair: Review, number: str) -> None:
    """The two side by side, and what speaks for and against their being one."""
    from rich.text import Text

    from .judged import judgement_text
    from .screen import show

    titles = {pair["judgement"]["a"]: pair["a"]["title"], pair["judgement"]["b"]: pair["b"]["title"]}
    show(Text(number, "dim"), _beside(pair["a"], pair["b"]), Text(""), judgement_text(pair["judgement"], titles))


def _beside(a: Profile, b: Profile) -> Table:
    """Two profiles in two columns."""
    from ..plain import cut
    from .screen import rows

    def facts(profile: Profile, prop: str) -> str:
        return ", ".join(value["label"] for value in profile["facts"].get(prop, []) if value["value"])

    def lines(profile: Profile) -> list[str]:
        names = [name["name"] for name in profile["names"] if name["support"]]
        texts = [one["text"] for one in profile["descriptions"]]
        return [
            profile["id"],
            ", ".join(sorted({record["source"] for record in profile["records"]})),
            cut(", ".join(names), DESCRIPTION),
            facts(profile, "country"),
            facts(profile, "first-seen"),
            cut(texts[0], DESCRIPTION) if texts else "",
        ]

    labels = ("Address", "Sources", "Names", "Origin", "First seen", "Description")
    return rows(("", a["title"], b["title"]), list(zip(labels, lines(a), lines(b), strict=True)))
