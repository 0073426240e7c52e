"""Tables that are written for other programs: CSV as RFC 4180 has it, safe to open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO

# What a spreadsheet takes for the beginning of a formula, or strips and then does; the wide forms are those of East
# Asian keyboards (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = re.compile(r"['\s]*[=+\-@\t\r\n＝＋－＠]")


def write_table(heads: Sequence[str], rows: Iterable[Sequence[str]], out: BinaryIO) -> None:
    """Writes the heads and the rows: UTF-8 without a mark, lines ended by CR LF, quotes only where they are needed.

    A cell that a spreadsheet would run has a "'" put before it, one that begins with "'" and would then look like one
    of those as well; so whoever takes one "'" away before `'`, white space and one of = + - @ has all cells as they
    were. Nothing else is changed.
    """
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    text.detach()  # flushes; `out` is the caller's to close


def safe(cell: str) -> str:
    """The cell as no spreadsheet runs it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
