"""Which records are one: what is known of them is read, what people judged applied, and the rest computed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from .candidates import MANY
from .clusters import Human, Pair, cluster
from .compare import WEIGHTS
from .identity import Fault, Judgement, Rejection, Subject
from .names import fold, near
from .sides import ATTACK
from .sources import sources
from .store.write import Head, Value, Writer
from .subjects import PROPERTIES, Around, subjects
from .values import clean

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
    faults: list[Fault]  # of what people judged and what has no effect here


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
    head_of = {head.key: head for head in heads}
    faults: list[Fault] = []
    human = _human(judgements, head_of, faults)
    refused = _refused(rejections, head_of, faults)
    attack_ids = _attack_ids(heads, writer.values("external-id"))
    targets = {record: _by_ord(where) for record, where in pointed.items()}
    givers = {number: known[0].raw for number, known in writer.known("organisation", ("title",)).items()}
    found = Identified([], [], [*human.apart.values()], {}, faults)
    tool_of: dict[int, int] = {}
    malware: frozenset[str] = frozenset()
    kinds = sorted({head.kind for head in heads}, key=lambda kind: (kind not in FIRST, kind))
    for number, kind in enumerate(kinds):
        say("comparing", number, len(kinds))
        known = writer.known(kind, PROPERTIES if kind in WEIGHTS else ONLY_IDS)
        here = [head for head in heads if head.kind == kind]
        read = list(subjects(here, known, targets, Around(attack_ids, tool_of, givers)))
        for subject in read:
            subject.rejected = {
                name: _because(rejection) for name, rejection in refused.get(subject.number, {}).items()
            }
        faults.extend(_unlisted(writer, kind, read, refused))
        done = cluster(read, human, malware)
        faults.extend(_contradicted(said, by) for said, by in done.refused)
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


def _human(judgements: Iterable[Judgement], head_of: Mapping[str, Head], faults: list[Fault]) -> Human:
    """People's judgements by record numbers, those that can be obeyed."""
    same: dict[Pair, Judgement] = {}
    apart: dict[Pair, Judgement] = {}
    for judgement in judgements:
        a, b = head_of.get(judgement.a), head_of.get(judgement.b)
        if a is None or b is None:
            missing = [key for key in (judgement.a, judgement.b) if key not in head_of]
            faults.append(_missing(judgement.id, *missing))
        elif judgement.relation == "same" and a.kind != b.kind:
            reason = f"{a.key} is of the kind {a.kind} and {b.key} of the kind {b.kind}, so they cannot be the same"
            faults.append(Fault(judgement.id, reason, _take_back(judgement)))
        else:
            one, other = sorted((a.number, b.number))
            (same if judgement.relation == "same" else apart)[one, other] = judgement
    return Human(same, apart)


def _refused(
    rejections: Iterable[Rejection], head_of: Mapping[str, Head], faults: list[Fault]
) -> dict[int, dict[str, Rejection]]:
    """Record → folded name → who rejects it."""
    found: dict[int, dict[str, Rejection]] = {}
    for rejection in rejections:
        if rejection.record in head_of:
            found.setdefault(head_of[rejection.record].number, {})[fold(rejection.name)] = rejection
        else:
            faults.append(_missing(rejection.id, rejection.record))
    return found


def _because(rejection: Rejection) -> str:
    """Why a person rejects a name, as profiles say it."""
    signed = ", ".join(filter(None, [rejection.by, rejection.made[:10]]))
    return (rejection.why or "rejected without a reason") + (f" ({signed})" if signed else "")


def _missing(id_: str, *keys: str) -> Fault:
    return Fault(id_, f"no record has the key {' or '.join(keys)}", "check the key, or give the source it is in")


def _take_back(judgement: Judgement) -> str:
    return f"bestiary judge --undo {judgement.id[:12]} takes it back"


def _contradicted(said: Judgement, by: Judgement) -> Fault:
    """That two are judged one, and by way of others are not."""
    reason = f"{said.a} and {said.b} are not made one: {by.a} and {by.b}, which would be one then, are judged "
    hint = f"bestiary judge --undo {said.id[:12]} takes it back, --undo {by.id[:12]} what it contradicts"
    return Fault(said.id, f"{reason}“{by.relation}”", hint)


def _unlisted(
    writer: Writer, kind: str, read: Iterable[Subject], refused: Mapping[int, Mapping[str, Rejection]]
) -> Iterable[Fault]:
    """The rejections of names that their records do not list."""
    concerned = [subject for subject in read if subject.number in refused]
    listed = writer.known(kind, ("name",)) if concerned else {}
    for subject in concerned:
        said = (clean("name", fact.raw).label for fact in listed.get(subject.number, ()))
        names = {fold(name): name for name in said} | subject.written
        for name, rejection in refused[subject.number].items():
            if name not in names:
                alike = ", ".join(f"“{names[one]}”" for one in near(name, names))
                hint = f"it lists {alike}" if alike else f"bestiary show {subject.key} tells the names of each record"
                yield Fault(rejection.id, f"{subject.key} lists no name “{rejection.name}”", hint)


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
