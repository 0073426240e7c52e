"""Putting a profile together from the statements of its records: grouped, counted, nothing averaged or dropped."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .dates import in_order
from .levels import highest
from .part import Means, Part
from .profile import Description, Judged, Name, Operation, Profile, Related, Relation, Stated, Summary, Thing, Value
from .schema import schema, type_of
from .schemes import built_like
from .store.write import Head, Said
from .support import independent

# What has a place of its own in a profile; every other property is one of its facts.
_APART = {
    "title", "uuid", "external-id", "modified", "name", "name-giver", "description", "operation",
    "counter-operation", "relation", "reference", "created", "x-layout",
}  # fmt: skip


class Source(NamedTuple):
    """A record with its statements, who publishes it, and what its values point at."""

    head: Head
    publisher: str
    statements: list[Said]
    means: Means


class Identity(NamedTuple):
    """What is decided of the records of one profile, and of their names."""

    rejected: Mapping[int, Mapping[str, str]] = {}  # record by its number in the store → folded name → why
    contested: Mapping[str, list[Thing]] = {}  # folded name → the other profiles of the kind that bear it
    judgements: Sequence[Judged] = ()  # why the records are one
    related: Sequence[Related] = ()
    level: str = "clear"  # the highest Traffic Light Protocol label of any of these
    named: Mapping[str, str] = {}  # profile → its label, where above clear: what names it has that label at least


UNDECIDED = Identity()


def assemble(thing: Thing, records: list[Source], identity: Identity = UNDECIDED) -> Profile:
    """The profile of a thing from its records, with what is decided of them."""
    parts = [
        Part(number, head, statements, means, identity.rejected.get(head.number, {}))
        for number, (head, _, statements, means) in enumerate(records)
    ]
    names: dict[str, Name] = {}
    facts: dict[str, dict[str, Value]] = {}
    descriptions: dict[str, Description] = {}
    relations: dict[tuple[str, str], Relation] = {}
    references: dict[str, Value] = {}
    operations: dict[str, dict[object, Operation]] = {"operation": {}, "counter-operation": {}}
    for part in parts:
        part.add_names(names)
        for said in part.top:
            if said.property == "description":
                part.add_description(said, descriptions)
                part.add_references(said, relations)
            elif said.property == "reference":
                part.add_value(said, references)
            elif said.property == "relation":
                part.add_relation(said, relations)
            elif said.property in operations:
                _add(part.operation(said), operations[said.property])
                for text in part.parts.get(said.ord, []):
                    part.add_references(text, relations)
            elif said.property not in _APART and (type_of(said.property) != "flag" or said.raw != "false"):
                part.add_value(said, facts.setdefault(said.property, {}))
    sources = [part.head.source for part in parts]
    for folded, name in names.items():
        _weigh(name, sources, thing["kind"] == "actor")
        name["contested"] = identity.contested.get(folded, [])
    for values in (references, *facts.values()):
        for value in values.values():
            value["support"] = _support(value["stated"], sources)
    order = [*schema().property, *sorted(facts.keys() - schema().property.keys())]
    profile: Profile = {
        "id": thing["id"],
        "kind": thing["kind"],
        "title": thing["title"],
        "records": [part.info(record.publisher) for part, record in zip(parts, records, strict=True)],
        "names": list(names.values()),
        "descriptions": list(descriptions.values()),
        "facts": {prop: list(facts[prop].values()) for prop in order if prop in facts},
        "operations": sorted(operations["operation"].values(), key=_when),
        "counter_operations": sorted(operations["counter-operation"].values(), key=_when),
        "relations": list(relations.values()),
        "references": list(references.values()),
        "judgements": [*identity.judgements],
        "related": [*identity.related],
    }
    level = highest([identity.level, *(record.get("tlp", "clear") for record in profile["records"])])
    if identity.named:
        level = highest([level, *(identity.named.get(id_, "clear") for id_ in _named(profile, records))])
    return profile if level == "clear" else {**profile, "tlp": level}


def _named(profile: Profile, records: list[Source]) -> Iterator[str]:
    """The ids of the other profiles that it names."""
    yield from (related["profile"]["id"] for related in profile["related"])
    yield from (thing["id"] for name in profile["names"] for thing in name["contested"])
    yield from (thing["id"] for record in records for things in record.means.values() for thing in things)


def _weigh(name: Name, sources: Sequence[str], actor: bool) -> None:
    """Who coined a name and how much speaks for it, by its uses that count; who coined one without any, by all."""
    counting = [stated for stated in name["stated"] if "rejected" not in stated]
    givers = (stated["giver"] for stated in counting or name["stated"] if "giver" in stated)
    name["givers"] = list(dict.fromkeys(givers))
    if actor and not name["givers"] and (like := built_like(name["name"])):
        name["like"] = like
    name["support"] = _support(counting, sources)
    name["publications"] = len({url for stated in counting for url in stated.get("urls", ())})


def _support(stated: list[Stated], sources: Sequence[str]) -> int:
    """How many sources state it independently; `sources` are those of the profile's records, in order."""
    if len(stated) < 2:
        return len(stated)  # so most are
    return independent({sources[one["record"]] for one in stated})


def summary(profile: Profile) -> Summary:
    """The line of a profile in a list."""
    facts = profile["facts"]
    return {
        "id": profile["id"],
        "kind": profile["kind"],
        "title": profile["title"],
        "names": sum(name["support"] > 0 for name in profile["names"]),
        "countries": [value["label"] for value in facts.get("country", []) if value["value"]],
        "first_seen": min((v["value"] for v in facts.get("first-seen", []) if v["value"]), default=None),
        "sources": sorted({record["source"] for record in profile["records"]}),
    }


def _add(operation: Operation, others: dict[object, Operation]) -> None:
    """Adds an operation; one that another record reports with the same words is the same."""
    told = {**operation, "urls": sorted(operation["urls"]), "stated": None}
    same = others.setdefault(repr(told), operation)
    if same is not operation:
        same["stated"] += operation["stated"]


def _when(operation: Operation) -> tuple[str, str]:
    """Operations stand by the date reported; those without one come first."""
    return in_order(operation["date"])
