"""The Markdown and HTML that sources write prose in: marks of citations, and prose as plain text."""

import re

_CITATION = r" ?\(Citation: [^()]{0,300}(?:\([^()]{0,300}\)[^()]{0,300}){0,5}\)"  # ATT&CK's
_RAISED = r" ?<sup>.{0,500}?</sup>"  # Tidal's
_CITED = re.compile(f"{_CITATION}|{_RAISED}")

# What is left out of prose, but for the one group of it.
_MARKUP = re.compile(
    rf"{_CITATION}|{_RAISED}|\[([^\[\]\n]{{1,300}})\]\((?:https?://|/)[^()\s]{{1,500}}\)"
    r"|`|\*\*|</?(?:code|b|i|em|br) ?/?>"
)


def without_citations(text: str) -> str:
    """The text without the marks of citations that ATT&CK and Tidal set behind sentences; often longer than these."""
    return _CITED.sub("", text)


def unmarked(text: str) -> str:
    """Prose as plain text: of a link its words, without citations and the signs of Markdown and HTML."""
    return _MARKUP.sub(lambda found: found[1] or "", text)
