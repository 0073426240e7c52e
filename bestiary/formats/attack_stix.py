"""STIX 2.1 bundles, MITRE ATT&CK's among them: a JSON object with a list of `objects`, each with a type and an id.

The form is specified at https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html (2.0, and the envelopes that
TAXII sends objects in, read the same); ATT&CK's additions at
https://github.com/mitre-attack/attack-stix-data/blob/master/USAGE.md. What the properties are called here stands in
`schema.toml`; one that it does not know becomes `x-KEY`. A value that is no string is kept as its JSON with the
qualifier `form` "json"; where a list is not what STIX has there, its items have `form` "list" or "json-list".

A relationship is a statement of the record it goes out from, `source_ref`; where the bundle lacks that object, its
record has nothing but the id and such relations. Left out without a word are objects of a type that is no kind of ours,
and relationships that go out from them: what ATT&CK says of defence (course-of-action, x-mitre-analytic,
x-mitre-asset, x-mitre-data-component, x-mitre-data-source, x-mitre-detection-strategy), how it is arranged
(x-mitre-collection, x-mitre-matrix, x-mitre-tactic), what STIX says of STIX (marking-definition, extension-definition,
language-content), indicators, and what was observed. So are identities of the class individual: a person is no
organisation.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ..errors import Problem
from ..json_input import as_text, decode
from ..origin import Origin, pointer
from ..record_ids import is_uuid
from ..schema import schema
from ..statement import Draft, Record, Statement
from ..stix.form import LISTS

TITLE = "STIX 2.1 bundle"

_MITRE = "identity--c78cb6e5-0c4b-4611-8297-d1b8b55e40b5"  # who ATT&CK's objects say created them
_DOMAINS = ("enterprise-attack", "ics-attack", "mobile-attack")
_ID_GIVERS = ("mitre-attack", "mitre-ics-attack", "mitre-mobile-attack")  # ATT&CK ids; the last two in older releases

_FIRST_OBJECT = re.compile(rb'"id"\s*:\s*"[a-z0-9-]+--[0-9a-f]{8}-', re.IGNORECASE)

_COMPOSED = ("external_references", "kill_chain_phases")  # lists of objects
# Those that `schema.toml` has under a more usual name, which the qualifier `key` tells apart.
_ALSO = {
    "x_mitre_aliases": "name", "secondary_motivations": "motivation", "personal_motivations": "motivation",
    "tool_types": "tool-type",
}  # fmt: skip

# Qualifiers of a relation that are said only if they are so.
_FLAGS = {"revoked": "revoked", "deprecated": "x_mitre_deprecated"}


def identify(head: bytes, name: str) -> bool:
    """A bundle is JSON with `objects`, which says it is a bundle or has an object with a STIX id."""
    return (
        name.lower().endswith(".json")
        and re.search(rb'"objects"\s*:\s*\[', head) is not None
        and (re.search(rb'"type"\s*:\s*"bundle"', head) is not None or _FIRST_OBJECT.search(head) is not None)
    )


def parse(raw: bytes, origin: Origin) -> Iterator[Statement | Problem]:
    """The statements of the objects that are read, in the order of the file, each with its outgoing relations."""
    bundle = decode(raw, origin)
    if isinstance(bundle, Problem):
        yield bundle
        return
    objects = bundle.get("objects") if isinstance(bundle, dict) else None
    if not isinstance(objects, list):
        yield Problem(origin, "not a STIX bundle", "it needs a list `objects`")
        return
    bundled = _Bundle(objects, origin)
    yield from bundled.sort()
    yield from bundled.records()


class _Bundle:
    """The objects of a bundle, and which relationships go out from which."""

    def __init__(self, objects: list[Any], origin: Origin) -> None:
        self.objects = objects
        self.origin = origin
        self.domain = _domain(objects)
        self.read: list[tuple[int, str]] = []  # number and kind of each object that becomes a record
        self.passed: set[str] = set()  # the ids of those that do not
        self.relations: dict[tuple[str, str], list[int]] = {}  # source and collection → numbers of relationships

    def sort(self) -> Iterator[Problem]:
        """Finds what is to be read, and what cannot be."""
        for number, thing in enumerate(self.objects):
            wrong = _wrong(thing)
            if wrong:
                yield Problem(self.origin.at(pointer("objects", number)), *wrong)
            elif thing["type"] == "relationship":
                self.relations.setdefault((thing["source_ref"], self.collection(thing)), []).append(number)
            elif kind := _kind(thing):
                self.read.append((number, kind))
            elif isinstance(thing.get("id"), str):
                self.passed.add(thing["id"])

    def collection(self, thing: dict[str, Any]) -> str:
        """ATT&CK's domain for what MITRE states in a release of it, else "stix"; what others add to one is theirs."""
        return self.domain if self.domain and thing.get("created_by_ref", _MITRE) == _MITRE else "stix"

    def records(self) -> Iterator[Statement | Problem]:
        """The statements, record by record; last come those of which there are only relations.

        A bundle may hold several versions of an object: each is a record, of which the reader keeps the newest.
        """
        stated = set()
        for number, kind in self.read:
            thing = self.objects[number]
            key = (thing["id"], self.collection(thing))
            stated.add(key)
            yield from self.record(key, kind, pointer("objects", number), thing)
        for key, numbers in self.relations.items():
            kind_ = _kinds().get(key[0].partition("--")[0])
            if kind_ and key not in stated and key[0] not in self.passed:
                place = pointer("objects", numbers[0])
                yield from self.record(key, kind_, place)

    def record(
        self, key: tuple[str, str], kind: str, place: str, thing: dict[str, Any] | None = None
    ) -> Iterator[Statement | Problem]:
        """One record: its object, if it is here, and the relations that go out from it."""
        with Draft(Record("attack_stix", key[1], key[0], self.origin.at(place), kind)) as draft:
            if thing is None:
                _uuid(draft, key[0], f"{place}/source_ref")
            else:
                _object(draft, thing, place)
            for number in self.relations.get(key, ()):
                _relation(draft, self.objects[number], pointer("objects", number))
        yield from draft


def _domain(objects: list[Any]) -> str | None:
    """The ATT&CK domain that a bundle is a release of: each release has the domain's matrix.

    A report's bundle that takes over a few techniques has none; it is not MITRE that publishes it.
    """
    for thing in objects:
        if isinstance(thing, dict) and thing.get("type") == "x-mitre-matrix":
            domains = thing.get("x_mitre_domains")
            for domain in domains if isinstance(domains, list) else ():
                if domain in _DOMAINS:
                    return str(domain)
    return None


def _wrong(thing: Any) -> tuple[str, str] | None:
    """Why an object cannot be read, and the remedy; None if it can be, or need not."""
    if not isinstance(thing, dict) or not isinstance(thing.get("type"), str):
        return "an object without a type was left out", "give it a text `type`"
    if thing["type"] == "relationship":
        if not all(isinstance(thing.get(key), str) and thing[key].strip() for key in ("source_ref", "target_ref")):
            return "a relationship that does not say between what was left out", "give it `source_ref` and `target_ref`"
    elif thing["type"] in _kinds() and not (isinstance(thing.get("id"), str) and thing["id"].strip()):
        return "an object without an id was left out", "give it a text `id`"
    return None


@cache
def _kinds() -> Mapping[str, str]:
    """STIX type → kind; of two kinds of one type the first is the usual one."""
    usual = {kind.stix: name for name, kind in reversed(schema().kind.items())}
    return usual | {"threat-actor": "actor", "tool": "tool"}


def _kind(thing: dict[str, Any]) -> str | None:
    """The kind of an object, None for one that is not read.

    An identity may be a class of organisations, which is a sector (STIX 2.1, identity-class-ov: "all hospitals").
    """
    if thing["type"] == "identity" and thing.get("identity_class") in ("class", "individual"):
        return "sector" if thing["identity_class"] == "class" else None
    return _kinds().get(thing["type"])


@cache
def _properties() -> Mapping[str, str]:
    """STIX property → ours, where the value says it by itself."""
    known = {prop.stix: name for name, prop in schema().property.items() if prop.stix not in ("", *_COMPOSED)}
    return known | _ALSO


def _object(draft: Draft, thing: dict[str, Any], place: str) -> None:
    """The statements of an object, in the order of its properties."""
    cited = _cited(thing)
    beside = {number for numbers in cited.values() for number in numbers}
    for key, content in thing.items():
        at = f"{place}{pointer(key)}"
        if key == "id":
            _uuid(draft, content, at)
        elif key == "external_references" and isinstance(content, list):
            for number, reference in enumerate(content):
                if number not in beside and not _external_id(draft, reference, f"{at}/{number}", thing["type"]):
                    _reference(draft, reference, f"{at}/{number}")
        elif key == "kill_chain_phases" and isinstance(content, list):
            for number, phase in enumerate(content):
                _phase(draft, phase, f"{at}/{number}")
        elif key != "type" or content != thing["id"].partition("--")[0]:
            for ord_ in _values(draft, key, content, at):
                for number in cited.pop((key, draft.statements[ord_].raw.casefold()), ()):
                    at_reference = f"{place}/external_references/{number}"
                    _reference(draft, thing["external_references"][number], at_reference, ord_)


def _cited(thing: dict[str, Any]) -> dict[tuple[str, str], list[int]]:
    """Property and case-folded name → numbers of the external references on it.

    ATT&CK says where a name comes from by a reference called as the name is; the title's stand with the same alias.
    """
    where: dict[str, str] = {}
    for key in ("name", "aliases", "x_mitre_aliases"):
        content = thing.get(key)
        names = content if isinstance(content, list) else [content]
        where |= {name.casefold(): key for name in names if isinstance(name, str) and name.strip()}
    cited: dict[tuple[str, str], list[int]] = {}
    references = thing.get("external_references")
    for number, reference in enumerate(references if isinstance(references, list) else ()):
        called = reference.get("source_name") if isinstance(reference, dict) else None
        if isinstance(called, str) and called.casefold() in where and "external_id" not in reference:
            cited.setdefault((where[called.casefold()], called.casefold()), []).append(number)
    return cited


def _values(draft: Draft, key: str, content: Any, place: str, parent: int | None = None) -> list[int]:
    """A property's value, or each of its list; gives their ords. Parts, and values of a wrong type, are `x-…`."""
    known = _properties().get(key) if parent is None else None
    several = isinstance(content, list) and content != []
    odd_list = "list" if several and key not in LISTS else ""
    ords = []
    for number, item in enumerate(content if several else [content]):
        prop = known if known and _fits(known, item) else f"x-{key}"
        qualifiers = {"key": key} if key in _ALSO and prop == known else {}
        form = odd_list or ("one" if key in LISTS and not several else "")
        if not isinstance(item, str):
            item, form = as_text(item), "json-list" if odd_list else "json"
        if form:
            qualifiers["form"] = form
        ords.append(draft.state(prop, item, f"{place}/{number}" if several else place, parent, **qualifiers))
    return ords


def _fits(prop: str, item: Any) -> bool:
    """Whether a value is what the property holds: a text, a name that is not blank, true or false."""
    type_ = schema().property[prop].type
    return (
        isinstance(item, bool) if type_ == "flag" else isinstance(item, str) and (type_ != "name" or item.strip() != "")
    )


def _uuid(draft: Draft, id_: str, place: str) -> None:
    """The UUID that a STIX id ends with; other sources know the thing by it."""
    uuid = id_.rpartition("--")[2]
    if is_uuid(uuid):
        draft.state("uuid", uuid, place)


def _phase(draft: Draft, phase: Any, place: str) -> None:
    """A phase of a kill chain, which ATT&CK calls a tactic."""
    match phase:
        case {"kill_chain_name": str(chain), "phase_name": str(name)} if len(phase) == 2:
            draft.state("tactic", name, f"{place}/phase_name", kill_chain=chain)
        case _:
            draft.state("x-kill_chain_phases", as_text(phase), place, form="json")


def _external_id(draft: Draft, reference: Any, place: str, type_: str) -> bool:
    """States the id of the thing itself: ATT&CK's, or a vulnerability's CVE (STIX 2.1, section 4.19).

    Gives whether that is all there is to the reference; the ids of other things, such as CAPEC's, are left to it.
    """
    match reference:
        case {"source_name": str(giver), "external_id": str(id_)}:
            if giver in _ID_GIVERS or (type_ == "vulnerability" and giver == "cve"):
                draft.state("external-id", id_, f"{place}/external_id", source_name=giver)
                return len(reference) == 2
    return False


def _reference(draft: Draft, reference: Any, place: str, parent: int | None = None) -> None:
    """An external reference: its URL, with the description as a part; without one, the description is what is cited."""
    keys = [
        key for key in ("url", "description") if isinstance(reference, dict) and isinstance(reference.get(key), str)
    ]
    if not keys:
        draft.state("x-external_references", as_text(reference), place, parent, form="json")
        return
    main = keys[0]
    prop = {"url": "reference", "description": "citation"} if parent is None else {"url": "url", "description": "text"}
    said = {key: reference[key] for key in ("source_name", "external_id") if isinstance(reference.get(key), str)}
    ord_ = draft.state(prop[main], reference[main], f"{place}/{main}", parent, **said)
    for key, content in reference.items():
        if key == "description" and key in keys and key != main:
            draft.state("text", content, f"{place}/description", ord_)
        elif key != main and key not in said:
            _values(draft, key, content, f"{place}{pointer(key)}", ord_)


def _relation(draft: Draft, relation: dict[str, Any], place: str) -> None:
    """A relationship: the other's id, with the type and the relationship's own id; text and citations are its parts.

    Revoked and deprecated are said only if it is so, as in STIX not to say it means "false". All else (when and by whom
    it was made, its markings …) is one part: ATT&CK has 18,000 relationships, and a statement for each such property
    would be half of all statements there are.
    """
    said = {"type": relation.get("relationship_type"), "id": relation.get("id")}
    more = {name: content for name, content in said.items() if isinstance(content, str)}
    more |= {name: "true" for name, key in _FLAGS.items() if relation.get(key) is True}
    ord_ = draft.state("relation", relation["target_ref"], f"{place}/target_ref", **more)
    rest = {}
    for key, content in relation.items():
        if key == "description" and isinstance(content, str):
            draft.state("text", content, f"{place}/description", ord_)
        elif key == "external_references" and isinstance(content, list):
            for number, reference in enumerate(content):
                _reference(draft, reference, f"{place}/external_references/{number}", ord_)
        elif not _told(key, content):
            rest[key] = content
    if rest:
        draft.state("x-relationship", as_text(rest), place, ord_, form="json")


def _told(key: str, content: Any) -> bool:
    """Whether the statement of a relationship itself says this property of it."""
    if key in _FLAGS.values():
        return isinstance(content, bool)
    if key in ("relationship_type", "id"):
        return isinstance(content, str)
    return key in ("type", "source_ref", "target_ref")
