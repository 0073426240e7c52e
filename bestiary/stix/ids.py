"""The ids of STIX objects: our own for whatever we put together, the publisher's for what is passed on unchanged.

Ours are name-based UUIDs (RFC 9562, version 5) and depend on nothing but what the object is: of a profile the key of
the record that first owned its address (the ledger knows it), of a country its ISO code, of an organisation its folded
name, of a relationship what it joins.
"""

from collections.abc import Mapping
from hashlib import sha1
from typing import Any
from uuid import UUID

from ..names import fold
from ..schema import schema
from ..selection import Known
from ..values import clean

NAMESPACE = UUID("0b1c5a1e-1a43-4fb0-8a5c-3f4a6d0c7e21")  # ours, drawn once

Object = dict[str, Any]


def uuid(text: str) -> str:
    """The UUID of a text in our namespace; `uuid.uuid5` does the same in three times the time."""
    digest = bytearray(sha1(NAMESPACE.bytes + text.encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    found = digest.hex()
    return f"{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:]}"


def type_of(known: Known) -> str:
    """The STIX type of a profile; a tool is "malware" unless all who say so call it a tool that anybody may use.

    ATT&CK parts the two, and so do the clusters that carry it; no other source does.
    """
    if known.kind != "tool":
        return schema().kind[known.kind].stix
    said = {
        found
        for key, _, collection in known.records
        if (found := {"mitre-tool": "tool", "mitre-malware": "malware"}.get(collection) or _prefix(key))
    }
    return "tool" if said == {"tool"} else "malware"


def _prefix(key: str) -> str:
    """The type in the STIX id of a record, if it has one."""
    type_, dashes, _ = key.partition(":")[2].partition("--")
    return type_ if dashes else ""


def original(known: Known) -> str | None:
    """The key of the record if the profile is one STIX object and nothing else, which then is passed on as it is."""
    if len(known.records) == 1 and known.records[0][1] == "attack_stix" and _prefix(known.records[0][0]):
        return known.records[0][0]
    return None


def id_of(known: Known) -> str:
    """The STIX id of a profile."""
    if key := original(known):
        return key.partition(":")[2]
    type_ = type_of(known)
    if type_ == "location" and (code := clean("country", known.title).value):
        return location_id(code)
    if known.kind == "sector" and (sector := clean("sector", known.title).value):
        return sector_id(sector)
    if known.kind == "organisation":
        return organisation_id(known.title)
    return f"{type_}--{uuid(known.owner)}"


class Ids:
    """The STIX ids of all profiles of a file."""

    def __init__(self, known: Mapping[str, Known]) -> None:
        """`known` are all profiles by their own ids."""
        self.known = known
        self.of: dict[str, str] = {}  # profile → STIX id
        self.slugs: dict[str, str] = {}  # and back
        for slug, one in known.items():
            id_ = id_of(one)
            if id_ in self.slugs:  # two profiles of one country, sector or organisation
                id_ = f"{id_.partition('--')[0]}--{uuid(one.owner)}"
            self.of[slug] = id_
            self.slugs[id_] = slug
        self.published = {self.of[slug] for slug, one in known.items() if original(one)}  # passed on as they are


def location_id(code: str) -> str:
    """Of a country, by its ISO 3166-1 code."""
    return f"location--{uuid(f'country {code}')}"


def sector_id(sector: str) -> str:
    """Of a sector, by the code of `vocabulary.toml`."""
    return f"identity--{uuid(f'sector {sector}')}"


def organisation_id(name: str) -> str:
    """Of an organisation, by its name."""
    return f"identity--{uuid(f'organisation {fold(name)}')}"


def unit_id(name: str) -> str:
    """Of a military unit or the like that sources name as the one behind an actor."""
    return f"threat-actor--{uuid(f'unit {fold(name)}')}"


def relationship_id(source: str, type_: str, target: str, more: str = "") -> str:
    """Of a relationship; `more` tells several of one type between the same two apart."""
    return f"relationship--{uuid(f'{source} {type_} {target} {more}')}"
