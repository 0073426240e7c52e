"""What must outlive a rebuild: under which address a profile stands, and where former addresses lead.

A slug follows the record that first owned it. Where profiles become one, it keeps the slug of its most complete record
that owns one, and the other slugs lead to it too; where one is split, each slug stays with its owner. A record that
leaves the sources leaves its key behind, which leads to what it was part of.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import chain, count
from typing import NamedTuple

from .names import slug


class Ledger(NamedTuple):
    """What was settled: slug → key of the record that owns it; key of a gone record → slug of what it was part of."""

    slugs: Mapping[str, str] = {}
    gone: Mapping[str, str] = {}


def settle(old: Ledger, clusters: Sequence[Sequence[str]], titles: Sequence[str]) -> tuple[list[str], Ledger]:
    """The slug of each profile, and the ledger from now on.

    `clusters` are the record keys of each profile, the most complete first. A new profile has the slug of its title;
    where several want it, the one of the most records has it, and to the others' the source of the first record is
    added, then its key, then a hash of that. The outcome does not depend on the order of the profiles.
    """
    owned: dict[str, list[str]] = {}
    for name, key in sorted(old.slugs.items()):
        owned.setdefault(key, []).append(name)
    slugs = dict(old.slugs)
    kept: dict[int, str] = {}
    for place, keys in enumerate(clusters):
        names = [name for key in keys for name in owned.get(key, [])]
        if names:
            kept[place] = names[0]
    for place in sorted(range(len(clusters)), key=lambda place: (-len(clusters[place]), clusters[place][0])):
        if place not in kept:
            key = clusters[place][0]
            kept[place] = next(name for name in _wanted(titles[place], key) if name not in slugs)
            slugs[kept[place]] = key
    here = {key for keys in clusters for key in keys}
    gone = {key: name for key, name in old.gone.items() if key not in here}
    return [kept[place] for place in range(len(clusters))], Ledger(slugs, gone)


def _wanted(title: str, key: str) -> Iterator[str]:
    """The slugs that a new profile would have, the best first: two keys may have one slug (they are cut)."""
    base, source = slug(title), key.partition(":")[0]
    hashes = (blake2b(f"{number} {key}".encode(), digest_size=6).hexdigest() for number in count())
    for more in chain(["", source, slug(key)], hashes):
        yield f"{base}-{more}" if more else base
