"""Several values in one field, as people write them into a table: "A, B (formerly C, D); E"."""

import re
from collections.abc import Iterator

_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def split(text: str, separators: str) -> list[str]:
    """The values of a field, without the blank space around them; blank ones are left out.

    Each character of `separators` separates, and so does the end of a line; but inside brackets nothing does. Where
    the brackets of a field do not pair up, every separator separates.

    >>> split("Teapot, Kettle (KG, formerly KT); Ladle", ",;")
    ['Teapot', 'Kettle (KG, formerly KT)', 'Ladle']
    """
    cuts = list(_cuts(text, separators + "\r\n"))
    values = (text[start + 1 : end].strip() for start, end in zip([-1, *cuts], [*cuts, len(text)], strict=True))
    return [value for value in values if value]


def _cuts(text: str, separators: str) -> Iterator[int]:
    """Where the separators stand that separate."""
    marks = list(re.finditer(f"[{re.escape(separators)}()\\[\\]{{}}]", text))
    if not _paired(text):
        yield from (mark.start() for mark in marks if mark[0] in separators)
        return
    depth = 0
    for mark in marks:
        depth += _BRACKETS.get(mark[0], 0)
        if depth == 0 and mark[0] in separators:
            yield mark.start()


def _paired(text: str) -> bool:
    """Whether every bracket that opens is closed, and none closes before one opens."""
    depth = 0
    for mark in re.finditer(r"[()\[\]{}]", text):
        depth += _BRACKETS[mark[0]]
        if depth < 0:
            return False
    return depth == 0
