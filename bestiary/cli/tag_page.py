"""A tagged report on the terminal: its text with the mentions marked, and a table of what it names."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from ..plain import cut, plain
from ..tag.corpus import Tagged
from ..tag.mention import Mention
from ..tag.summary import Named, summary
from .screen import rows

STYLES = {"actor": "bold red", "tool": "bold cyan", "campaign": "bold magenta"}
OTHER = "bold yellow"
AROUND = 1  # lines without a mention that are shown beside those with one
WIDEST = 600  # characters of a line
MOST = 200  # lines that are shown
NAMED = 40  # things of the table


def whole(report: Tagged) -> Iterator[RenderableType]:
    """The lines of a report that name something, and the table."""
    short = summary(report.id, report.mentions)
    yield from _lines(report)
    yield ""
    yield from _table(short["named"])
    if short["misp_tags"]:
        yield Text("\nMISP tags", "bold")
        yield Text("\n".join(map(plain, short["misp_tags"])))


def brief(report: Tagged) -> Iterator[RenderableType]:
    """A report among several: a line for each kind of thing that it names."""
    named = summary(report.id, report.mentions)["named"]
    yield Text(plain(report.id), "bold") + Text("" if named else "  names nothing", "dim")
    for kind in dict.fromkeys(one["kind"] for one in named):
        names = [one["title"] + ("?" if one["ambiguous"] else "") for one in named if one["kind"] == kind]
        yield Text.assemble((f"  {kind:<9}", STYLES.get(kind, OTHER)), " ", cut(plain(", ".join(names)), WIDEST))


def _table(named: list[Named]) -> Iterator[RenderableType]:
    lines = [
        (
            Text(plain(one["title"]), STYLES.get(one["kind"], OTHER)),
            one["kind"],
            cut(", ".join(one["names"]), 60),
            str(one["places"]),
            f"{one['score']:.2f}",
            "ambiguous: " + ", ".join(one["ambiguous"]) if one["ambiguous"] else one["id"] or "new: no source lists it",
        )
        for one in named[:NAMED]
    ]
    if lines:
        yield rows(("Named", "Kind", "As", "Places", "Sure", "Profile"), lines, right=("Places", "Sure"))
    else:
        yield Text("It names nothing that is known.", "dim")
    if len(named) > NAMED:
        yield Text(f"… and {len(named) - NAMED} more (--json has all)", "dim")


def _lines(report: Tagged) -> Iterator[RenderableType]:
    """The lines with mentions, marked, and a little around them."""
    starts = [0, *(place + 1 for place, char in enumerate(report.text) if char == "\n"), len(report.text) + 1]
    marked: dict[int, list[Mention]] = {}
    line = 0
    for one in report.mentions:
        while starts[line + 1] <= one.start:
            line += 1
        marked.setdefault(line, []).append(one)
    shown = sorted(
        {near for line in marked for near in range(line - AROUND, line + AROUND + 1) if 0 <= near < len(starts) - 1}
    )
    last = -1
    for number in shown[:MOST]:
        text = report.text[starts[number] : starts[number + 1] - 1]
        if number in marked or text.strip():
            if number > last + 1:
                yield Text("…", "dim")
            yield _marked(text, starts[number], marked.get(number, ()))
            last = number
    if len(shown) > MOST:
        yield Text("… (--html shows all of it)", "dim")


def _marked(text: str, start: int, mentions: Iterable[Mention]) -> Text:
    """A line, or its beginning, with its mentions marked."""
    out, last = Text(), 0
    for one in mentions:
        if one.start - start > WIDEST:
            break
        out.append(plain(text[last : one.start - start]))
        out.append(plain(one.surface), STYLES.get(one.kind, OTHER))
        last = one.end - start
    out.append(cut(plain(text[last:]), WIDEST) if len(text) - last > WIDEST else plain(text[last:]))
    return out
