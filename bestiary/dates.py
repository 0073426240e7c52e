"""What an EDTF date covers (Library of Congress, 2019; ISO 8601-2:2019), so that dates of any precision compare."""

import re
from calendar import monthrange
from functools import lru_cache

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
# The months of seasons (level 1) and quarters (level 2). A winter is its December: which year's the rest is, is unsaid.
_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12), 33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)}


@lru_cache(maxsize=4096)
def days(date: str) -> tuple[str, str] | None:
    """The first and the last day of a year, month, day, season, quarter or interval; None of what is none of these.

    >>> days("2014"), days("2014-22"), days("2014-02/2015")
    (('2014-01-01', '2014-12-31'), ('2014-06-01', '2014-08-31'), ('2014-02-01', '2015-12-31'))
    """
    start, slash, end = date.partition("/")
    first, last = _days(start), _days(end if slash else start)
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


def _days(date: str) -> tuple[str, str] | None:
    found = _DATE.fullmatch(date)
    if not found or found[1] == "0000":
        return None
    year, month, day = found.groups()
    if month is None:
        return f"{year}-01-01", f"{year}-12-31"
    first, last = _MONTHS.get(int(month), (int(month), int(month)))
    if not 1 <= first <= 12 or (day and (int(month) > 12 or not 1 <= int(day) <= monthrange(int(year), first)[1])):
        return None
    if day:
        return date, date
    return f"{year}-{first:02}-01", f"{year}-{last:02}-{monthrange(int(year), last)[1]}"


def in_order(date: str | None) -> tuple[str, str]:
    """A key by which dates stand in the order in which they begin; what has no date comes first."""
    covered = days(date or "")
    return (covered[0], date or "") if covered else ("", date or "")
