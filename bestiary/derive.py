"""Everything in the built file that follows from the statements: which records are one, profiles, and the indexes."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import msgspec

from .assemble import Source, assemble, summary
from .decisions import Decisions
from .findable import facts, labels, uses, words
from .identify import Pointed, identify
from .identity import Fault, Judgement, Rejection
from .ledger import Ledger, settle
from .levels import LEVELS, highest
from .link import Directory, links
from .names import fold
from .part import Means
from .profile import Profile, Thing
from .selection import Known
from .store.read import Stating
from .store.write import Head, Writer
from .taggable import Taggable
from .titles import display_title
from .values import clean
from .versions import Former, Versions

TOGETHER = 200  # profiles whose statements are read at once
TITLED, ACTOR = 1_000, 1_000_000  # in the rank of a name: above any number of sources that state or entitle it


class Given(NamedTuple):
    """What a build is told beside the statements."""

    publishers: Mapping[str, str]  # source id → publisher
    judgements: Sequence[Judgement]  # people's
    rejections: Sequence[Rejection]
    titles: Mapping[str, str]  # record key → the name that its profile is shown under
    titles_level: str  # of the Traffic Light Protocol
    ledger: Ledger
    former: Former | None  # the file that is replaced
    now: str  # ISO 8601, UTC


def derive(writer: Writer, given: Given, say: Callable[[str, int, int], None]) -> list[Fault]:
    """Writes links, judgements, profiles, indexes and the ledger; gives what is wrong with what people judged."""
    heads = {head.number: head for head in writer.heads()}
    say("linking", 0, 1)
    pointed = _link(writer, heads.values())
    found = identify(writer, [*heads.values()], pointed, given.judgements, given.rejections, say)
    clusters = [sorted((heads[one.number] for one in cluster), key=_completest) for cluster in found.clusters]
    titles = [display_title(cluster, given.titles) for cluster in found.clusters]
    slugs, ledger = settle(given.ledger, [[head.key for head in cluster] for cluster in clusters], titles)
    things = [Thing(id=id_, title=title, kind=c[0].kind) for c, id_, title in zip(clusters, slugs, titles, strict=True)]
    place_of = {head.number: place for place, cluster in enumerate(clusters) for head in cluster}
    meant = _meant(pointed, place_of, things)
    places = {heads[number].key: place for number, place in place_of.items()}
    decisions = Decisions(found, things, places, _levels(given, heads.values()), given.rejections)
    writer.judgements(decisions.rows)
    writer.ledger(ledger.slugs, ledger.gone)
    taggable = Taggable()
    numbers = {slug: place for place, slug in enumerate(slugs)}
    versions = Versions(given.former, _known(clusters, things, ledger), Stating(writer.rows), given.now)
    for start in range(0, len(clusters), TOGETHER):
        say("assembling", start, len(clusters))
        some = range(start, min(start + TOGETHER, len(clusters)))
        said = writer.statements([head for place in some for head in clusters[place]])
        for place in some:
            records = [
                Source(head, given.publishers[head.source], said[head.number], meant.get(head.number, {}))
                for head in clusters[place]
            ]
            titled = Counter(title for title, _ in {(one.titles[0], one.source) for one in found.clusters[place]})
            made = assemble(things[place], records, decisions.of(place))
            versions.add(slugs[place], _write(writer, taggable, numbers, made, records, titled))
            del made  # one profile may take as much memory as all that follows
    first, changed, form, rows = versions.published()
    writer.published(first, changed, form, ((id_, *row) for id_, row in rows.items()))
    writer.dictionary(taggable.dictionary().encoded())
    writer.handles((slug, places[key]) for slug, key in ledger.slugs.items() if key in places)
    return found.faults


def _levels(given: Given, heads: Iterable[Head]) -> dict[str, str]:
    """Record key → the level of what it states and of the title that it is given, where above clear."""
    levels = {head.key: LEVELS[head.tlp] for head in heads if head.tlp}
    for key in given.titles:
        levels[key] = highest([given.titles_level, levels.get(key, "clear")])
    return levels


def _known(clusters: Sequence[Sequence[Head]], things: Sequence[Thing], ledger: Ledger) -> dict[str, Known]:
    """What has to be known of each profile to refer to it, by its id."""
    return {
        thing["id"]: Known(
            thing["kind"],
            thing["title"],
            ledger.slugs[thing["id"]],
            tuple((head.key, head.format, head.collection) for head in sorted(cluster, key=lambda head: head.key)),
        )
        for cluster, thing in sorted(zip(clusters, things, strict=True), key=lambda pair: pair[1]["id"])
    }


def _link(writer: Writer, heads: Collection[Head]) -> dict[int, dict[tuple[int, str], set[int]]]:
    """Writes what values may mean, and gives it: record → (ord, part of the value) → the records it may mean."""
    called = writer.values("title", "name", "uuid", "external-id")
    directory = Directory(heads, chain(called, writer.pages("malpedia")))
    naming = writer.values("relation", "tool", "name-giver")
    found: dict[int, dict[tuple[int, str], set[int]]] = {}
    rows = list(links(directory, chain(naming, writer.texts("{{"))))
    for link in rows:
        found.setdefault(link.record, {}).setdefault((link.ord, link.part), set()).add(link.target)
    writer.links(rows)
    return found


def _meant(pointed: Pointed, place_of: Mapping[int, int], things: Sequence[Thing]) -> dict[int, Means]:
    """Per record, the things that the values of its statements may mean, each once and in the order of their places."""
    return {
        record: {
            where: [things[place] for place in sorted({place_of[target] for target in targets})]
            for where, targets in found.items()
        }
        for record, found in pointed.items()
    }


def _completest(head: Head) -> tuple[int, int, str]:
    """The record that states the most different properties first, then the most statements, then by key."""
    return -head.properties, -head.statements, head.key


def _write(
    writer: Writer,
    taggable: Taggable,
    numbers: Mapping[str, int],
    profile: Profile,
    records: list[Source],
    titled: Mapping[str, int],
) -> str:
    """A profile and what it is found by; gives it as JSON.

    `numbers` are those of all profiles by their ids, `titled` is folded name → how many sources entitle it so.
    """
    number = numbers[profile["id"]]
    completeness = max(record.head.properties for record in records) * 1000 + min(
        999, sum(record.head.statements for record in records)
    )
    row = (
        number, profile["id"], profile["kind"], profile["title"], completeness,
        _json(summary(profile)), text := _json(profile),
    )  # fmt: skip
    writer.profile(row, [record.head.number for record in records])
    writer.names(_names(profile, records, titled))
    writer.facts((prop, value, number) for prop, value in facts(profile))
    writer.facets((prop, label, number) for prop, label in labels(profile))
    writer.facts(("uses", used, numbers[user]) for user, used in uses(profile))
    writer.words(number, words(profile))
    writer.handles((key.lower(), number) for key in _handles(profile, records))
    taggable.add(profile, titled)
    return text


def _names(
    profile: Profile, records: list[Source], titled: Mapping[str, int]
) -> Iterable[tuple[str, int, str, str, str, str, int]]:
    """Each use of each name, as `Writer.names` takes it.

    Who is asked for is an actor first; then the profile that the most sources entitle so, then the one that the most
    state it of.
    """
    for name in profile["names"]:
        folded = fold(name["name"])
        rank = name["support"] + TITLED * titled.get(folded, 0) + (ACTOR if profile["kind"] == "actor" else 0)
        for stated in name["stated"]:
            written = clean("name", stated.get("raw", name["name"])).label
            record = records[stated["record"]].head.number
            relation, rejected = stated.get("relation", ""), stated.get("rejected", "")
            yield folded, record, written, stated.get("giver", ""), relation, rejected, rank


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
