"""Points in time as TAXII writes them: RFC 3339 in UTC, up to microseconds (TAXII 2.1, section 1.6.5)."""

import re
from contextlib import suppress
from datetime import datetime
from functools import lru_cache

_TIMESTAMP = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,30}))?Z")


@lru_cache(1000)  # thousands of objects share the dates of a few builds
def precise(text: str) -> str:
    """The same with microseconds, so that the order of texts is that of times. Raises ValueError if it is none.

    >>> precise("2026-01-01T00:00:00.5Z")
    '2026-01-01T00:00:00.500000Z'
    """
    found = _TIMESTAMP.fullmatch(text)
    if found:
        with suppress(ValueError):  # as of month 13
            datetime.fromisoformat(found[1])
            return f"{found[1]}.{(found[2] or '')[:6]:0<6}Z"
    raise ValueError(f"“{text[:80]}” is no timestamp such as 2026-01-01T00:00:00.000Z")
