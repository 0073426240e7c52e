"""How files of other tools are written. One module, one export: the folder is the registry.

An export module has
    TITLE: str                what people call it, unique
    MEDIA_TYPE: str           of what it writes, e.g. "text/markdown"
    SUFFIX: str               how the file's name ends, e.g. ".md"
    write(items, out) -> None writes the items to a binary stream; what they are, its signature says
and is imported only when it is chosen, so that its libraries cost nobody else anything.
"""

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from typing import Any, BinaryIO, Protocol, cast

from ..errors import UsageError


class Export(Protocol):
    """The shape of an export module."""

    TITLE: str
    MEDIA_TYPE: str
    SUFFIX: str

    def write(self, items: Iterable[Any], out: BinaryIO, /) -> None: ...


def exports() -> list[str]:
    """The name of every export, in alphabetical order; none is imported."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def export(name: str) -> Export:
    """The export of that name. Raises UsageError if there is none."""
    if name not in exports():
        raise UsageError(f"there is no export “{name}”", hint=f"there are: {', '.join(exports())}")
    return cast(Export, import_module(f"{__name__}.{name}"))
