"""What our objects share: who made them, how they are marked, and what stands beside the profiles."""

from collections.abc import Iterable
from functools import cache
from urllib.parse import quote, urlsplit

from ..errors import UsageError
from ..levels import LEVELS, MARKINGS
from ..profile import SourceInfo
from ..values import label, sectors
from .ids import Object, location_id, organisation_id, sector_id, unit_id, uuid

# When these definitions were made; they change only with the code.
DEFINED = "2026-11-23T00:00:00.000Z"

CREATOR = f"identity--{uuid('bestiary')}"
EXTENSION = f"extension-definition--{uuid('names and statements')}"

# The normative definition of the extension, which may be text (STIX 2.1, section 7.3).
SCHEMA = (
    "names: list of {name, givers, stated_by, support, contested_with, rejected}; facts: property -> list of {value,"
    " label, support, stated_by, may_mean}; descriptions: list of {text, by, stated_by}; operations and"
    " counter_operations: list of {date, reported, title, text, targets, methods, notes, urls, stated_by}; on a"
    " relationship: relation, likelihood, score, stated_by. stated_by are names of sources, contested_with and may_mean"
    " ids of objects, dates are EDTF (ISO 8601-2)."
)

# The marking definitions of TLP 2.0, https://github.com/oasis-open/cti-stix-common-objects
# (extension-definition-specifications/tlp-2.0); their ids and dates are fixed there.
TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP_CREATED = "2022-10-01T00:00:00.000Z"
TLP = {level: id_ for id_, level in reversed(MARKINGS.items())}  # those of TLP 2.0 stand first

_PLAIN = ":/?#@!$&'()*+,;=%~"  # what may stand in an address as it is, beside letters and digits

ATTACK = ("mitre-attack", "mitre-galaxy")  # the sources whose terms are MITRE's

# The statement by which MITRE marks what is in ATT&CK.
MITRE_MARKING = "marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168"


def head(type_: str, id_: str, level: str = "clear", terms: Iterable[str] = ()) -> Object:
    """How an object of ours begins; `terms` are the sources of which the text is."""
    return {
        "type": type_,
        "spec_version": "2.1",
        "id": id_,
        "created_by_ref": CREATOR,
        "created": DEFINED,
        "modified": DEFINED,
        "object_marking_refs": [TLP[level], *(terms_id(source) for source in sorted(set(terms)))],
    }


@cache
def terms_id(source: str) -> str:
    """The id of the marking that states the terms of a source."""
    return f"marking-definition--{uuid(f'terms {source}')}"


def page(url: str) -> Object:
    """An external reference to a page (STIX 2.1, section 2.5), its address as RFC 3986 has it."""
    return {"source_name": urlsplit(url).hostname or "page", "url": quote(url, safe=_PLAIN)}


def extended(content: Object) -> Object:
    """The extensions of an object: a property extension (STIX 2.1, section 7.3) with the content."""
    return {EXTENSION: {"extension_type": "property-extension", **content}}


def creator() -> Object:
    """Who made the objects that are put together here."""
    made = head("identity", CREATOR)
    del made["created_by_ref"]
    return made | {"name": "Bestiary", "identity_class": "system"}


def extension() -> Object:
    """The definition of our extension."""
    made = head("extension-definition", EXTENSION)
    return made | {
        "name": "Names and statements",
        "description": "Every name with who coined it, who states it, how many state it independently and which other"
        " objects bear it; values with who states them; dates as precisely as they are stated; what a relationship is"
        " where STIX has no word for it.",
        "schema": SCHEMA,
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }


def tlp(level: str) -> Object:
    """The marking definition of a level. Raises UsageError if it is none."""
    if level not in TLP:
        raise UsageError(f"there is no level “{level}”", hint=f"there are: {', '.join(LEVELS)}")
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": TLP[level],
        "created": TLP_CREATED,
        "name": f"TLP:{level.upper()}",
        "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": level}},
    }


def terms(source: SourceInfo) -> Object:
    """The terms under which a source may be used, as a statement marking (STIX 2.1, section 7.2.1.3)."""
    return _statement(terms_id(source["id"]), f"{source['title']}, {source['publisher']}: {source['terms']}")


def mitre_terms(source: SourceInfo) -> Object:
    """The marking that MITRE's objects have, with the terms that we know."""
    return _statement(MITRE_MARKING, source["terms"])


def _statement(id_: str, text: str) -> Object:
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": id_,
        "created": DEFINED,
        "definition_type": "statement",
        "definition": {"statement": text},
    }


def location(code: str, level: str) -> Object:
    """A country."""
    made = head("location", location_id(code), level)
    return made | {"name": label("country", code), "country": code}


def sector(code: str, level: str) -> Object:
    """A sector: the class of all organisations in it."""
    made = head("identity", sector_id(code), level)
    made |= {"name": sectors()[code].label, "identity_class": "class"}
    return made | ({"sectors": [sectors()[code].stix]} if sectors()[code].stix else {})


def organisation(name: str, level: str) -> Object:
    """Who coined a name, or sponsors an actor."""
    return head("identity", organisation_id(name), level) | {"name": name, "identity_class": "organization"}


def unit(name: str, level: str) -> Object:
    """A unit that a source identifies as the one behind an actor."""
    return head("threat-actor", unit_id(name), level) | {"name": name}
