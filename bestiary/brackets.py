"""What stands outside of brackets in a text, as in "A, B (formerly C, D)"."""

import re
from collections.abc import Iterator

_DEPTH = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_BRACKET = re.compile(r"[()\[\]{}]")


def outside(text: str, separator: str) -> Iterator[tuple[int, int]]:
    """Where each separator (a regular expression without brackets) outside of brackets begins and ends.

    Where the brackets of a text do not pair up, every separator counts. They are found one by one, as a text may have
    millions.
    """
    if not _paired(text):
        yield from (mark.span() for mark in re.finditer(separator, text))
        return
    depth = 0
    for mark in re.finditer(rf"{_BRACKET.pattern}|{separator}", text):
        if mark[0] in _DEPTH:
            depth += _DEPTH[mark[0]]
        elif depth == 0:
            yield mark.span()


def _paired(text: str) -> bool:
    """Whether every bracket that opens is closed, and none closes before one opens."""
    depth = 0
    for mark in _BRACKET.finditer(text):
        depth += _DEPTH[mark[0]]
        if depth < 0:
            return False
    return depth == 0
