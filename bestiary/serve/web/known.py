"""What many pages need of the file as a whole: worked out once for each state of it, and shared by all threads."""

import os
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from ...base import Bestiary
from ...profile import Contested, Giver, News, SourceInfo
from ...schema import schema
from ...tag import Tagger
from ...values import clean, label
from .page import File

T = TypeVar("T")
Techniques = dict[str, tuple[list[str], list[str]]]

KEPT = 24  # results; a file has at most as many as there are functions below

_held: OrderedDict[tuple[Any, ...], Any] = OrderedDict()


def _once(make: Callable[[Bestiary], T]) -> Callable[[Bestiary], T]:
    """The function, asked once for each state of a file."""

    def known(bestiary: Bestiary) -> T:
        found = os.stat(bestiary.path)
        key = make.__name__, bestiary.path, found.st_ino, found.st_size, found.st_mtime_ns
        if key not in _held:
            _held[key] = make(bestiary)
            while len(_held) > KEPT:
                _held.popitem(last=False)
        return cast("T", _held[key])

    return known


@_once
def techniques(bestiary: Bestiary) -> Techniques:
    """Id → (ids of ATT&CK and matrices like it, tactics) of every technique."""
    return bestiary.techniques()


@_once
def places(bestiary: Bestiary) -> dict[tuple[str, str], str]:
    """(kind, code) → the id of the sector or country that it means, the best described one."""
    found: dict[tuple[str, str], str] = {}
    for kind in ("country", "sector"):
        for one in sorted(bestiary.list(kind), key=lambda one: -one["names"]):
            if code := clean(kind, one["title"]).value:
                found.setdefault((kind, code), one["id"])
    return found


@_once
def contested(bestiary: Bestiary) -> list[Contested]:
    """The names that several things of one kind bear."""
    return bestiary.contested()


@_once
def givers(bestiary: Bestiary) -> list[Giver]:
    """Everyone who is said to have coined names."""
    return bestiary.givers()


@_once
def sources(bestiary: Bestiary) -> list[SourceInfo]:
    """What the file was built from."""
    return bestiary.sources()


@_once
def news(bestiary: Bestiary) -> News:
    """What the last build brought."""
    return bestiary.news()


@_once
def counted(bestiary: Bestiary) -> dict[str, dict[str, int]]:
    """Property → code of a country or sector → how many actors are said to hit it or be from there."""
    return {prop: bestiary.counted(prop, "actor") for prop in ("country", "target-country", "target-sector")}


PROPERTIES = {"country": ("country", "target-country"), "sector": ("target-sector",)}  # that say which


def codes(bestiary: Bestiary, kind: str) -> list[str]:
    """The codes of the countries or sectors that some actor is said to hit or be from, by their labels."""
    counted_ = counted(bestiary)
    return _labelled(kind, (code for prop in PROPERTIES[kind] for code in counted_[prop]))


def named(bestiary: Bestiary, kind: str) -> list[str]:
    """The codes of all countries or sectors that the file speaks of, whoever is said to hit them."""
    said = (code for prop in PROPERTIES[kind] for other in schema().kind for code in bestiary.counted(prop, other))
    return _labelled(kind, [*said, *(code for kind_, code in places(bestiary) if kind_ == kind)])


def _labelled(kind: str, codes: Iterable[str]) -> list[str]:
    return sorted(set(codes), key=lambda code: (label(kind, code), code))


@_once
def file(bestiary: Bestiary) -> File:
    """What every page says of the file."""
    found = bestiary.about()
    return File(found["level"], found["first"], found["kinds"])


@_once
def tagger(bestiary: Bestiary) -> Tagger:
    """What tags texts; threads may share it, for it keeps nothing of a text."""
    return bestiary.tagger()
