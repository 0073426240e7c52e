"""Tables that are written for other programs: CSV as RFC 4180 has it, safe to open in a spreadsheet, or JSON Lines."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import msgspec

# What a spreadsheet takes for the beginning of a formula, or strips and then does; the wide forms are those of East
# Asian keyboards (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = re.compile(r"['\s]*[=+\-@\t\r\n＝＋－＠]")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The heads and the rows, a line each: UTF-8 without a mark, lines ended by CR LF, quotes only where needed.

    A cell that a spreadsheet would run has a "'" put before it, one that begins with "'" and would then look like one
    of those as well; so whoever takes one "'" away before `'`, white space and one of = + - @ has all cells as they
    were. Nothing else is changed.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in chain([heads], ([safe(cell) for cell in row] for row in rows)):
        writer.writerow(row)
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()


def safe(cell: str) -> str:
    """The cell as no spreadsheet runs it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def json_lines(rows: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """An object a line, in UTF-8 (https://jsonlines.org)."""
    for row in rows:
        yield msgspec.json.encode(row) + b"\n"
