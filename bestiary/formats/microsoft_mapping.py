"""Microsoft's list of its names for threat actors, with names that others use, as JSON (MicrosoftMapping.json).

What the fields mean is said at https://learn.microsoft.com/en-us/unified-secops/microsoft-threat-actor-naming. "Other
names" is one field for former names, names of other vendors and names of overlapping groups alike, without saying
which: its names are stated as "also listed", without a giver.
"""

from collections.abc import Iterator
from typing import Any

from ..errors import Problem
from ..json_input import decode, state
from ..listed import split
from ..origin import Origin, pointer
from ..record_ids import numbered, record_id
from ..statement import Draft, Record, Statement

TITLE = "Microsoft threat actor mapping"

_NAME = "Threat actor name"
_OTHERS = "Other names"
_ORIGIN = "Origin/Threat"


def identify(head: bytes, name: str) -> bool:
    """It is a JSON list of objects that have a "Threat actor name"."""
    return (
        name.lower().endswith(".json")
        and head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"[")
        and f'"{_NAME}"'.encode() in head
    )


def parse(raw: bytes, origin: Origin) -> Iterator[Statement | Problem]:
    """The statements of every row, in the order of the file; rows of one name are told apart by a number."""
    rows = decode(raw, origin)
    if isinstance(rows, Problem):
        yield rows
        return
    if not isinstance(rows, list):
        yield Problem(origin, "not Microsoft's mapping", f"it needs to be a list of objects with “{_NAME}”")
        return
    taken: dict[str, int] = {}
    for number, row in enumerate(rows):
        place = origin.at(pointer(number))
        name = row.get(_NAME) if isinstance(row, dict) else None
        if isinstance(name, str) and name.strip():
            id_ = numbered(record_id(None, name), taken)
            yield from _record(row, name, Record("microsoft_mapping", "mapping", id_, place))
        else:
            yield Problem(place, "a row without a name was left out", f"give it a text “{_NAME}”")


def _record(row: dict[str, Any], name: str, record: Record) -> Iterator[Statement | Problem]:
    """The statements of one row, in the order of its fields."""
    with Draft(record) as draft:
        for key, content in row.items():
            place = f"{record.origin.place}{pointer(key)}"
            if key == _NAME:
                draft.state("title", name, place)
                draft.state("name", name, place, giver="Microsoft")  # the list is of the names that Microsoft gives
            elif key == _OTHERS and isinstance(content, str):
                for other in split(content, ","):
                    draft.state("name", other, place, relation="also listed")
            elif not isinstance(content, str) or content.strip():
                state(draft, "origin-threat" if key == _ORIGIN else f"x-{key}", content, place)
    yield from draft
