"""How many sources support a value: those that copy from one another are no independent witnesses.

`sources.toml` says of each source which others it takes over or draws on (`derived_from`); what those are derived from
are its ancestors too. Where a source states a value and one of its ancestors states it as well, it may have it from
there. Sources that draw on each other in a circle are one witness.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from .sources import sources

Ancestors = Mapping[str, frozenset[str]]  # source → all that it is derived from, itself too if it is in a circle


def independent(stating: Iterable[str]) -> int:
    """How many of the stating sources (ids of `sources.toml`) have no ancestor among the stating ones.

    A circle of sources counts once, and not at all if another stating source is an ancestor of it. A source that
    `sources.toml` does not declare has no ancestors. The result is 0 only if nobody states the value.

    >>> independent(["mitre-attack", "mitre-galaxy", "360"])  # the galaxy has it from ATT&CK
    2
    """
    return _independent(frozenset(stating))


@cache  # the same few sets of sources state nearly everything
def _independent(stating: frozenset[str]) -> int:
    return len(stating) if len(stating) < 2 else witnesses(stating, _ancestors())


@cache
def _ancestors() -> Ancestors:
    return ancestors({id_: source.derived_from for id_, source in sources().items()})


def ancestors(derived_from: Mapping[str, Iterable[str]]) -> Ancestors:
    """Source → all that it is derived from, directly or through others."""
    found = {}
    for source in derived_from:
        above: set[str] = set()
        left = [*derived_from[source]]
        while left:
            if (one := left.pop()) not in above:
                above.add(one)
                left.extend(derived_from.get(one, ()))
        found[source] = frozenset(above)
    return found


def witnesses(stating: frozenset[str], above: Ancestors) -> int:
    """How many of the stating sources have no ancestor among them, circles counted once."""
    first: set[frozenset[str]] = set()  # each by the sources of its circle
    for source in stating:
        copied = above.get(source, frozenset()) & stating
        circle = {source, *(one for one in copied if source in above.get(one, frozenset()))}
        if copied <= circle:
            first.add(frozenset(circle))
    return len(first)
