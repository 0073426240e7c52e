"""The page of a profile: what `who` answers with and `show` begins with."""

import sys
from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.segment import Segment
from rich.text import Text

from ..plain import plain
from ..profile import Answer, MatchedName, Profile, Rejected
from .page_lists import (
    judgement_rows,
    operation_rows,
    record_rows,
    reference_rows,
    related_rows,
    relation_rows,
    tag_rows,
)
from .page_parts import description_rows, fact_rows, matched_rows, name_rows
from .page_text import Extent, Row

BRIEF = Extent(names=60, values=40, operations=12, relations=12, references=8, prose=600)
FURTHER = Extent(
    names=30, values=20, operations=4, relations=4, references=3, prose=300
)  # of what else a name may mean
ALL = sys.maxsize
WHOLE = Extent(names=ALL, values=ALL, operations=ALL, relations=ALL, references=ALL, prose=ALL, own=True)
REFUSED = 8  # uses of the name that do not count, told before the pages
LABELS = 20  # characters of the column of labels, givers and dates
GAP = 2  # between it and the texts
NARROW = 60  # characters of a screen on which the texts stand below the labels


def answer_page(answer: Answer) -> Iterator[RenderableType]:
    """A page for every profile that the name may mean, below a word on their number and on uses that do not count.

    The first is told at length, the others shorter.
    """
    matches = answer["matches"]
    if len(matches) > 1:
        yield Text.assemble(
            (f"“{plain(answer['query'])}” is ambiguous: ", "bold yellow"), f"{len(matches)} profiles bear this name."
        )
        for number, match in enumerate(matches, 1):
            yield Text.assemble(f"  {number}  ", heading(match["profile"]))
        yield ""
    yield from _refused(answer["rejected"])
    for number, match in enumerate(matches):
        if number:
            yield _Line()
        yield page(match["profile"], match["matched"], FURTHER if number else BRIEF)


def _refused(rejected: list[Rejected]) -> Iterator[RenderableType]:
    """What else the name is listed for, but rejected: whose record does so, and why that does not count."""
    for use in rejected[:REFUSED]:
        listed = f"{use['source']} lists “{use['name']}” for {use['profile']['title']} ({use['profile']['id']})"
        yield Text.assemble((plain(listed), "dim"), (plain(f"; rejected: {use['why']}"), "dim italic"))
    if len(rejected) > REFUSED:
        yield Text(f"… and {len(rejected) - REFUSED:,} more that are rejected: --json tells them all", "dim")
    if rejected:
        yield ""


def heading(profile: Profile) -> Text:
    """Title, kind, id, and the source of its record or how many there are."""
    records = profile["records"]
    whose = records[0]["source"] if len(records) == 1 else f"{len(records)} records"
    about = f"{profile['kind']} · {profile['id']} · {whose}"
    level = (f"  TLP:{profile['tlp'].upper()}", "bold red") if "tlp" in profile else ""
    return Text.assemble((plain(profile["title"]), "bold underline"), "  ", (plain(about), "dim"), level)


def page(profile: Profile, matched: list[MatchedName], extent: Extent) -> RenderableType:
    """The profile, of each part as much as the extent allows; `matched` are the names by which it was found."""
    sections = [
        matched_rows(profile, matched),
        description_rows(profile, extent),
        name_rows(profile, extent),
        fact_rows(profile, extent),
        operation_rows("Operations", profile["operations"], profile, extent),
        operation_rows("Counter operations", profile["counter_operations"], profile, extent),
        related_rows(profile, extent),
        relation_rows(profile, extent),
        reference_rows(profile, extent),
        tag_rows(profile),
        record_rows(profile, extent),
        judgement_rows(profile),
    ]
    return Group(heading(profile), "", *(part for section in sections if section for part in (_Rows(section), "")))


class _Rows:
    """The rows of a section: labels, and beside them texts in lines as wide as there is room.

    All sections have the same two columns; on a narrow screen the texts stand below the labels. A rich Table could draw
    them, in twice the time of all the rest.
    """

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        below = options.max_width < NARROW
        beside = " " * (GAP if below else LABELS + GAP)
        for label, content in self._rows:
            names = _lines(label, console, options.max_width if below else LABELS)
            lines = _lines(content, console, max(1, options.max_width - len(beside)))
            pairs = chain(zip_longest(names, ()), zip_longest((), lines)) if below else zip_longest(names, lines)
            for name, line in pairs:
                row = name.copy() if name else Text()
                row.rstrip()
                if line:
                    row.append(beside[cell_len(row.plain) :])
                    row.append_text(line)
                row.rstrip()
                yield from row.render(console)  # it is wrapped already; as a Text it would be looked at again
                yield Segment.line()


def _lines(text: Text, console: Console, width: int) -> Iterable[Text]:
    """The text in lines of that width; most fit as they are."""
    if "\n" not in text.plain and text.cell_len <= width:
        return [text]
    return text.wrap(console, width, overflow="fold")


class _Line:
    """A line across the page; rich's Rule draws one too, and imports more than the rest of a page."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(("─" if sys.stdout.isatty() else "-") * options.max_width, "dim")
