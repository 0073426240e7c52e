"""The page of a profile: what `who` answers with and `show` begins with."""

import sys
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from ..profile import Answer, MatchedName, Profile
from .page_lists import operation_rows, record_rows, reference_rows, relation_rows, tag_rows
from .page_parts import description_rows, fact_rows, matched_rows, name_rows
from .page_text import Extent, Row
from .plain import plain

BRIEF = Extent(names=60, values=40, operations=12, relations=12, references=8, prose=600)
ALL = sys.maxsize
WHOLE = Extent(names=ALL, values=ALL, operations=ALL, relations=ALL, references=ALL, prose=ALL, own=True)
LABELS = 20  # characters of the column of labels, givers and dates


def answer_page(answer: Answer) -> Iterator[RenderableType]:
    """A page for every profile that the name may mean, the most complete first, below a word on their number."""
    matches = answer["matches"]
    if len(matches) > 1:
        yield Text.assemble(
            (f"“{plain(answer['query'])}” is ambiguous: ", "bold yellow"), f"{len(matches)} profiles bear this name."
        )
        for number, match in enumerate(matches, 1):
            yield Text.assemble(f"  {number}  ", heading(match["profile"]))
        yield ""
    for number, match in enumerate(matches):
        if number:
            yield Rule(style="dim", characters="─" if sys.stdout.isatty() else "-")
        yield page(match["profile"], match["matched"], BRIEF)


def heading(profile: Profile) -> Text:
    """Title, kind, id, and the source of its record or how many there are."""
    records = profile["records"]
    whose = records[0]["source"] if len(records) == 1 else f"{len(records)} records"
    about = f"{profile['kind']} · {profile['id']} · {whose}"
    return Text.assemble((plain(profile["title"]), "bold underline"), "  ", (plain(about), "dim"))


def page(profile: Profile, matched: list[MatchedName], extent: Extent) -> RenderableType:
    """The profile, of each part as much as the extent allows; `matched` are the names by which it was found."""
    sections = [
        matched_rows(profile, matched),
        description_rows(profile, extent),
        name_rows(profile, extent),
        fact_rows(profile, extent),
        operation_rows("Operations", profile["operations"], profile, extent),
        operation_rows("Counter operations", profile["counter_operations"], profile, extent),
        relation_rows(profile, extent),
        reference_rows(profile, extent),
        tag_rows(profile),
        record_rows(profile, extent),
    ]
    return Group(heading(profile), "", *(part for section in sections if section for part in (_grid(section), "")))


def _grid(section: list[Row]) -> Table:
    """The rows of a section; all sections have the same two columns, so that their texts stand below each other."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=LABELS, overflow="fold")
    grid.add_column(overflow="fold")
    for label, content in section:
        grid.add_row(label, content)
    return grid
