"""Reports as plain text: text and Markdown as they are, HTML without its menus, PDF page by page, JSONL line by line.

All of it is other people's: every form is bounded, nothing is executed, and no address in it is asked for anything.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..errors import InputError, Problem
from ..fetch import read
from ..origin import Origin
from .pdf import Refused, text_of_pdf

LARGEST = 100_000_000  # characters of one text
LARGEST_HTML = 10_000_000  # bytes: a tree of it takes a hundred times as much memory
MOST_PAGES = 5_000  # of a PDF
DEEPEST = 256  # tags of HTML one within the other: libxml2 leaves out what is deeper
MOST_ELEMENTS = 300_000  # of HTML: finding the article among them takes 50 µs for each
SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".jsonl", ".text")


class Report(NamedTuple):
    """A text to be tagged."""

    id: str
    text: str


class _Line(msgspec.Struct):
    id: str
    text: str


def reports(path: Path, name: str) -> Iterator[Report | Problem]:
    """The report of a file, or those of its lines if it is JSONL; `name` is its id.

    What cannot be read is a Problem. Raises InputError if the file is missing, unreadable or too large.
    """
    raw, origin = read(path, name)
    if name.lower().endswith(".jsonl"):
        yield from _lines(raw, origin)
    else:
        yield report_of(raw, origin)


def report_of(raw: bytes, origin: Origin) -> Report | Problem:
    """The report that the bytes of a file are, with its name as id; a Problem if there is no text to be had."""
    try:
        return Report(origin.file, text_of(raw, origin))
    except InputError as error:
        return Problem(error.origin or origin, error.message, error.hint)


def text_of(raw: bytes, origin: Origin) -> str:
    """The text of a file, by what it begins with. Raises InputError if there is none to be had."""
    head = raw[:1000].lstrip().lower()
    if head.startswith(b"%pdf-"):
        text = _pdf(raw, origin)
    elif head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or origin.file.lower().endswith(
        (".html", ".htm")
    ):
        text = _html(raw, origin)
    elif b"\0" in raw[:1000] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("is no text, HTML or PDF", origin, "convert it first")
    else:
        text = _plain(raw)
    if len(text) > LARGEST:
        raise InputError(f"has {len(text):,} characters (at most {LARGEST:,})", origin, "split it")
    return text


def _plain(raw: bytes) -> str:
    """The text in UTF-16 with its mark, UTF-8, or else Windows-1252; of UTF-8 with faults these become U+FFFD."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    with suppress(UnicodeDecodeError):
        return raw.decode("utf-8-sig")
    if raw.decode("utf-8", "ignore").isascii():  # nothing in it speaks for UTF-8
        with suppress(UnicodeDecodeError):
            return raw.decode("cp1252")
    return raw.decode("utf-8-sig", "replace")


def _lines(raw: bytes, origin: Origin) -> Iterator[Report | Problem]:
    decoder = msgspec.json.Decoder(_Line)
    for number, line in enumerate(raw.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            found = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield Problem(origin.at(number), f"not a report: {error}", 'a line is {"id": "…", "text": "…"}')
        else:
            yield Report(found.id, found.text[:LARGEST])


def _html(raw: bytes, origin: Origin) -> str:
    if len(raw) > LARGEST_HTML:
        raise InputError(f"HTML of {len(raw):,} bytes (at most {LARGEST_HTML:,})", origin, "save its text")
    from lxml.etree import HTMLParser
    from trafilatura import extract, html2txt

    try:
        parser = HTMLParser(target=_Shape())
        parser.feed(raw)
        elements, deepest = parser.close()
        if deepest <= DEEPEST and elements <= MOST_ELEMENTS:
            return extract(raw, include_comments=False, include_tables=True, favor_recall=True) or html2txt(raw) or ""
    except Exception as error:  # whatever a parser makes of hostile input
        raise InputError(f"HTML that cannot be read: {error}", origin, "save its text") from error
    much = f"tags more than {DEEPEST:,} deep" if deepest > DEEPEST else f"HTML of more than {MOST_ELEMENTS:,} elements"
    raise InputError(much, origin, "save its text")


class _Shape:
    """What a parser makes of HTML: how many elements, how deep. It closes what is left open, such as <br> and <li>."""

    def __init__(self) -> None:
        self.elements = self.depth = self.deepest = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)

    def end(self, tag: str) -> None:
        self.depth -= 1

    def close(self) -> tuple[int, int]:
        return self.elements, self.deepest


def _pdf(raw: bytes, origin: Origin) -> str:
    try:
        return text_of_pdf(raw, MOST_PAGES, LARGEST)
    except Refused as refused:
        raise InputError(refused.why, origin, refused.hint) from refused
