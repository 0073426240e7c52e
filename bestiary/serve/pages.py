"""Pages of long lists: a cursor names the last item that was given, so that no page moves when items come or go."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Generic, TypedDict, TypeVar

from ..errors import NotFound

T = TypeVar("T")


class Page(TypedDict, Generic[T]):
    """A part of a list: `next` is the cursor of the one after it, None if there is none."""

    items: list[T]
    total: int
    next: str | None


def page(items: Sequence[T], key: Callable[[T], str], limit: int, cursor: str) -> Page[T]:
    """The items, in the order of their keys, after the cursor. Raises NotFound for a cursor that is none."""
    after = _read(cursor) if cursor else ""
    rest = [item for item in items if key(item) > after] if after else items
    part = list(rest[:limit])
    more = len(rest) > len(part) and part
    return {"items": part, "total": len(items), "next": _written(key(part[-1])) if more else None}


def _written(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _read(cursor: str) -> str:
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise NotFound("that is no cursor", hint="take `next` of the page before, or leave it out") from error
