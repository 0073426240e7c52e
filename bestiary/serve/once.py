"""What is worked out once for each state of a file, and shared by all threads that read it."""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from ..base import Bestiary

T = TypeVar("T")

KEPT = 24  # results

_held: OrderedDict[tuple[str, ...], Any] = OrderedDict()


def once(make: Callable[[Bestiary], T]) -> Callable[[Bestiary], T]:
    """The function, asked once for each state of a file; the results that were made first are forgotten first."""

    @wraps(make)
    def made(bestiary: Bestiary) -> T:
        key = make.__module__, make.__name__, bestiary.path, bestiary.state
        if key in _held:
            return cast("T", _held[key])
        found = make(bestiary)
        _held[key] = found
        while len(_held) > KEPT:
            _held.popitem(last=False)
        return found

    return made
