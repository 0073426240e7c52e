"""Several values in one field, as people write them into a table: "A, B (formerly C, D); E"."""

import re
from collections.abc import Iterator
from itertools import chain

from .brackets import outside


def split(text: str, separators: str) -> Iterator[str]:
    """The values of a field, without the blank space around them; blank ones are left out.

    Each character of `separators` separates, and so does the end of a line; but inside brackets nothing does. Where
    the brackets of a field do not pair up, every separator separates.

    >>> list(split("Teapot, Kettle (KG, formerly KT); Ladle", ",;"))
    ['Teapot', 'Kettle (KG, formerly KT)', 'Ladle']
    """
    start, one = 0, re.escape(separators + "\r\n")
    # each with whatever blank values follow
    for end, after in chain(outside(text, rf"[{one}][{one}\s]*"), [(len(text), len(text))]):
        value = text[start:end].strip()
        if value:
            yield value
        start = after
