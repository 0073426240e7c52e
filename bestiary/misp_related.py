"""The `related` of a profile's value in a MISP cluster file: what it is to others, each by a UUID that leads somewhere.

That is a profile which is exported too, or else a cluster of the MISP galaxy from which a record was read; what leads
nowhere is left out. How likely a relation is, is said in the words of MISP's taxonomy estimative-language
(https://www.misp-project.org/taxonomies.html#_estimative_language).
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from .misp_file import likelihood_tag
from .profile import Judged, Profile, RecordInfo
from .record_ids import is_uuid
from .selection import Loss, Selection

# The terms of estimative-language's likelihood-probability, the least likely first; "" says nothing.
TERMS = (
    "", "almost-no-chance", "very-unlikely", "unlikely", "roughly-even-chance", "likely", "very-likely",
    "almost-certain",
)  # fmt: skip

# What our relations are called in https://github.com/MISP/misp-objects/blob/main/relationships/definition.json; "see"
# and "subgroup" (it has the other as one) are those of a card's text, the rest is judged.
TYPES = {
    "": "related-to",
    "see": "related-to",
    "subgroup": "includes",
    "overlaps": "overlaps",
    "subgroup-of": "subgroup",
    "has-subgroup": "includes",
    "successor-of": "successor-of",
    "succeeded-by": "followed-by",
}
_NOT_SAID = "nothing that a galaxy could say: they are different, or nobody is sure"

# The sum of weights from which records that were computed to be one are so almost certainly (they share an id), and
# very likely (several names, or a name and more); see docs/identity.md.
_CERTAIN, _VERY_LIKELY = 8.0, 3.0


class _Relation(NamedTuple):
    to: str  # a UUID
    type: str
    likelihood: str


class Relations:
    """Finds what the exported profiles are to each other and to the clusters that they were read from."""

    def __init__(self, selection: Selection, uuids: Mapping[str, str], loss: Loss) -> None:
        """`uuids` are those of the exported profiles by id."""
        self._selection = selection
        self._uuids = uuids
        self._loss = loss
        self._clusters = cache(lambda id_: clusters(selection.profile(id_)))  # of what is not exported

    def of(self, profile: Profile) -> list[dict[str, Any]]:
        """The entries of `related`, each once and with what is most likely."""
        found: dict[tuple[str, str], str] = {}
        for to, type_, likelihood in self._all(profile):
            if to == self._uuids[profile["id"]]:
                self._loss.add("relation", "the other is part of the same profile")
            else:
                known = found.setdefault((to, type_), likelihood)
                found[to, type_] = max(known, likelihood, key=TERMS.index)
        return [
            {"dest-uuid": to, "type": type_} | ({"tags": [likelihood_tag(likelihood)]} if likelihood else {})
            for (to, type_), likelihood in found.items()
        ]

    def _all(self, profile: Profile) -> Iterator[_Relation]:
        yield from _origins(profile)
        yield from self._stated(profile)
        yield from self._tools(profile)
        yield from self._judged(profile)

    def _stated(self, profile: Profile) -> Iterator[_Relation]:
        """What the records relate it to, in their words."""
        for relation in profile["relations"]:
            to = ""
            if relation.get("means"):
                self._loss.add("relation", "it may mean several things")
            elif relation["profile"] is None:
                self._loss.add("relation", "what it leads to is not in the file")
            else:
                to = self._uuid("relation", relation["profile"], relation["id"])
            type_, likelihood = relation["type"].strip(), relation["likelihood"]
            if to:
                yield _Relation(to, TYPES.get(type_, type_), likelihood if likelihood in TERMS else "")
                more = bool(relation.get("text")) + len(relation.get("urls", []))
                self._loss.add("relation: text and publications", "a relation has no place for them", more)

    def _tools(self, profile: Profile) -> Iterator[_Relation]:
        """The tools that are listed by name."""
        for value in profile["facts"].get("tool", []):
            meant = value.get("means", [])
            if len(meant) == 1 and (to := self._uuid("tool", meant[0]["id"])):
                yield _Relation(to, "uses", "")
            elif len(meant) != 1:
                self._loss.add("tool", "it may mean several things" if meant else "nothing in the file has that name")

    def _judged(self, profile: Profile) -> Iterator[_Relation]:
        """What it was judged to be to others, by people or computed."""
        for related in profile["related"]:
            if related["relation"] not in TYPES:
                self._loss.add(f"judgement: {related['relation']}", _NOT_SAID)
            elif to := self._uuid("judgement", related["profile"]["id"], *_others(related["judgement"])):
                yield _Relation(
                    to, TYPES[related["relation"]], "very-likely" if related["judgement"]["by"] else "likely"
                )

    def _uuid(self, prop: str, id_: str, *wanted: str) -> str:
        """The UUID of a profile; of one that is not exported that of the cluster wanted, or else of its first, "" and
        counted if it has none."""
        if id_ in self._uuids:
            return self._uuids[id_]
        found = self._clusters(id_)
        if not found:
            self._loss.add(prop, "what it leads to is neither exported nor in the MISP galaxy")
        asked = (uuid for uuid in map(str.lower, wanted) if uuid in found)
        return next(asked, found[0] if found else "")


def clusters(profile: Profile) -> list[str]:
    """The UUIDs that the records of a profile have in the MISP galaxy."""
    return [uuid for uuid in map(_cluster, profile["records"]) if uuid]


def _cluster(record: RecordInfo) -> str:
    """The UUID of a record in the MISP galaxy, "" if it was not read from it or has none there."""
    uuid = record["key"].partition(":")[2]
    return uuid if record["misp_tag"] is not None and is_uuid(uuid) else ""


def _origins(profile: Profile) -> Iterator[_Relation]:
    """The clusters of the MISP galaxy that it was made of."""
    for number, record in enumerate(profile["records"]):
        if uuid := _cluster(record):
            joined = (judged for judged in profile["judgements"] if record["key"] in (judged["a"], judged["b"]))
            terms = ["almost-certain"] if number == 0 else [_certainty(judged) for judged in joined]
            yield _Relation(uuid, "similar", max(terms, key=TERMS.index, default="likely"))


def _certainty(judged: Judged) -> str:
    """How likely two records are one that were judged to be so."""
    if judged["by"] or judged["score"] >= _CERTAIN:
        return "almost-certain"
    return "very-likely" if judged["score"] >= _VERY_LIKELY else "likely"


def _others(judged: Judged) -> tuple[str, str]:
    """The ids of the two records that a judgement is on."""
    return judged["a"].partition(":")[2], judged["b"].partition(":")[2]
