"""Which records are one: what is known of them is read, what people judged applied, and the rest computed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from .candidates import MANY
from .clusters import Human, Pair, cluster
from .compare import WEIGHTS
from .identity import Judgement, Rejection, Subject
from .names import fold
from .sides import ATTACK
from .sources import sources
from .store.write import Head, Value, Writer
from .subjects import PROPERTIES, Around, subjects

# Kinds that are decided before the others: what actors use helps to tell who they are.
FIRST = ("tool",)
ONLY_IDS = ("title", "uuid", "external-id", "relation")  # what is read of kinds whose records are joined by ids alone

Pointed = Mapping[int, Mapping[tuple[int, str], Iterable[int]]]  # record → (ord, part of the value) → records it means


class Identified(NamedTuple):
    """Which records are one, on what grounds."""

    clusters: list[list[Subject]]  # each by key
    joined: list[Judgement]
    apart: list[Judgement]  # of records that are not one
    contested: dict[int, dict[str, list[int]]]  # cluster → folded name → the other clusters of the kind that bear it
    unknown: list[str]  # record keys that people judged and that are not here


def identify(
    writer: Writer,
    heads: Sequence[Head],
    pointed: Pointed,
    judgements: Iterable[Judgement],
    rejections: Iterable[Rejection],
    say: Callable[[str, int, int], None],
) -> Identified:
    """The clusters of all records, and in their `rejected` the names that do not count.

    `judgements` and `rejections` are those of people.
    """
    number_of = {head.key: head.number for head in heads}
    human, unknown = _human(judgements, number_of)
    refused = _refused(rejections, number_of, unknown)
    attack_ids = _attack_ids(heads, writer.values("external-id"))
    targets = {record: _by_ord(where) for record, where in pointed.items()}
    givers = {number: known[0].raw for number, known in writer.known("organisation", ("title",)).items()}
    found = Identified([], [], [*human.apart.values()], {}, sorted(unknown))
    tool_of: dict[int, int] = {}
    malware: frozenset[str] = frozenset()
    kinds = sorted({head.kind for head in heads}, key=lambda kind: (kind not in FIRST, kind))
    for number, kind in enumerate(kinds):
        say("comparing", number, len(kinds))
        known = writer.known(kind, PROPERTIES if kind in WEIGHTS else ONLY_IDS)
        here = [head for head in heads if head.kind == kind]
        read = list(subjects(here, known, targets, Around(attack_ids, tool_of, givers)))
        for subject in read:
            subject.rejected = refused.get(subject.number, {})
        done = cluster(read, human, malware)
        found.contested.update(_contested(done.clusters, len(found.clusters)))
        found.clusters.extend(done.clusters)
        found.joined.extend(done.joined)
        found.apart.extend(done.apart)
        if kind == "tool":
            tool_of = {subject.number: place for place, members in enumerate(done.clusters) for subject in members}
            malware = _malware(done.clusters)
    return found


def _by_ord(where: Mapping[tuple[int, str], Iterable[int]]) -> dict[int, list[int]]:
    """The records that a statement means, by its ord; of a text that names several, all of them."""
    found: dict[int, list[int]] = {}
    for (ord_, _), targets in where.items():
        found.setdefault(ord_, []).extend(targets)
    return {ord_: sorted(targets) for ord_, targets in found.items()}


def _human(judgements: Iterable[Judgement], number_of: Mapping[str, int]) -> tuple[Human, set[str]]:
    """People's judgements by record numbers, and the keys in them that are not here."""
    same: dict[Pair, Judgement] = {}
    apart: dict[Pair, Judgement] = {}
    unknown = set()
    for judgement in judgements:
        missing = {key for key in (judgement.a, judgement.b) if key not in number_of}
        unknown |= missing
        if not missing:
            one, other = sorted((number_of[judgement.a], number_of[judgement.b]))
            (same if judgement.relation == "same" else apart)[one, other] = judgement
    return Human(same, apart), unknown


def _refused(
    rejections: Iterable[Rejection], number_of: Mapping[str, int], unknown: set[str]
) -> dict[int, dict[str, str]]:
    """Record → folded name → why a person rejects it."""
    found: dict[int, dict[str, str]] = {}
    for rejection in rejections:
        if rejection.record in number_of:
            names = found.setdefault(number_of[rejection.record], {})
            names[fold(rejection.name)] = f"{rejection.why} ({rejection.by}, {rejection.made[:10]})"
        else:
            unknown.add(rejection.record)
    return found


def _attack_ids(heads: Iterable[Head], values: Iterable[Value]) -> frozenset[str]:
    """The ids that ATT&CK's own records have: others that take its records over name them as theirs."""
    own = {head.number for head in heads if head.source == ATTACK or sources()[head.source].body == ATTACK}
    return frozenset(value.raw.strip().lower() for value in values if value.record in own)


def _contested(clusters: Sequence[Sequence[Subject]], first: int) -> dict[int, dict[str, list[int]]]:
    """Cluster → name → the other clusters that bear it, the first `MANY` of them; they are numbered from `first`."""
    bearers: dict[str, set[int]] = {}
    for place, members in enumerate(clusters, first):
        for subject in members:
            for name in subject.names.keys() - subject.rejected.keys():
                bearers.setdefault(name, set()).add(place)
    found: dict[int, dict[str, list[int]]] = {}
    for name, places in bearers.items():
        several = sorted(places) if len(places) > 1 else []
        for place in several:
            found.setdefault(place, {})[name] = [other for other in several[: MANY + 1] if other != place][:MANY]
    return found


def _malware(clusters: Iterable[Sequence[Subject]]) -> frozenset[str]:
    """Names that several inventories list for one and the same tool."""
    found: set[str] = set()
    for members in clusters:
        listed = Counter(name for name, _ in {(name, one.body) for one in members for name in one.names})
        found.update(name for name, bodies in listed.items() if bodies > 1)
    return frozenset(found)
