"""The ids of records: a source's own, and what takes their place where it gives none, or gives one twice."""

import re

from .names import fold

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def is_uuid(value: object) -> bool:
    """Whether a value is a text of the form of a UUID (RFC 9562, section 4), in any case."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def record_id(uuid: object, name: str) -> str:
    """The UUID in lower case if it is one, else the folded name.

    >>> record_id("n/a", "Teapot Group")
    'teapotgroup'
    """
    return uuid.lower() if isinstance(uuid, str) and is_uuid(uuid) else fold(name)


def numbered(id_: str, taken: dict[str, int]) -> str:
    """The id, with "-2", "-3" … where it is taken already; `taken` is kept for the next call.

    >>> taken: dict[str, int] = {}
    >>> [numbered("teapot", taken) for _ in range(3)]
    ['teapot', 'teapot-2', 'teapot-3']
    """
    unique, number = id_, taken.get(id_, 1)
    while unique in taken:
        number += 1
        unique = f"{id_}-{number}"
    taken[id_] = number  # where to go on counting, so that many of one id are not tried again each time
    taken.setdefault(unique, 1)
    return unique
