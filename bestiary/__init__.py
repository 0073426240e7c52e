"""Bestiary: an encyclopedia of threat actors that anyone can run.

`Bestiary` answers from one built file; see its methods. The command line is `bestiary`.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .base import Bestiary

__all__ = ["Bestiary"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Bestiary, imported when it is first asked for, so that importing a submodule costs only that module."""
    if name == "Bestiary":
        from .base import Bestiary

        return Bestiary
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
