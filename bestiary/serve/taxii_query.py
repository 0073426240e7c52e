"""What a TAXII request asks for of a collection (TAXII 2.1, section 3.4), and where the next page begins."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

from .taxii_answer import TaxiiError
from .taxii_index import Entry, Place
from .taxii_time import precise

LIMIT = 1000  # objects of a page, where the client does not say how many
MOST = 5000
LAST = "\U0010ffff"  # after every id

_MATCH = re.compile(r"match\[(.*)\]", re.DOTALL)
_FIELDS = ("id", "type", "version", "spec_version")
_KEYWORDS = ("first", "last", "all")


class Query(NamedTuple):
    """The objects that are asked for: those after a place that match."""

    start: Place
    limit: int
    match: dict[str, frozenset[str]]
    mark: str  # tells queries apart, so that no cursor of one is taken for another's

    def takes(self, entry: Entry) -> bool:
        """Whether an object matches all fields; of each has any value (section 3.4.1)."""
        found = {"id": entry.id, "type": entry.type, "spec_version": entry.spec_version}
        return all(
            self._version(entry, values) if field == "version" else found[field] in values
            for field, values in self.match.items()
        )

    def _version(self, entry: Entry, values: frozenset[str]) -> bool:
        """Of each object there is one version, which is the first and the last."""
        return not values.isdisjoint(_KEYWORDS) or precise(entry.version) in values

    def next(self, place: Place) -> str:
        """The cursor of what follows a place."""
        return urlsafe_b64encode(json.dumps([*place, self.mark]).encode()).decode().rstrip("=")


def read(parameters: Iterable[tuple[str, str]], about: str) -> Query:
    """The query of URL parameters; `about` says of what it is one. Raises TaxiiError 400 if it cannot be read.

    Parameters that TAXII does not know are of no concern to it. A field that is matched has to be one of ours, as it
    would be answered by what nobody asked for.
    """
    given: dict[str, str] = {}
    match: dict[str, frozenset[str]] = {}
    for name, text in parameters:
        found = _MATCH.fullmatch(name)
        if found and found[1] not in _FIELDS:
            raise _bad(f"nothing is matched by “{found[1][:80]}”; there are: {', '.join(_FIELDS)}")
        if name in given:
            raise _bad(f"{name} is given more than once")  # a MUST NOT of section 3.4.1
        if found or name in ("added_after", "limit", "next"):
            given[name] = text
        if found:
            match[found[1]] = frozenset(_values(found[1], text))
    mark = blake2b(repr([about, *sorted((field, sorted(of)) for field, of in match.items())]).encode(), digest_size=6)
    start = Place("", "")
    if "added_after" in given:
        start = Place(_time("added_after", given["added_after"]), LAST)
    if "next" in given:
        start = max(start, _cursor(given["next"], mark.hexdigest()))
    return Query(start, _limit(given.get("limit", str(LIMIT))), match, mark.hexdigest())


def _values(field: str, text: str) -> list[str]:
    """The values of a field, as they are compared."""
    values = text.split(",")
    if field != "version":
        return values
    return [one if one in _KEYWORDS else _time("match[version]", one) for one in values]


def _time(name: str, text: str) -> str:
    try:
        return precise(text)
    except ValueError as error:
        raise _bad(f"{name}: {error}") from error


def _limit(text: str) -> int:
    """A server may give less than it is asked for (section 3.4)."""
    if not (text.isascii() and text.isdecimal()) or not text.strip("0"):
        raise _bad("limit has to be a whole number above 0")
    return MOST if len(text) > 15 else min(int(text), MOST)


def _cursor(text: str, mark: str) -> Place:
    """The place that a cursor tells."""
    try:
        added, id_, about = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if precise(added) != added or not isinstance(id_, str):
            raise ValueError(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise _bad("next is not what a page of this server gave") from error
    if about != mark:
        raise _bad("next belongs to another query; give the same match fields with it")
    return Place(added, id_)


def _bad(why: str) -> TaxiiError:
    return TaxiiError(400, "Bad request", why)
