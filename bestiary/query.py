"""The small language in which things are searched for: `sandstorm tool:"Cobalt Strike" target:IL since:2020`.

Words have to be there, in any field; `word*` stands for all that begin so, "several words" for just these in a row, and
`filter:value` for a fact. All of it has to hold; of several values of one filter any does. A "-" before any of these
says that it must not be there.
"""

import re
from typing import NamedTuple

from .errors import UsageError
from .names import near

FILTERS = (
    "kind", "country", "sector", "target", "tool", "technique", "motivation", "sponsor", "giver", "source", "since",
    "until",
)  # fmt: skip
LONGEST = 2_000  # characters
MOST = 50  # words and filters

_ITEM = re.compile(r'\s*(-?)(?:([^\s":]+):)?(?:"([^"]*)("?)|([^\s"]*))')
_DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}")


class Term(NamedTuple):
    """Words in a row that have to be there, or must not."""

    text: str
    prefix: bool = False  # the last of them only begins so
    without: bool = False


class Filter(NamedTuple):
    """A fact that has to hold, or must not."""

    key: str  # one of FILTERS
    value: str
    at: int  # the character of the query at which it stands, from 1
    without: bool = False


class Query(NamedTuple):
    """What is searched for."""

    terms: tuple[Term, ...]
    filters: tuple[Filter, ...]

    @property
    def name(self) -> str:
        """The words as one name, as if they were one; "" where they are not only words."""
        return "" if any(term.prefix or term.without for term in self.terms) else " ".join(t.text for t in self.terms)


def parse(text: str) -> Query:
    """Reads a query. Raises UsageError that says at which word it is wrong.

    >>> parse('sandstorm -tool:"Cobalt Strike" since:2020').filters[0]
    Filter(key='tool', value='Cobalt Strike', at=11, without=True)
    """
    if len(text) > LONGEST:
        raise UsageError(f"a query of {len(text):,} characters", hint=f"{LONGEST:,} are the most")
    terms: list[Term] = []
    filters: list[Filter] = []
    position = 0
    while position < len(text.rstrip()):
        found = _ITEM.match(text, position)
        assert found  # it matches anything
        minus, key, quoted, closed, word = found.groups()
        at = found.end() - len(found[0].lstrip()) + 1
        if quoted is not None and not closed:
            raise UsageError(f"the quote at character {at + len(minus) + (len(key) + 1 if key else 0)} is not closed")
        value = (word if quoted is None else quoted).strip()
        if key in ("http", "https") and value.startswith("//"):
            key, value = None, f"{key}:{value}"
        if key:
            filters.append(_filter(key, value, at, bool(minus)))
        elif any(map(str.isalnum, value)):
            prefix = quoted is None and value.endswith("*")
            terms.append(Term(value.rstrip("*") if prefix else value, prefix, bool(minus)))
        position = found.end()
        if len(terms) + len(filters) > MOST:
            raise UsageError(f"more than {MOST} words in a query", hint="leave some out")
    return Query(tuple(terms), tuple(filters))


def _filter(key: str, value: str, at: int, without: bool) -> Filter:
    """A filter. Raises UsageError if it is none, or has no value that it can have."""
    name = key.lower()
    if name not in FILTERS:
        alike = near(name, FILTERS, 1)
        hint = f"did you mean {alike[0]}:? " if alike else ""
        raise UsageError(f"“{key}:” at character {at} is no filter", hint=f"{hint}There are: {', '.join(FILTERS)}")
    if not value:
        raise UsageError(f"“{key}:” at character {at} has no value", hint=f'write {name}:word or {name}:"two words"')
    if name in ("since", "until") and not _DATE.fullmatch(value):
        raise UsageError(f"“{value}” at character {at} is no date", hint=f"write {name}:2020, {name}:2020-05 or a day")
    return Filter(name, value, at, without)
