"""Names and ids used as values, and the records they may point at; ambiguity kept.

A card says "Observed usage of tools: Mimikatz", a cluster `related: {dest-uuid: …}`, a STIX relationship `target_ref`,
a text "{{Turla, Waterbug}}": each gives a link to every record that the value may mean, and how it was found. A name or
id that more than `CANDIDATES` records bear means none of them rather than all: it is linked to nothing, which is no
problem of any one record and is noted nowhere; the value stands as written, and who asks for the name is shown them.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from .card import cross_references, title_names
from .names import fold
from .store.write import Head, Value
from .title_parts import names_in_title
from .values import clean

Key = TypeVar("Key")

_STIX_ID = re.compile(r"[a-z][a-z0-9-]*--([0-9a-f-]{36})")  # STIX 2.1, section 2.9: type--UUID
_ATTACK_PAGE = re.compile(r"https?://attack\.mitre\.org/(?:\w+)/([A-Z]{1,2}\d{4})(?:/(\d{3}))?/?")
_MALPEDIA_PAGE = re.compile(r"https?://malpedia\.caad\.fkie\.fraunhofer\.de/details/([\w.-]+)/?")

# Records that a name or id may mean; of the public sources together no more than 14 bear one. Links are as many as the
# records that use a name times those that bear it.
CANDIDATES = 100

# What is named where: property → kind of the things it names. Ids may be of any kind.
NAMES_A = {"tool": "tool", "name-giver": "organisation"}


class Link(NamedTuple):
    """A statement (record, ord) and a record that its value may mean, found by `how`: "id", "title" or "name".

    `part` is the name in the value that means it, "" for the value as a whole.
    """

    record: int
    ord: int
    part: str
    target: int
    how: str


class Directory:
    """Where records are found by what others may call them."""

    def __init__(self, heads: Iterable[Head], values: Iterable[Value]) -> None:
        """Reads the statements `title`, `name`, `uuid`, `external-id` and `reference` of the records."""
        self._heads = {head.number: head for head in heads}
        self._ids: dict[str, list[int]] = {}
        self._names: dict[tuple[str, str], list[int]] = {}
        self._titles: dict[tuple[str, str], list[int]] = {}
        external: dict[int, list[str]] = {}
        titles: list[Value] = []
        for value in values:
            if value.property in ("uuid", "external-id"):
                _note(self._ids, id_of(value.raw), value.record)
                external.setdefault(value.record, []).append(value.raw)
            elif value.property == "reference":
                self._page(value)
            elif value.property == "title":
                titles.append(value)
            else:
                self._name(value.record, clean("name", value.raw).label)
        for value in titles:  # when the ids are known that may stand in them
            head, title = self._heads[value.record], clean("name", value.raw).label
            _note(self._titles, (head.kind, fold(title)), value.record)
            for name in names_in_title(head, title, external.get(value.record, [])):
                self._name(value.record, name)

    def _page(self, value: Value) -> None:
        """Malpedia's records state no id but the address of their page."""
        if self._heads[value.record].source == "malpedia" and _MALPEDIA_PAGE.fullmatch(value.raw.strip()):
            _note(self._ids, id_of(value.raw), value.record)

    def _name(self, record: int, name: str) -> None:
        _note(self._names, (self._heads[record].kind, fold(name)), record)

    def by_id(self, raw: str) -> list[int]:
        """The records with the id: a UUID, STIX id, ATT&CK id, or the address of an ATT&CK or Malpedia page."""
        return _told_apart(self._ids.get(id_of(raw), []))

    def by_name(self, kind: str, raw: str) -> list[int]:
        """The records of the kind that bear the name."""
        return _told_apart(self._names.get((kind, fold(clean("name", raw).label)), []))

    def by_title(self, kind: str, raw: str) -> list[int]:
        """The records of the kind with the whole title, which in a card joins several names."""
        return _told_apart(self._titles.get((kind, fold(raw)), []))


def _told_apart(records: list[int]) -> list[int]:
    """The records, unless there are so many that naming them says nothing."""
    return records if len(records) <= CANDIDATES else []


def _note(index: dict[Key, list[int]], key: Key, record: int) -> None:
    """Adds a record under a key; the statements of a record come together, so it is there already if it is the last."""
    found = index.setdefault(key, [])
    if record not in found[-1:]:
        found.append(record)


def id_of(raw: str) -> str:
    """An id by which things are told apart, however it is written.

    >>> id_of("https://attack.mitre.org/techniques/T1059/001/"), id_of("malware--2AC41E8B-3865-4B43-B8F0-A5B1D9A2F6C5")
    ('t1059.001', '2ac41e8b-3865-4b43-b8f0-a5b1d9a2f6c5')
    """
    text = raw.strip()
    if page := _ATTACK_PAGE.fullmatch(text):
        return f"{page[1]}.{page[2]}".lower() if page[2] else page[1].lower()
    if page := _MALPEDIA_PAGE.fullmatch(text):
        return f"malpedia:{page[1]}".lower()
    text = text.lower()
    stix = _STIX_ID.fullmatch(text)
    return stix[1] if stix else text


def links(directory: Directory, values: Iterable[Value]) -> Iterator[Link]:
    """The links of statements that name other things: tools, givers, relations, and texts with cross references."""
    for value in values:
        seen: set[tuple[str, int]] = set()
        for part, target, how in _targets(directory, value):
            if (part, target) not in seen and target != value.record:  # a record does not point at itself
                seen.add((part, target))
                yield Link(value.record, value.ord, part, target, how)


def _targets(directory: Directory, value: Value) -> Iterator[tuple[str, int, str]]:
    """What a value may mean: part of it, record, and how that was found."""
    if value.property == "relation" or value.property in NAMES_A:
        yield from (("", target, "id") for target in directory.by_id(value.raw))
        if kind := NAMES_A.get(value.property):
            yield from (("", target, "name") for target in directory.by_name(kind, value.raw))
    else:
        for _, name in cross_references(value.raw):
            yield from ((name, target, how) for target, how in _referred(directory, name))


def _referred(directory: Directory, name: str) -> Iterator[tuple[int, str]]:
    """The actors a cross reference may mean: those whose title it is, else those that bear one of its names."""
    titled = directory.by_title("actor", name)
    yield from ((target, "title") for target in titled)
    if not titled:
        yield from ((target, "name") for part in title_names(name) for target in directory.by_name("actor", part))
