"""Tables as formats read them: CSV by RFC 4180, with tabs or semicolons too, or JSON with an object a line."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, NamedTuple

from .errors import Problem
from .json_input import decode
from .origin import Origin

_DELIMITERS = "\t,;"
# A bracket of JSON or a string, which may be cut off.
_MARK = re.compile(r'[{}\[\]]|"(?P<string>(?:[^"\\]|\\.)*+)(?:"\s*(?P<colon>:)?)?')


class Row(NamedTuple):
    """A row: the line at which it begins, and the header and content of each cell; a CSV's are texts."""

    line: int
    headers: tuple[str, ...]
    cells: tuple[Any, ...]


def header(text: str) -> tuple[str, ...]:
    """The headers of a table, whose text may be cut off: the first row that is not blank, or the first object's keys.

    () if there is none.
    """
    text = text.removeprefix("\ufeff").lstrip()
    if text.startswith("{"):
        line, newline, _ = text.partition("\n")
        first = decode(line.encode(), Origin(""))
        if isinstance(first, dict):
            return tuple(first)
        return () if newline else _keys(line)
    return max((_first_row(text, delimiter) for delimiter in _DELIMITERS), key=len)


def _keys(text: str) -> tuple[str, ...]:
    """The keys of a JSON object that is cut off, as they are written."""
    keys, depth = [], 0
    for mark in _MARK.finditer(text):
        if mark[0].startswith('"'):
            keys += [mark["string"]] if mark["colon"] and depth == 1 else []
        else:
            depth += 1 if mark[0] in "{[" else -1
    return tuple(keys)


def read(raw: bytes, origin: Origin) -> Iterator[Row | Problem]:
    """The rows below the header, and a Problem for each that cannot be read, in the order of the file.

    What separates the cells is found in the header: of tab, comma and semicolon the one that gives most columns.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        yield Problem(origin.at(line), f"not UTF-8 (byte {error.start} of the file)", "save the table as UTF-8")
        return
    if text.lstrip().startswith("{"):
        yield from _objects(raw, origin)
    else:
        start = text.lstrip()
        delimiter = max(_DELIMITERS, key=lambda mark: len(_first_row(start, mark)))
        yield from _named(_rows(text, delimiter, origin), origin)


def _first_row(text: str, delimiter: str) -> tuple[str, ...]:
    """The cells of the first row."""
    for item in _rows(text, delimiter, Origin(""), only=1):
        if isinstance(item, Row):
            return item.cells
    return ()


def _rows(text: str, delimiter: str, origin: Origin, only: int | None = None) -> list[Row | Problem]:
    """The rows with something in them, as yet without headers; `only` so many lines.

    A quote that is never closed would make one cell of all that follows: it is a Problem where its row begins.
    """
    found: list[Row | Problem] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    limit = csv.field_size_limit(max(len(text), 1))  # of the process, hence put back; 128 KiB are few for a description
    try:
        while only is None or len(found) < only:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                hint = "close its quotes, and write a quote within quotes twice"
                found.append(Problem(origin.at(line), f"a row that cannot be read was left out: {error}", hint))
                continue
            if any(cell.strip() for cell in cells):
                found.append(Row(line, (), tuple(cells)))
    finally:
        csv.field_size_limit(limit)
    return found


def _named(found: list[Row | Problem], origin: Origin) -> Iterator[Row | Problem]:
    """The rows after the first, with its cells as headers; further cells are called by their number."""
    headers: tuple[str, ...] | None = None
    for item in found:
        if isinstance(item, Problem):
            yield item
        elif headers is None:
            headers = tuple(cell.strip() or f"column {number}" for number, cell in enumerate(item.cells, 1))
        else:
            more = tuple(f"column {number}" for number in range(len(headers) + 1, len(item.cells) + 1))
            if any(cell.strip() for cell in item.cells[len(headers) :]):
                hint = "put a cell in quotes if it has the delimiter in it"
                yield Problem(origin.at(item.line), "a row with more cells than the header", hint)
            cells = tuple(cell for cell, _ in zip_longest(item.cells, headers, fillvalue=""))
            yield Row(item.line, headers + more, cells)


def _objects(raw: bytes, origin: Origin) -> Iterator[Row | Problem]:
    """The rows of a table that has a JSON object a line."""
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        content = decode(line, origin, number)
        if isinstance(content, Problem):
            yield content
        elif isinstance(content, dict):
            yield Row(number, tuple(content), tuple(content.values()))
        else:
            yield Problem(origin.at(number), "a line that is no JSON object was left out", "write an object a line")
