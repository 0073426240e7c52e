"""How files are written. One module, one format: the folder is the registry.

A format module has
    TITLE: str                                  what people call it, unique
    identify(head: bytes, name: str) -> bool    does a file with these first 64 KiB and this name claim to be one?
    parse(raw: bytes, origin: Origin) -> Iterator[Statement | Problem]
                                                its statements in order; what cannot be read is a Problem that says
                                                where and why, never an exception
and nothing heavy at module level. Two formats that claim one file is an error, never a priority.
"""

import codecs
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple, Protocol, cast

from ..errors import Problem
from ..json_input import malformed
from ..origin import Origin
from ..statement import Statement

HEAD = 64 * 1024  # bytes of a file that identify() sees


class Format(Protocol):
    """The shape of a format module."""

    TITLE: str

    def identify(self, head: bytes, name: str) -> bool: ...
    def parse(self, raw: bytes, origin: Origin) -> Iterator[Statement | Problem]: ...


def formats() -> dict[str, Format]:
    """Every format by its module name, in alphabetical order."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: cast(Format, import_module(f"{__name__}.{name}")) for name in names}


def claims(head: bytes, name: str) -> list[str]:
    """The names of the formats that claim a file; more than one is for the caller to report."""
    return [title for title, format_ in formats().items() if format_.identify(head[:HEAD], name)]


class Unclaimed(NamedTuple):
    """Why no format claims a file ("" if nothing can be told), what to do, and whether it is not what it is called."""

    why: str
    hint: str
    broken: bool


def unclaimed(raw: bytes, name: str) -> Unclaimed:
    """What can be told of a file that no format claims."""
    from .alias_table import SUFFIXES, lacks

    known = f"known are: {', '.join(format_.TITLE for format_ in formats().values())}"
    is_json, is_table = name.lower().endswith(".json"), name.lower().endswith(SUFFIXES)
    if not raw.removeprefix(codecs.BOM_UTF8) or raw.isspace():
        return Unclaimed("it is empty", known, is_json or is_table)
    if not (is_json or is_table):
        return Unclaimed("", known, False)
    if not _is_utf8(raw[:HEAD]):
        return Unclaimed("it is not UTF-8", "save it as UTF-8", True)
    if reason := malformed(raw if is_json else _first_object(raw)):
        return Unclaimed(f"not readable as JSON: {reason}", "check the file with a JSON validator", True)
    return Unclaimed("" if is_json else lacks(raw[:HEAD]), known, False)


def _first_object(raw: bytes) -> bytes:
    """A table that has a JSON object a line as far as its first; an empty object for another table."""
    rest = raw.lstrip()
    return raw[: len(raw) - len(rest)] + rest.partition(b"\n")[0] if rest.startswith(b"{") else b"{}"


def _is_utf8(head: bytes) -> bool:
    """Whether text begins so, which may be cut off; UTF-16 without its mark has a zero in every Latin letter."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return b"\0" not in head
