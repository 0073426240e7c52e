"""How files are written. One module, one format: the folder is the registry.

A format module has
    TITLE: str                                  what people call it, unique
    identify(head: bytes, name: str) -> bool    does a file with these first 64 KiB and this name claim to be one?
    parse(raw: bytes, origin: Origin) -> Iterator[Statement | Problem]
                                                its statements in order; what cannot be read is a Problem that says
                                                where and why, never an exception
and nothing heavy at module level. Two formats that claim one file is an error, never a priority.
"""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from ..errors import Problem
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
