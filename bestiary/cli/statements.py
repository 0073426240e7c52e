"""The tables of statements below the page of `bestiary show`."""

from collections.abc import Iterator
from itertools import groupby

from rich.console import RenderableType
from rich.text import Text

from ..plain import plain
from ..profile import Profile, StatementInfo
from .page_text import label, mark
from .screen import rows


def statement_tables(profile: Profile, statements: list[StatementInfo]) -> Iterator[RenderableType]:
    """For each record, its file and every statement as written, with the place in the file."""
    numbers = {record["key"]: number for number, record in enumerate(profile["records"])}
    for (key, file), group in groupby(statements, lambda said: (said["record"], said["file"])):
        heading = label("Statements of ") + Text(plain(key))
        if key in numbers:
            heading.append_text(mark([{"record": numbers[key], "place": ""}], profile))
        yield heading + Text(plain(f" in {file}"), "dim")
        shown = (said for said in group if said["property"] != "x-layout")  # where a card departs from the usual form
        yield rows(("", "as written", "place"), [(_property(said), _value(said), _place(said)) for said in shown])
        yield ""


def _property(said: StatementInfo) -> str:
    """The property; a part stands indented below the operation it is part of."""
    return said["property"] if said["parent"] is None else "  " + said["property"]


def _value(said: StatementInfo) -> Text:
    """The value as written, then dim what it was read as, its qualifiers, and its TLP label unless it is clear."""
    value = Text(plain(said["raw"]))
    notes = [f"= {said['clean']}"] if said["clean"] not in (None, said["raw"]) else []
    notes += [f"{key}: {text}" for key, text in said["qualifiers"].items()]
    notes += [f"TLP:{said['tlp'].upper()}"] if said["tlp"] != "clear" else []
    return value.append(plain(f"  ({'; '.join(notes)})"), "dim") if notes else value


def _place(said: StatementInfo) -> str:
    """The line of a text, or the JSON Pointer."""
    return f"line {said['place']}" if isinstance(said["place"], int) else said["place"]
