"""Everything in the built file that follows from the statements: which records are one, profiles, and the indexes."""

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from itertools import chain, count

import msgspec

from .assemble import Means, Source, assemble, names_in_title, summary
from .link import Directory, links
from .names import fold, slug
from .profile import Profile, Thing
from .record_ids import is_uuid
from .store.write import Head, Value, Writer
from .values import clean

# What a list can be filtered by; the names are those of the facts.
FILTERS = ("country", "target-country", "target-sector", "motivation", "tool")

TOGETHER = 200  # profiles whose statements are read at once


def derive(writer: Writer, publishers: Mapping[str, str], say: Callable[[str, int, int], None]) -> None:
    """Writes clusters, profiles and indexes of all records; `publishers` is source id → publisher."""
    heads = writer.heads()
    say("linking", 0, 1)
    called = list(writer.values("title", "name", "uuid", "external-id"))
    directory = Directory(heads, chain(called, writer.pages("malpedia")))
    naming = writer.values("relation", "tool", "name-giver")
    writer.links(list(links(directory, chain(naming, writer.texts("{{")))))
    known = _titles_and_ids(called)
    clusters = _clusters(heads, known)
    titles = [_title(cluster[0], known) for cluster in clusters]
    slugs = _slugs(clusters, titles)
    things = [Thing(id=id_, title=title, kind=c[0].kind) for c, id_, title in zip(clusters, slugs, titles, strict=True)]
    meant = _meant(writer, clusters, things)
    for start in range(0, len(clusters), TOGETHER):
        say("assembling", start, len(clusters))
        some = range(start, min(start + TOGETHER, len(clusters)))
        said = writer.statements([head for number in some for head in clusters[number]])
        for number in some:
            records = [
                Source(head, publishers[head.source], said[head.number], meant.get(head.number, {}))
                for head in clusters[number]
            ]
            _write(writer, number, assemble(things[number], records), records)


def _meant(writer: Writer, clusters: list[list[Head]], things: list[Thing]) -> dict[int, Means]:
    """Per record, the things that the values of its statements may mean, each once and in the order of their keys."""
    number_of = {head.number: number for number, cluster in enumerate(clusters) for head in cluster}
    meant: dict[int, dict[tuple[int, str], set[int]]] = {}
    for record, ord_, part, target in writer.linked():
        meant.setdefault(record, {}).setdefault((ord_, part), set()).add(number_of[target])
    return {
        record: {where: [things[number] for number in sorted(numbers)] for where, numbers in found.items()}
        for record, found in meant.items()
    }


def _titles_and_ids(values: Iterable[Value]) -> dict[int, dict[str, list[str]]]:
    """Per record: its title, UUIDs and external ids as written."""
    known: dict[int, dict[str, list[str]]] = {}
    for value in values:
        if value.property != "name":
            known.setdefault(value.record, {}).setdefault(value.property, []).append(value.raw)
    return known


def _explicit_ids(head: Head, said: Mapping[int, Mapping[str, list[str]]]) -> list[str]:
    """The ids a record states for itself, in lower case; a text that is no UUID ("n/a") is no id."""
    values = said.get(head.number, {})
    uuids = [raw.strip() for raw in values.get("uuid", []) if is_uuid(raw.strip())]
    return [id_.strip().lower() for id_ in [*uuids, *values.get("external-id", [])] if id_.strip()]


def _title(head: Head, said: Mapping[int, Mapping[str, list[str]]]) -> str:
    """The name that stands first in a record's title."""
    values = said.get(head.number, {})
    title = clean("name", values.get("title", [head.key])[0]).label
    return (names_in_title(head, title, values.get("external-id", [])) or [title])[0]


def _clusters(heads: list[Head], said: Mapping[int, Mapping[str, list[str]]]) -> list[list[Head]]:
    """Records of one kind that state one and the same id are one; the most complete record of each stands first.

    The result does not depend on the order of the records.
    """
    parent = list(range(len(heads)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    first: dict[tuple[str, str], int] = {}
    for number, head in enumerate(heads):
        for id_ in _explicit_ids(head, said):
            parent[root(number)] = root(first.setdefault((head.kind, id_), number))
    together: dict[int, list[Head]] = {}
    for number, head in enumerate(heads):
        together.setdefault(root(number), []).append(head)
    return [sorted(cluster, key=_completest) for cluster in together.values()]


def _completest(head: Head) -> tuple[int, int, str]:
    """The record that states the most different properties first, then the most statements, then by key."""
    return -head.properties, -head.statements, head.key


def _slugs(clusters: list[list[Head]], titles: list[str]) -> list[str]:
    """A different slug for each: of the title; where several want it, the others add their source, then their key.

    The slugs of two keys may be one too (they are cut, and signs go): what tells those apart is a hash of the key.
    """
    taken: dict[str, int] = {}
    order = sorted(range(len(clusters)), key=lambda number: _completest(clusters[number][0]))
    for number in order:
        head, base = clusters[number][0], slug(titles[number])
        hashes = (blake2b(f"{n} {head.key}".encode(), digest_size=6).hexdigest() for n in count())
        wanted = chain(["", head.source, slug(head.key)], hashes)
        slugs = (f"{base}-{more}" if more else base for more in wanted)
        taken[next(name for name in slugs if name not in taken)] = number
    names = {number: name for name, number in taken.items()}
    return [names[number] for number in range(len(clusters))]


def _write(writer: Writer, number: int, profile: Profile, records: list[Source]) -> None:
    """A profile and what it is found by."""
    completeness = max(record.head.properties for record in records) * 1000 + min(
        999, sum(record.head.statements for record in records)
    )
    row = (
        number, profile["id"], profile["kind"], profile["title"], completeness,
        _json(summary(profile)), _json(profile),
    )  # fmt: skip
    writer.profile(row, [record.head.number for record in records])
    writer.names(_names(profile, records))
    writer.facts((prop, value, number) for prop, value in _facts(profile))
    writer.handles((key.lower(), number) for key in _handles(profile, records))


def _names(profile: Profile, records: list[Source]) -> Iterable[tuple[str, int, str, str, str]]:
    """(fold, record, name as written there, giver, relation) of each use of each name."""
    for name in profile["names"]:
        for stated in name["stated"]:
            written = clean("name", stated.get("raw", name["name"])).label
            record = records[stated["record"]].head.number
            yield fold(name["name"]), record, written, stated.get("giver", ""), stated.get("relation", "")


def _facts(profile: Profile) -> Iterable[tuple[str, str]]:
    """(property, value) of what lists are filtered by: the code and the folded label of each value."""
    for prop in FILTERS:
        for value in profile["facts"].get(prop, []):
            yield prop, fold(value["label"])
            if value["value"]:
                yield prop, value["value"].lower()
    for record in profile["records"]:
        yield "source", record["source"]


def _handles(profile: Profile, records: list[Source]) -> Iterable[str]:
    """Whatever the profile can be asked for by: slug, record keys, UUIDs, external ids."""
    yield profile["id"]
    for record in records:
        yield record.head.key
        yield from (
            said.raw for said in record.statements if said.parent is None and said.property in ("uuid", "external-id")
        )


def _json(content: object) -> str:
    return msgspec.json.encode(content).decode()
