"""What many pages need of the file as a whole."""

from collections.abc import Iterable

from ...base import Bestiary
from ...profile import Bearer, Contested, Giver, News, SourceInfo
from ...schema import schema
from ...tag import Tagger
from ...values import clean, label
from ...why import thing
from ..once import once
from .page import File

Techniques = dict[str, tuple[list[str], list[str]]]


@once
def techniques(bestiary: Bestiary) -> Techniques:
    """Id → (ids of ATT&CK and matrices like it, tactics) of every technique."""
    return bestiary.techniques()


@once
def places(bestiary: Bestiary) -> dict[tuple[str, str], str]:
    """(kind, code) → the id of the sector or country that it means, the best described one."""
    found: dict[tuple[str, str], str] = {}
    for kind in ("country", "sector"):
        for one in sorted(bestiary.list(kind), key=lambda one: -one["names"]):
            if code := clean(kind, one["title"]).value:
                found.setdefault((kind, code), one["id"])
    return found


@once
def contested(bestiary: Bestiary) -> list[Contested]:
    """The names that several things of one kind bear."""
    return bestiary.contested()


@once
def givers(bestiary: Bestiary) -> list[Giver]:
    """Everyone who is said to have coined names."""
    return bestiary.givers()


@once
def built_like(bestiary: Bestiary) -> dict[str, list[Bearer]]:
    """Id of a giver → names that are built like its own and of which nobody states who coined them."""
    return bestiary.built_like()


@once
def sources(bestiary: Bestiary) -> list[SourceInfo]:
    """What the file was built from."""
    return bestiary.sources()


@once
def news(bestiary: Bestiary) -> News:
    """What the last build brought."""
    return bestiary.news()


@once
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


EXAMPLES = ("Fancy Bear", "Hazel Sandstorm", "Lazarus Group", "Cobalt Strike")


@once
def examples(bestiary: Bestiary) -> list[Bearer]:
    """Names to try, with what bears each first; those that the file has."""
    answers = [(name, bestiary.who(name)["matches"]) for name in EXAMPLES]
    return [{"name": name, "profile": thing(matches[0]["profile"])} for name, matches in answers if matches]


@once
def file(bestiary: Bestiary) -> File:
    """What every page says of the file."""
    found = bestiary.about()
    return File(found["level"], found["first"], found["kinds"])


@once
def tagger(bestiary: Bestiary) -> Tagger:
    """What tags texts; threads may share it, for it keeps nothing of a text."""
    return bestiary.tagger()
