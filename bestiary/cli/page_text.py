"""The pieces a page is made of: labels, marks of who states a thing, links, and what is said of the rest."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from rich.style import Style
from rich.text import Text

from ..plain import is_link, plain
from ..profile import Profile, Stated

Row = tuple[Text, Text]  # a label, and what stands beside it

_MARKDOWN_LINK = re.compile(r"\[([^][]+)\]\((https?://[^()\s]+)\)")


class Extent(NamedTuple):
    """How many of each are shown, how many characters of prose, and whether the sources' own properties are."""

    names: int
    values: int
    operations: int
    relations: int
    references: int
    prose: int
    own: bool = False


def mark(stated: Iterable[Stated], profile: Profile) -> Text:
    """Who states it, as the numbers of the records at the foot of the page; nothing if there is only one record."""
    if len(profile["records"]) == 1:
        return Text()
    numbers = sorted({one["record"] + 1 for one in stated})
    return Text(f" [{','.join(map(str, numbers))}]", "dim")


def link(url: str, style: str = "") -> Text:
    """A URL, clickable where a terminal can and the URL is safe."""
    shown = Text(plain(url), style)
    if is_link(url):
        shown.stylize(Style(link=url))
    return shown


def prose(text: str) -> Text:
    """Paragraphs below each other; a Markdown link, as MITRE writes them, becomes a link."""
    shown = Text()
    end = 0
    text = "\n".join(filter(None, (plain(line).strip() for line in text.split("\n"))))
    for found in _MARKDOWN_LINK.finditer(text):
        shown.append(text[end : found.start()])
        shown.append(found[1], Style(link=found[2]) if is_link(found[2]) else "")
        end = found.end()
    return shown.append(text[end:])


def among(texts: Iterable[Text]) -> Text:
    """The texts beside each other. (The joining text's own style would become that of the whole.)"""
    return Text.assemble((" · ", "dim")).join(texts)


def within(text: str, count: int | None = None) -> Text:
    """The label of a row below a heading."""
    return Text.assemble((plain(text), "cyan"), (f" {count:,}" if count is not None else "", "dim"))


def label(text: str, count: int | None = None) -> Text:
    """The label of a fact, or the heading of a section with the number of what stands below."""
    return Text.assemble((plain(text), "bold cyan"), (f" {count:,}" if count is not None else "", "dim"))


def more(left: int, profile: Profile) -> Text:
    """Says how much more there is, and where."""
    return Text(plain(f"+{left:,} more: bestiary show {profile['id']}"), "dim italic")


def section(
    title: str, count: int, shown: int, rows: list[Row], profile: Profile, legend: Text | None = None
) -> list[Row]:
    """The rows below a heading, and below them what was left out; nothing if there are none.

    The legend stands beside the heading.
    """
    if not rows:
        return []
    rest = [(Text(), more(count - shown, profile))] if count > shown else []
    return [(label(title, count), legend or Text()), *rows, *rest]
