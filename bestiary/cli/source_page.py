"""The page of sources."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from ..plain import age, counted, plain
from ..profile import SourceInfo
from .page_text import label, link


def source_page(sources: Iterable[SourceInfo]) -> Table:
    """What each source is, whose and under which terms, how much and how old it is, and which others it copies."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for source in sources:
        lines = [
            Text(plain(source["title"])),
            Text(plain(f"{source['publisher']} · {source['terms']}")),
            Text(
                " · ".join(
                    (counted(source["records"], "record"), counted(source["statements"], "statement"), _age(source))
                )
            ),
        ]
        if source["derived_from"]:
            lines.append(Text(plain(f"copies {', '.join(source['derived_from'])}")))
        if source["url"]:
            lines.append(link(source["url"], "dim"))
        grid.add_row(label(source["id"]), Text("\n").join(lines))
        grid.add_row("", "")
    return grid


def _age(source: SourceInfo) -> str:
    """How old it is: the latest change of a record, else the version where all files have one."""
    files = source["files"]
    if source["newest"] or len(files) == 1:
        return age(source["newest"], files[0]["edition"])
    return f"{len(files)} files, each with a version of its own"
