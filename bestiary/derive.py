"""Everything in the built file that follows from the statements: which records are one, profiles, and the indexes."""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain

import msgspec

from .assemble import Means, Source, assemble, names_in_title, summary
from .link import Directory, links
from .names import fold, slug
from .profile import Profile, Thing
from .record_ids import is_uuid
from .store.write import Head, Writer
from .values import clean

# What a list can be filtered by; the names are those of the facts.
FILTERS = ("country", "target-country", "target-sector", "motivation", "tool")


def derive(writer: Writer, publishers: Mapping[str, str], say: Callable[[str, int, int], None]) -> None:
    """Writes clusters, profiles and indexes of all records; `publishers` is source id → publisher."""
    heads = writer.heads()
    say("linking", 0, 1)
    directory = Directory(heads, writer.values("title", "name", "uuid", "external-id", "reference"))
    naming = writer.values("relation", "tool", "name-giver")
    writer.links(list(links(directory, chain(naming, writer.texts("{{")))))
    said = _titles_and_ids(writer)
    clusters = _clusters(heads, said)
    titles = [_title(cluster[0], said) for cluster in clusters]
    slugs = _slugs(clusters, titles)
    things = [Thing(id=id_, title=title, kind=c[0].kind) for c, id_, title in zip(clusters, slugs, titles, strict=True)]
    meant = _meant(writer, clusters, things)
    for number, (cluster, thing) in enumerate(zip(clusters, things, strict=True)):
        if number % 200 == 0:
            say("assembling", number, len(clusters))
        records = [
            Source(head, publishers[head.source], writer.statements(head.number), meant.get(head.number, {}))
            for head in cluster
        ]
        _write(writer, number, assemble(thing, records), records)


def _meant(writer: Writer, clusters: list[list[Head]], things: list[Thing]) -> dict[int, Means]:
    """Per record, the things that the values of its statements may mean, each once."""
    thing_of = {head.number: thing for cluster, thing in zip(clusters, things, strict=True) for head in cluster}
    meant: dict[int, Means] = {}
    for record, ord_, part, target in writer.linked():
        found = meant.setdefault(record, {}).setdefault((ord_, part), [])
        if thing_of[target] not in found:
            found.append(thing_of[target])
    return meant


def _titles_and_ids(writer: Writer) -> dict[int, dict[str, list[str]]]:
    """Per record: its title, UUIDs and external ids as written."""
    said: dict[int, dict[str, list[str]]] = {}
    for value in writer.values("title", "uuid", "external-id"):
        said.setdefault(value.record, {}).setdefault(value.property, []).append(value.raw)
    return said


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
    """A different slug for each: of the title; where several want it, the others add their source, then their key."""
    taken: dict[str, int] = {}
    order = sorted(range(len(clusters)), key=lambda number: _completest(clusters[number][0]))
    for number in order:
        head, base = clusters[number][0], slug(titles[number])
        wanted = (base, f"{base}-{head.source}", f"{base}-{slug(head.key)}")
        taken[next(name for name in wanted if name not in taken)] = number
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


def _names(profile: Profile, records: list[Source]) -> Iterable[tuple[str, int, str, str]]:
    """(fold, record, name as written there, giver) of each use of each name."""
    for name in profile["names"]:
        for stated in name["stated"]:
            written = clean("name", stated.get("raw", name["name"])).label
            yield fold(name["name"]), records[stated["record"]].head.number, written, stated.get("giver", "")


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
