"""Under which of its names a profile stands."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from .identity import Subject
from .support import independent
from .values import clean

# Whose title is taken where as many sources speak for one as for another: first those whose editors keep an actor
# apart from others by hand, last those who collect. A source that is not among them comes after all.
ORDER = (
    "mitre-attack", "mitre-galaxy", "misp", "etda", "etda-json", "microsoft", "microsoft-galaxy", "malpedia", "tidal",
    "360", "mitre-atlas",
)  # fmt: skip


def display_title(records: Iterable[Subject], chosen: Mapping[str, str] = {}) -> str:
    """The name by which the profile of the records (one at least) is shown; their order does not matter.

    It is the first name of a record's title: the one that the most independent sources use so; of several the one that
    the most sources use so, then the one that the most state at all; then that of the first source in `ORDER`; then
    the first by alphabet. It is spelled as most of the records write it, or else as the first by key does. A name that
    a record has in its title and that is rejected there counts only if there is no other. A country stands under its
    proper name, however its records write it.

    `chosen` is record key → the name that people want to see instead, as they write it.
    """
    records = sorted(records, key=lambda record: record.key)
    for record in records:
        if record.key in chosen:
            return chosen[record.key]
    titled: dict[str, set[str]] = {}  # name → the sources that use it as title
    for record in [one for one in records if one.titles[0] not in one.rejected] or records:
        if record.titles[0] in record.written:
            titled.setdefault(record.titles[0], set()).add(record.source)
    if not titled:
        return records[0].key  # a title that is no name: blank, or an id
    if len(titled) == 1:
        return _spelling(records, *titled)
    stating: dict[str, set[str]] = {name: set() for name in titled}
    for record in records:
        for name in stating:
            if name in record.names and name not in record.rejected:
                stating[name].add(record.source)
    ranked = (
        (-independent(titled[name]), -len(titled[name]), -len(stating[name]), min(map(_place, titled[name])), name)
        for name in titled
    )
    return _spelling(records, min(ranked)[-1])


def _place(source: str) -> int:
    return ORDER.index(source) if source in ORDER else len(ORDER)


def _spelling(records: Sequence[Subject], name: str) -> str:
    """The name as most records write it; Counter keeps the first of equals in front."""
    ((spelling, _),) = Counter(record.written[name] for record in records if name in record.written).most_common(1)
    return _country(spelling) if records[0].kind == "country" else spelling


_SMALL = ("and", "of", "the")


def _country(name: str) -> str:
    """The name that facts give the country; of one that has no code its own, with the capitals that names have."""
    known = clean("country", name)
    if known.value or not name.islower():
        return known.label
    return " ".join(word if word in _SMALL else word.capitalize() for word in name.split(" "))
