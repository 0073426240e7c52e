"""What goes out from a profile as STIX relationships (STIX 2.1, section 5.1), and what only they point at."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..profile import Profile, Related, Relation, Stated, Thing
from ..selection import Loss
from ..values import clean
from .common import EXTENSION, extended, head, location, organisation, page, sector, unit
from .ids import Object, location_id, organisation_id, relationship_id, sector_id, unit_id

# What sources call relations → relationship types. The first are STIX's own; subtechnique-of and revoked-by are those
# that ATT&CK adds and its readers know. All others are "related-to", and the extension says what the source says.
_TYPES = {
    "uses": "uses",
    "targets": "targets",
    "attributed-to": "attributed-to",
    "variant-of": "variant-of",
    "subtechnique-of": "subtechnique-of",
    "revoked-by": "revoked-by",
}
_INVERSE = {"used-by": "uses"}
# Between what STIX knows them (the summaries in section 4); elsewhere they are "related-to" too.
_BETWEEN = {
    "uses": (
        {"intrusion-set", "campaign", "malware", "tool"},
        {"attack-pattern", "malware", "tool"},
    ),
    "targets": (
        {"intrusion-set", "campaign", "malware", "tool", "attack-pattern"},
        {"identity", "location", "vulnerability"},
    ),
    "attributed-to": ({"campaign"}, {"intrusion-set"}),
    "variant-of": ({"malware"}, {"malware"}),
    "subtechnique-of": ({"attack-pattern"}, {"attack-pattern"}),
}
_ORIGINATES = {"intrusion-set", "malware", "campaign"}
_TARGETS = {"intrusion-set", "campaign", "malware", "tool"}

# The judged relations that are passed on, as the first record of a judgement has them to the second.
_JUDGED = {
    "overlaps": ("overlaps", False),
    "subgroup-of": ("subgroup-of", False),
    "has-subgroup": ("subgroup-of", True),
    "successor-of": ("successor-of", False),
    "succeeded-by": ("successor-of", True),
}
_SAID = {
    "overlaps": "The two overlap.",
    "subgroup-of": "The first is a part of the second.",
    "successor-of": "The first came after the second.",
}
_UNIT = re.compile(r"\bUnit \d{3,6}\b")
_STATE = re.compile(r"state[- ]sponsored[,:]?\s*", re.IGNORECASE)


class Beside(NamedTuple):
    """Something that is no profile and that an object points at: a country, sector, organisation or unit."""

    form: str  # a key of `_BESIDE`
    what: str

    @property
    def id(self) -> str:
        """Its STIX id."""
        return _BESIDE[self.form][0](self.what)

    def made(self, level: str) -> Object:
        """The object, with the level at which it is known."""
        return _BESIDE[self.form][1](self.what, level)


_BESIDE = {
    "location": (location_id, location),
    "sector": (sector_id, sector),
    "organisation": (organisation_id, organisation),
    "unit": (unit_id, unit),
}


class Linked(NamedTuple):
    """An object, and what it points at beside profiles."""

    made: Object
    beside: Beside | None = None


def relations(profile: Profile, id_: str, ids: Mapping[str, str], loss: Loss) -> Iterator[Linked]:
    """Every relationship of a profile, each once; what cannot be one is noted in `loss`."""
    given: set[str] = set()
    for linked in _all(_Origin(profile, id_), ids, loss):
        if linked.made["id"] not in given:
            given.add(linked.made["id"])
            yield linked


def givers(profile: Profile) -> Iterator[Beside]:
    """Who coined the names of a profile."""
    for name in profile["names"]:
        for giver in name["givers"]:
            yield Beside("organisation", giver)


class _Origin(NamedTuple):
    """What the relationships go out from."""

    profile: Profile
    id: str

    @property
    def type(self) -> str:
        return self.id.partition("--")[0]

    def to(self, type_: str, target: str, stated: Iterable[Stated], said: str = "", inverse: bool = False) -> Object:
        """A relationship to the target, or from it; `said` is what it is where its type does not tell."""
        source, target = (target, self.id) if inverse else (self.id, target)
        records = self.profile["records"]
        sources = sorted({records[one["record"]]["source"] for one in stated})
        made = head(
            "relationship",
            relationship_id(source, type_, target, said),
            self.profile.get("tlp", "clear"),
            sources,
        )
        made |= {"relationship_type": type_, "source_ref": source, "target_ref": target}
        made["extensions"] = extended({"stated_by": sources} | ({"relation": said} if said else {}))
        return made


def is_judged(relationship: Object) -> bool:
    """Whether a relationship is one that was judged, not stated."""
    return "score" in relationship.get("extensions", {}).get(EXTENSION, {})


def _all(origin: _Origin, ids: Mapping[str, str], loss: Loss) -> Iterator[Linked]:
    for relation in origin.profile["relations"]:
        yield from _stated(origin, relation, ids, loss)
    for tool in origin.profile["facts"].get("tool", []):
        yield from _tool(origin, tool.get("means", []), tool["stated"], ids, loss)
    for related in origin.profile["related"]:
        if related["relation"] in _JUDGED:
            yield Linked(_judged(origin, related, ids))
        else:
            loss.add(f"related: {related['relation']}", "a decision not to join is no relationship")
    if origin.type in _TARGETS:
        yield from _whom(origin)
    if origin.type in _ORIGINATES:
        yield from _whence(origin)


def _stated(origin: _Origin, relation: Relation, ids: Mapping[str, str], loss: Loss) -> Iterator[Linked]:
    """A relation that a record states."""
    if relation["profile"] is None:
        why = "it may mean several" if relation.get("means") else "what it points at is not in the file"
        loss.add(f"relation: {relation['type']}", why)
        return
    target = ids[relation["profile"]]
    if target == origin.id:
        return  # of two records that are one now
    type_, said, inverse = _type(relation["type"].strip(), origin.type, target.partition("--")[0])
    made = origin.to(type_, target, relation["stated"], said, inverse)
    if text := relation.get("text"):
        made["description"] = text
    if urls := relation.get("urls"):
        made["external_references"] = [*map(page, urls)]
    if relation["likelihood"]:
        made["extensions"][EXTENSION]["likelihood"] = relation["likelihood"]
    yield Linked(made)


def _type(said: str, source: str, target: str) -> tuple[str, str, bool]:
    """The relationship type, what the source calls it where that is not the same, and whether it goes back."""
    inverse = said in _INVERSE
    type_ = _INVERSE.get(said) or _TYPES.get(said, "")
    first, second = (target, source) if inverse else (source, target)
    between = _BETWEEN.get(type_)
    if not type_ or (between and not (first in between[0] and second in between[1])):
        return "related-to", said, False
    return type_, said if inverse else "", inverse


def _tool(
    origin: _Origin, meant: list[Thing], stated: Iterable[Stated], ids: Mapping[str, str], loss: Loss
) -> Iterator[Linked]:
    """A tool that is said to be used by name."""
    if len(meant) != 1:
        loss.add("tool", "its name may mean several" if meant else "no record of it is in the file")
    elif (target := ids[meant[0]["id"]]) != origin.id:
        type_, said, _ = _type("uses", origin.type, target.partition("--")[0])
        yield Linked(origin.to(type_, target, stated, said))


def _judged(origin: _Origin, related: Related, ids: Mapping[str, str]) -> Object:
    """What another profile is judged to be to this one; the same object from whichever of the two it is made."""
    said, inverse = _JUDGED[related["relation"]]
    other = ids[related["profile"]["id"]]
    if said == "overlaps":
        inverse = other < origin.id
    judgement = related["judgement"]
    source, target = (other, origin.id) if inverse else (origin.id, other)
    made = head("relationship", relationship_id(source, "related-to", target, said), origin.profile.get("tlp", "clear"))
    made |= {"relationship_type": "related-to", "source_ref": source, "target_ref": target}
    made["description"] = " ".join(filter(None, [_SAID[said], judgement["why"], *_texts(related)]))
    made["extensions"] = extended({"relation": said, "score": judgement["score"]})
    return made


def _texts(related: Related) -> list[str]:
    return [f"{reason['text']}." for reason in related["judgement"]["reasons"] if reason["weight"] > 0]


def _whom(origin: _Origin) -> Iterator[Linked]:
    """Countries and sectors whose people it hits."""
    for value in origin.profile["facts"].get("target-country", []):
        if code := value["value"]:
            made = origin.to("targets", location_id(code), value["stated"])
            yield Linked(made, Beside("location", code))
    for value in origin.profile["facts"].get("target-sector", []):
        if code := value["value"]:
            yield Linked(origin.to("targets", sector_id(code), value["stated"]), Beside("sector", code))


def _whence(origin: _Origin) -> Iterator[Linked]:
    """Where it is said to come from, and who is said to stand behind it."""
    facts = origin.profile["facts"]
    for value in facts.get("country", []):
        if code := value["value"]:
            made = origin.to("originates-from", location_id(code), value["stated"])
            yield Linked(made, Beside("location", code))
    if origin.type != "intrusion-set":
        return
    for value in facts.get("sponsor", []):
        if clean("giver", value["label"]).value is None:
            continue  # "Unknown"
        units = list(dict.fromkeys(_UNIT.findall(value["label"])))
        for one in units:
            yield Linked(origin.to("attributed-to", unit_id(one), value["stated"]), Beside("unit", one))
        name = _STATE.sub("", value["label"]).strip()
        if code := clean("country", name).value:
            made = origin.to("related-to", location_id(code), value["stated"], "sponsor")
            yield Linked(made, Beside("location", code))
        elif name and not units:
            made = origin.to("related-to", organisation_id(name), value["stated"], "sponsor")
            yield Linked(made, Beside("organisation", name))
