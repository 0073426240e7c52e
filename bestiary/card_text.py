"""The texts of a threat group card, which its Markdown and its JSON form share: paragraphs, and lines of an operation.

Stretches of a text are given as (start, end), so that who reads them still knows where they stand.
"""

import re
from collections.abc import Iterator
from functools import cache

from .card import part_labels

Span = tuple[int, int]  # where a stretch of the text begins and ends

_BY = re.compile(r"\(([^()\s](?:[^()\n]{0,58}[^()\s])?)\) (?=\S)")
_URL = re.compile(r"https?://", re.IGNORECASE)


def trim(text: str, start: int, end: int) -> Span:
    """The stretch without the blank space around it."""
    whole = text[start:end]
    start += len(whole) - len(whole.lstrip())
    return start, start + len(whole.strip())


def lines(text: str, span: Span) -> Iterator[Span]:
    """The lines with something on them."""
    start, end = span
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = trim(text, start, stop)
        if line[0] < line[1]:
            yield line
        start = stop + 1


def blocks(text: str, span: Span) -> Iterator[Span]:
    """The stretches of lines that no empty line parts."""
    block: Span | None = None
    for start, end in lines(text, span):
        if block and text.count("\n", block[1], start) > 1:
            yield block
            block = None
        block = (block[0] if block else start, end)
    if block:
        yield block


def quoted(text: str, paragraph: Span) -> tuple[Span | None, Span]:
    """Whom a paragraph of the description quotes, if it begins with "(VENDOR) ", and what it says."""
    by = _BY.match(text, *paragraph)
    return (by.span(1), (by.end(), paragraph[1])) if by else (None, paragraph)


def part(text: str, line: Span, otherwise: str) -> tuple[str, Span]:
    """Which part of an operation a line is, and its value: a URL, one with a label, or else what is usual there."""
    label = _labelled().match(text, *line)
    if label:
        return str(label.lastgroup), (label.end(), line[1])
    return "url" if _URL.match(text, *line) else otherwise, line


@cache
def _labelled() -> re.Pattern[str]:
    """A line of an operation that begins with a label."""
    return re.compile("|".join(f"(?P<{name}>{re.escape(label)}): " for name, label in part_labels().items()))
