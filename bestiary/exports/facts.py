"""Every statement of the chosen records with its origin, as JSON Lines (https://jsonlines.org): one object a statement.

Nothing is left out of a statement: `id` (follows from what it says, so it stays when the file is built anew), `record`
(source:id), `ord` and `parent` (its place in the record, and that of the statement it is a part of), `property`, `raw`
(as written), `clean` (what it means, null where nothing exact could be made of it), `qualifiers`, `tlp`, `file`,
`place` (line, or JSON Pointer) and `sha256` of the file. What follows from statements is in none of them, and counted:
the names that are rejected, and the judgements on which records are one.
"""

from collections.abc import Iterator

from ..profile import Profile, StatementInfo
from ..selection import File, Loss, Selection, Stored
from ..table_output import json_lines

TITLE = "Facts as JSON Lines"
MEDIA_TYPE = "application/jsonl"


def files(selection: Selection, loss: Loss) -> Iterator[File]:
    """One file: the records in the order of their keys, the statements in that of the record."""
    yield File("facts.jsonl", json_lines(_facts(selection, loss)))


def _facts(selection: Selection, loss: Loss) -> Iterator[StatementInfo]:
    for profile in selection.profiles():
        _count(profile, loss)
    for record in selection.records():
        for said in selection.statements(record.key):
            yield _fact(said)


def _fact(said: Stored) -> StatementInfo:
    return {
        "id": said.id,
        "record": said.record,
        "ord": said.ord,
        "parent": said.parent,
        "property": said.property,
        "raw": said.raw,
        "clean": said.clean,
        "qualifiers": dict(said.qualifiers),
        "tlp": said.tlp,
        "file": said.file,
        "place": said.place,
        "sha256": said.sha256,
    }


def _count(profile: Profile, loss: Loss) -> None:
    """Counts what people and rules make of the statements."""
    rejected = sum("rejected" in stated for name in profile["names"] for stated in name["stated"])
    loss.add("name: rejected", "facts are what records state, not what is judged of it", rejected)
    judged = len(profile["judgements"]) + len(profile["related"])
    loss.add("judgement", "facts are what records state, not what is judged of it", judged)
