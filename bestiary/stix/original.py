"""A STIX object and its relationships as their publisher wrote them, from the statements that were read of them.

The way back of `formats/attack_stix.py`, which says how each property is kept.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from ..schema import schema
from ..selection import Stored
from .form import LISTS
from .ids import Object

_NUMBER = re.compile(r"/external_references/(\d+)")
_REFERENCES = {
    "reference": "url", "url": "url", "citation": "description", "text": "description", "external-id": "external_id",
}  # fmt: skip


def originals(id_: str, statements: Iterable[Stored]) -> Iterator[Object]:
    """The object, if anything but relationships was stated of it, then its relationships."""
    parts: dict[int | None, list[Stored]] = {}
    for said in statements:
        parts.setdefault(said.parent, []).append(said)
    top = parts.get(None, [])
    made: Object = {"type": id_.partition("--")[0], "id": id_}
    references: dict[int, Object] = {}
    for said in top:
        if said.property == "relation":
            continue
        if said.property == "uuid":
            continue  # it is the end of the id
        if said.property in ("tactic", "x-kill_chain_phases"):
            made.setdefault("kill_chain_phases", []).append(_phase(said))
        elif (number := _place(said)) is not None:
            _refer(references, number, said, parts)
        else:
            _set(made, said)
            for part in parts.get(said.ord, []):  # the references on a name
                if (number := _place(part)) is not None:
                    _refer(references, number, part, parts)
    if references:
        made["external_references"] = [references[number] for number in sorted(references)]
    if len(made) > 2:
        yield made
    for said in top:
        if said.property == "relation":
            yield _relationship(id_, said, parts)


@cache
def _keys() -> dict[str, str]:
    """Property → the STIX property it is read from."""
    return {name: prop.stix for name, prop in schema().property.items() if prop.stix}


def _set(made: Object, said: Stored) -> None:
    """A property, or one more value of it."""
    key = said.qualifiers.get("key") or (
        said.property[2:] if said.property.startswith("x-") else _keys()[said.property]
    )
    form = said.qualifiers.get("form", "")
    value: Any = json.loads(said.raw) if form in ("json", "json-list") else said.raw
    listed = not str(said.place).endswith(f"/{key}") if key in LISTS else form in ("list", "json-list")
    if listed:
        made.setdefault(key, []).append(value)
    else:
        made[key] = value


def _phase(said: Stored) -> Any:
    if said.property == "tactic":
        return {"kill_chain_name": said.qualifiers["kill_chain"], "phase_name": said.raw}
    return json.loads(said.raw)


def _place(said: Stored) -> int | None:
    """The number of the external reference that a statement is read from."""
    found = _NUMBER.search(str(said.place))
    return int(found[1]) if found else None


def _refer(references: dict[int, Object], number: int, said: Stored, parts: dict[int | None, list[Stored]]) -> None:
    """Adds to an external reference what a statement says of it."""
    if said.property == "x-external_references":
        references[number] = json.loads(said.raw)
        return
    made = references.setdefault(number, {})
    made |= {key: said.qualifiers[key] for key in ("source_name", "external_id") if key in said.qualifiers}
    if said.property in _REFERENCES:
        made[_REFERENCES[said.property]] = said.raw
    else:
        _set(made, said)
    for part in parts.get(said.ord, []):
        _refer(references, number, part, parts)


def _relationship(id_: str, said: Stored, parts: dict[int | None, list[Stored]]) -> Object:
    """A relationship that goes out from the object."""
    made: Object = {"type": "relationship", "source_ref": id_, "target_ref": said.raw}
    if "id" in said.qualifiers:
        made["id"] = said.qualifiers["id"]
    if "type" in said.qualifiers:
        made["relationship_type"] = said.qualifiers["type"]
    for name, key in (("revoked", "revoked"), ("deprecated", "x_mitre_deprecated")):
        if name in said.qualifiers:
            made[key] = True
    references: dict[int, Object] = {}
    for part in parts.get(said.ord, []):
        if part.property == "x-relationship":
            made |= json.loads(part.raw)
        elif (number := _place(part)) is not None:
            _refer(references, number, part, parts)
        else:
            made["description"] = part.raw
    if references:
        made["external_references"] = [references[number] for number in sorted(references)]
    return made
