"""Several values in one field, as people write them into a table: "A, B (formerly C, D); E"."""

import re
from collections.abc import Iterator
from itertools import chain

_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def split(text: str, separators: str) -> Iterator[str]:
    """The values of a field, without the blank space around them; blank ones are left out.

    Each character of `separators` separates, and so does the end of a line; but inside brackets nothing does. Where
    the brackets of a field do not pair up, every separator separates.

    >>> list(split("Teapot, Kettle (KG, formerly KT); Ladle", ",;"))
    ['Teapot', 'Kettle (KG, formerly KT)', 'Ladle']
    """
    start = 0
    for end, after in chain(_cuts(text, re.escape(separators + "\r\n")), [(len(text), len(text))]):
        value = text[start:end].strip()
        if value:
            yield value
        start = after


def _cuts(text: str, separators: str) -> Iterator[tuple[int, int]]:
    """Where the separators that separate begin and end, each with whatever blank values follow.

    They are found one by one, as a text may have millions.
    """
    separator = f"[{separators}][{separators}\\s]*"
    if not _paired(text):
        yield from (mark.span() for mark in re.finditer(separator, text))
        return
    depth = 0
    for mark in re.finditer(rf"[()\[\]{{}}]|{separator}", text):
        if mark[0] in _BRACKETS:
            depth += _BRACKETS[mark[0]]
        elif depth == 0:
            yield mark.span()


def _paired(text: str) -> bool:
    """Whether every bracket that opens is closed, and none closes before one opens."""
    depth = 0
    for mark in re.finditer(r"[()\[\]{}]", text):
        depth += _BRACKETS[mark[0]]
        if depth < 0:
            return False
    return depth == 0
