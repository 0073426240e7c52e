"""What must outlive a rebuild: under which address a profile stands, and where former addresses lead.

A slug follows the record that first owned it. Where profiles become one, that keeps the slug under which most of its
records stood, of equal ones that of its most complete record, and the other slugs lead to it too; where one is split,
each slug stays with its owner. A record that leaves the sources leaves its key behind, which leads to what it was part
of; so do the slugs that it owned.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count
from typing import NamedTuple

from .names import slug


class Ledger(NamedTuple):
    """What was settled: slug → key of the record that owns it; key of a gone record → slug of what it was part of.

    A slug leads to the profile of its owner; if that is gone, to where the owner's key leads. What leads back to itself
    has nothing left in the sources.
    """

    slugs: Mapping[str, str] = {}
    gone: Mapping[str, str] = {}


def settle(old: Ledger, clusters: Sequence[Sequence[str]], titles: Sequence[str]) -> tuple[list[str], Ledger]:
    """The slug of each profile, and the ledger from now on.

    `clusters` are the record keys of each profile, the most complete first. `old.gone` has to tell of the records that
    were not gone too under which slug they stood: from that it is known what a record was one with that goes now.

    A new profile has the slug of its title; where several want it, the one of the most records has it, and to the
    others' the source of the first record is added, then its key, then a hash of that. The outcome does not depend on
    the order of the profiles.
    """
    owned: dict[str, list[str]] = {}
    for name, key in sorted(old.slugs.items()):
        owned.setdefault(key, []).append(name)
    slugs = dict(old.slugs)
    kept: dict[int, str] = {}
    for place, keys in enumerate(clusters):
        stood = Counter(old.gone.get(key) for key in keys)
        names = [name for key in keys for name in owned.get(key, [])]
        if names:
            kept[place] = max(names, key=stood.__getitem__)  # the first of equal ones
    for place in sorted(range(len(clusters)), key=lambda place: (-len(clusters[place]), clusters[place][0])):
        if place not in kept:
            key = clusters[place][0]
            kept[place] = next(name for name in _wanted(titles[place], key) if name not in slugs)
            slugs[kept[place]] = key
    here = {key: kept[place] for place, keys in enumerate(clusters) for key in keys}
    return [kept[place] for place in range(len(clusters))], Ledger(slugs, _gone(old, here))


def _gone(old: Ledger, here: Mapping[str, str]) -> dict[str, str]:
    """Where the keys of gone records lead; `here` is the slug of each record that is not.

    A slug whose owner is gone is replaced by that of the records which stood under it last: of the most of them, of
    equally many the first by text.
    """
    left: dict[str, Counter[str]] = {}
    for key, name in old.gone.items():
        if key in here and old.slugs.get(name) not in here:
            left.setdefault(name, Counter())[here[key]] += 1
    heirs = {name: min(found, key=lambda one: (-found[one], one)) for name, found in left.items()}

    def leads_to(name: str) -> str:
        owner = old.slugs.get(name, "")
        last = name if owner in here else old.gone.get(owner, name)  # a former slug leads to what its owner was part of
        return heirs.get(last, last)

    return {key: leads_to(name) for key, name in old.gone.items() if key not in here}


def _wanted(title: str, key: str) -> Iterator[str]:
    """The slugs that a new profile would have, the best first: two keys may have one slug (they are cut)."""
    base, source = slug(title), key.partition(":")[0]
    hashes = (hashlib.blake2b(f"{number} {key}".encode(), digest_size=6).hexdigest() for number in count())
    for more in chain(["", source, slug(key)], hashes):
        if name := "-".join(filter(None, [base, more])):
            yield name
