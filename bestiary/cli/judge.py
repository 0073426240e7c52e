"""`bestiary judge`: people's judgements, written into the overlay; then the file is derived anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import NotFound, UsageError
from ..levels import LEVELS
from ..plain import plain
from .options import db_option, echo_json, json_option

if TYPE_CHECKING:
    from ..base import Bestiary
    from ..profile import Profile

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
    from ..judgements import undo as take_back
    from .rederived import analyst, now, rederived

    _check(words, reason, undo, listed, as_json)
    keys: list[str] = []
    with Bestiary.open(db) as bestiary:  # builds the default file if there is none
        folder = overlay_of(Path(bestiary.path), overlay)
        if listed:
            _list(bestiary, folder, as_json)
            return
        signed = {"by": by or analyst(), "made": now()}
        about = {**signed, "why": str(reason), "tlp": tlp}
        if undo:
            told = f"took back {take_back(folder, undo, **signed)}"
        elif words[0] == REJECT:
            told, keys = _rejected(bestiary, folder, words[1], words[2], about)
        else:
            told, keys = _judged(bestiary, folder, words[0], words[1:], about)
    click.echo(plain(told))
    rederived(db or default_db(), folder, keys)


def _check(words: tuple[str, ...], reason: str | None, undo: str | None, listed: bool, as_json: bool) -> None:
    """Raises click.UsageError for what does not go together or is left out."""
    if as_json and not listed:
        raise click.UsageError("--json goes with --list.")
    if listed and (words or undo):
        raise click.UsageError("--list takes nothing else.")
    if undo and words:
        raise click.UsageError("--undo takes no further words.")
    if listed or undo:
        return
    if len(words) != 3 or words[0] not in (*RELATIONS, REJECT):
        raise click.UsageError(f"Say {', '.join(RELATIONS)} and two things, or {REJECT}, a record and a name.")
    if not (reason or "").strip():
        raise click.UsageError("Say with --why on what grounds.")


def _rejected(bestiary: Bestiary, folder: Path, record: str, name: str, about: dict[str, str]) -> tuple[str, list[str]]:
    """Writes down that a name is none of a record's; gives what to tell, and the record's key.

    Raises UsageError if the record lists no such name.
    """
    from ..judgements import reject_name

    key = bestiary.record(record)
    _check_listed(bestiary.profile(key), key, name)
    id_ = reject_name(folder, key, name, **about)
    return f"wrote {id_} into {folder}: {REJECT} {key} {name}", [key]


def _check_listed(profile: Profile, key: str, name: str) -> None:
    """Raises UsageError if a record of a profile does not list the name: who does is told, else what is like it."""
    from ..names import fold, near

    listing = {
        fold(one["name"]): (one["name"], {profile["records"][stated["record"]]["key"] for stated in one["stated"]})
        for one in profile["names"]
    }
    _, bearers = listing.get(fold(name), ("", set()))
    if key in bearers:
        return
    alike = near(name, [folded for folded, (_, keys) in listing.items() if key in keys])
    hint = f"bestiary show {profile['id']} shows the names"
    if bearers:
        hint = f"of the records of {profile['title']} these list it: {', '.join(sorted(bearers))}"
    elif alike:
        hint = f"it lists {', '.join(f'“{listing[folded][0]}”' for folded in alike)}"
    raise UsageError(f"the record {key} lists no name “{name}”", hint=hint)


def _judged(
    bestiary: Bestiary, folder: Path, word: str, things: Sequence[str], about: dict[str, str]
) -> tuple[str, list[str]]:
    """Writes down what two things are to each other; gives what to tell, and the keys of the records.

    Raises UsageError if both mean one record, or are of different kinds.
    """
    from ..judgements import judge

    keys = [bestiary.record(thing) for thing in things]
    profiles = [bestiary.profile(key) for key in keys]
    if keys[0] == keys[1]:
        _refuse(bestiary, profiles[0], word, things)
    kinds = [profile["kind"] for profile in profiles]
    if kinds[0] != kinds[1]:
        raise click.UsageError(f"{things[0]} is of the kind {kinds[0]} and {things[1]} of the kind {kinds[1]}.")
    id_ = judge(folder, RELATIONS[word], *keys, **about)
    return f"wrote {id_} into {folder}: {word} {' '.join(keys)}", keys


def _refuse(bestiary: Bestiary, profile: Profile, word: str, things: Sequence[str]) -> None:
    """Raises UsageError where two things mean one record; where they are of one profile it tells what to do."""
    from ..why import record_meant

    if len(profile["records"]) == 1 or all(record_meant(profile, thing) for thing in things):
        raise UsageError(f"{things[0]} and {things[1]} are one record")
    joined = [one["id"][:12] for one in bestiary.why(profile["id"], profile["id"])["judgements"] if one["id"]]
    hint = f"give the keys of two of its records: bestiary why {profile['id']} shows them"
    if word == "same":
        hint = f"bestiary why {profile['id']} shows what makes them one"
    elif joined:
        undone = " or ".join(f"bestiary judge --undo {id_}" for id_ in joined)
        hint = f"people joined records of it, {undone} takes that back; else {hint}"
    one = f"{profile['title']} ({profile['id']})"
    raise UsageError(f"{things[0]} and {things[1]} are records of one profile, {one}", hint=hint)


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
