"""How files of other tools are written. One module, one export: the folder is the registry.

An export module has
    TITLE: str                        what people call it, unique
    MEDIA_TYPE: str                   of its files, e.g. "text/markdown"
    files(selection, loss) -> files   the files of a selection, each with its content piece by piece; what they have
                                      no place for is noted in `loss` while they are read
and is imported only when it is chosen, so that its libraries cost nobody else anything.
"""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from ..errors import UsageError
from ..selection import File, Loss, Selection

NOTHING = "nothing that was asked for has a place in this form"


class Export(Protocol):
    """The shape of an export module."""

    TITLE: str
    MEDIA_TYPE: str

    def files(self, selection: Selection, loss: Loss, /) -> Iterator[File]: ...


def exports() -> list[str]:
    """The name of every export, in alphabetical order; none is imported."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def export(name: str) -> Export:
    """The export of that name. Raises UsageError if there is none."""
    if name not in exports():
        raise UsageError(f"there is no export “{name}”", hint=f"there are: {', '.join(exports())}")
    return cast(Export, import_module(f"{__name__}.{name}"))
