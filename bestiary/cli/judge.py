"""`bestiary judge`: people's judgements, written into the overlay; then the file is derived anew."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import NotFound
from ..levels import LEVELS
from ..plain import plain
from .options import db_option, echo_json, json_option

if TYPE_CHECKING:
    from ..base import Bestiary

RELATIONS = {
    "same": "same",
    "different": "different",
    "overlaps": "overlaps",
    "subgroup": "subgroup-of",
    "successor": "successor-of",
}
REJECT = "reject-name"


@click.command("judge", short_help="Say that two are one, or that they are not.")
@click.argument("words", metavar="[RELATION A B | reject-name RECORD NAME]", nargs=-1)
@click.option("--why", "reason", metavar="TEXT", help="On what grounds; required, but for --undo.")
@click.option("--by", metavar="NAME", help="Who judges.  [default: BESTIARY_ANALYST, else your login name]")
@click.option("--tlp", metavar="LEVEL", type=click.Choice(LEVELS), default="clear", help="How far it may be passed on.")
@click.option("--undo", metavar="ID", help="Take back the judgement with this id.")
@click.option("--list", "listed", is_flag=True, help="Show the judgements that stand, with their ids.")
@click.option(
    "--overlay", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path), help="Where it is written."
)
@db_option
@json_option
def command(
    words: tuple[str, ...],
    reason: str | None,
    by: str | None,
    tlp: str,
    undo: str | None,
    listed: bool,
    overlay: Path | None,
    db: str | None,
    as_json: bool,
) -> None:
    """Writes down that A and B are the same, different, overlaps, a subgroup (A is a part of B) or a successor (A came
    after B), or that a NAME which a RECORD lists is none of its names; then works out anew which records are one.

    A, B and RECORD are record keys, UUIDs, ATT&CK ids, addresses or names; of a profile its most complete record is
    meant. The line goes into judgements.jsonl of the overlay that the file was built with (else BESTIARY_OVERLAY, else
    in your data folder), is obeyed by every later build, and is taken back by --undo.

    \b
    Examples:
      bestiary judge same apt43 kimsuky --why "One actor in Mandiant's report"
      bestiary judge different G0007 misp:5b4ee3ea-eee3-4c8e-8323-85ae32658754 --why "Two teams"
      bestiary judge reject-name misp:5b4ee3ea-eee3-4c8e-8323-85ae32658754 "Grizzly Steppe" --why "Of two actors"
      bestiary judge --list
      bestiary judge --undo 0f3a9c2b
    """
    from ..base import Bestiary
    from ..config import default_db
    from ..ingest import overlay_of
    from ..judgements import judge, reject_name
    from ..judgements import undo as take_back
    from .rederived import analyst, now, rederived

    file = db or default_db()
    with Bestiary.open(db) as bestiary:  # builds the default file if there is none
        folder = overlay_of(Path(bestiary.path), overlay)
    if as_json and not listed:
        raise click.UsageError("--json goes with --list.")
    if listed:
        if words or undo:
            raise click.UsageError("--list takes nothing else.")
        with Bestiary.open(db) as bestiary:
            _list(bestiary, folder, as_json)
        return
    about = {"by": by or analyst(), "made": now()}
    if undo:
        if words:
            raise click.UsageError("--undo takes no further words.")
        click.echo(f"took back {take_back(folder, undo, **about)}")
        rederived(file, folder, [])
        return
    if len(words) != 3 or words[0] not in (*RELATIONS, REJECT):
        raise click.UsageError(f"Say {', '.join(RELATIONS)} and two things, or {REJECT}, a record and a name.")
    if not (reason or "").strip():
        raise click.UsageError("Say with --why on what grounds.")
    with Bestiary.open(db) as bestiary:
        if words[0] == REJECT:
            keys = [bestiary.record(words[1])]
            id_ = reject_name(folder, keys[0], words[2], why=str(reason), tlp=tlp, **about)
        else:
            keys = [bestiary.record(word) for word in words[1:]]
            kinds = [bestiary.profile(key)["kind"] for key in keys]
            if kinds[0] != kinds[1]:
                raise click.UsageError(f"{words[1]} is of the kind {kinds[0]} and {words[2]} of the kind {kinds[1]}.")
            id_ = judge(folder, RELATIONS[words[0]], *keys, why=str(reason), tlp=tlp, **about)
    said = [*keys, *words[2:]] if words[0] == REJECT else keys
    click.echo(plain(f"wrote {id_} into {folder}: {words[0]} {' '.join(said)}"))
    rederived(file, folder, keys)


def _list(bestiary: Bestiary, folder: Path, as_json: bool) -> None:
    """Shows the judgements that stand in an overlay, the newest first."""
    from ..judgements import SHORTEST_ID, standing
    from ..overlay import settings

    found = standing(folder, settings(folder).tlp or "clear")
    if as_json:
        echo_json(found)
    elif not found:
        click.echo(plain(f"nothing is judged in {folder}"))
    else:
        from .screen import UNBROKEN, rows, show

        lines = [
            (
                one["id"][: SHORTEST_ID + 2],
                one.get("made", "")[:10],
                one.get("by", ""),
                one.get("judge", REJECT),
                _record(bestiary, one.get("a") or one["record"]),
                _record(bestiary, one["b"]) if "b" in one else one["reject"],
                one.get("why", ""),
                one["tlp"],
            )
            for one in found
        ]
        heads = ("id", "made", "by", "judged", "of", "and", "why", "TLP")
        show(rows(heads, lines, whole=("id",)), pipe_width=UNBROKEN)


def _record(bestiary: Bestiary, key: str) -> str:
    """A record's title and source; its key where the file has none like it."""
    try:
        records = bestiary.profile(key)["records"]
    except NotFound:
        return key
    return next((f"{one['title']} ({one['source']})" for one in records if one["key"] == key), key)
