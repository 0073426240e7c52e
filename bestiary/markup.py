"""The Markdown and HTML that sources write prose in: marks of citations, and a piece of prose as plain text."""

import re
from collections.abc import Iterable, Sequence

_CITATION = r" ?\(Citation: [^()]{0,300}(?:\([^()]{0,300}\)[^()]{0,300}){0,5}\)"  # ATT&CK's
_RAISED = r" ?<sup>.{0,500}?</sup>"  # Tidal's
_CITED = re.compile(f"{_CITATION}|{_RAISED}")

# What is left out of a piece of prose, but for the one group of it; the piece may be cut, and then has "…" at that end.
_ADDRESS = r"\]\((?:(?:https?://|/)[^()\s]{1,500}\)|[^()\s]{1,500}(?= …$))"
_MARKUP = re.compile(
    rf"{_CITATION}|{_RAISED}"
    r"| ?\(Citation:[^)\n]{0,300}?(?= …$)"
    r"| ?<sup>.{0,500}?(?= …$)"
    rf"|(?<=^… )[^()\n]{{0,300}}\)(?:{_CITATION})+ ?"
    r"|(?<=^… )(?:(?!<sup>).){0,500}?</sup> ?"
    rf"|\[([^\[\]\n]{{1,300}}){_ADDRESS}"
    rf"|{_ADDRESS}"
    r"|\[([^\[\]\n]{1,300} …)$"
    r"|`|\*\*|</?(?:code|b|i|em|br) ?/?>"
)


def without_citations(text: str) -> str:
    """The text without the marks of citations that ATT&CK and Tidal set behind sentences; often longer than these."""
    return _CITED.sub("", text)


def unmarked(text: str, marks: Iterable[Sequence[int]] = ()) -> tuple[str, list[tuple[int, int]]]:
    """A line of prose as plain text: of a link its words, without citations and the signs of Markdown and HTML.

    `marks` are [start, end] of places in it; those in the plain text are given with it, without what was left out.
    """
    kept, last = [], 0
    for found in _MARKUP.finditer(text):
        kept.append((last, found.start()))
        if found.lastindex:
            kept.append(found.span(found.lastindex))
        last = found.end()
    kept.append((last, len(text)))
    marks, places, length = [*marks], [], 0
    for first, end in kept:
        for start, stop in marks:
            if max(first, start) < min(end, stop):
                places.append((max(first, start) - first + length, min(end, stop) - first + length))
        length += end - first
    return "".join(text[first:end] for first, end in kept), places
