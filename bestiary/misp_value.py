"""A value of a MISP cluster file, put together from the statements of the record that was read from it.

The contrary of `formats/misp_galaxy.py`, which says what the qualifiers mean: the property and `key` tell the key, and
`form` whether it held a list and what was no text. Of a key that the schema does not know, where the statement stood
tells that. Empty lists and objects state nothing, so none comes back.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from .misp_file import likelihood_tag
from .schema import schema
from .selection import Stored

_OWN = {"title": "value", "uuid": "uuid", "description": "description", "revoked": "revoked"}


def value(record: Iterable[Stored]) -> dict[str, Any]:
    """The value that the statements of a record tell."""
    made: dict[str, Any] = {}
    meta: dict[str, Any] = {}
    for said in record:
        content = _content(said)
        if said.property == "relation":
            _put(made, "related", _relation(said.raw, said.qualifiers), True)
        elif said.property in _OWN:
            made[_OWN[said.property]] = content
        elif said.property.startswith("x-"):
            first, *steps = _steps(said.place)
            inside = bool(first == "meta" and steps)
            key, *listed = steps if inside else [first, *steps]
            _put(meta if inside else made, key, content, bool(listed))
        else:
            _put(meta, *_known(said, content))
    return made | {"meta": meta} if meta else made


def _content(said: Stored) -> Any:
    """What was written: a text, or what its JSON says."""
    return msgspec.json.decode(said.raw) if said.qualifiers.get("form", "").endswith("json") else said.raw


def _put(to: dict[str, Any], key: str, content: Any, listed: bool) -> None:
    """Gives a key its content, or one more of a list."""
    if listed:
        to.setdefault(key, []).append(content)
    else:
        to[key] = content


def _known(said: Stored, content: Any) -> tuple[str, Any, bool]:
    """The meta key of a property of the schema, its content, and whether that is one of a list."""
    usual = schema().property[said.property]
    qualifiers = said.qualifiers
    if said.property == "name-giver" and "name" in qualifiers:
        if qualifiers.get("key") == "origin":
            return f"origin:{qualifiers['name']}", content, False
        content = f"{qualifiers['name']}:{content}"
    form = qualifiers.get("form", "").partition(" ")[0]
    return qualifiers.get("key", usual.misp[0]), content, {"list": True, "one": False}.get(form, usual.lists)


def _relation(to: str, qualifiers: Mapping[str, str]) -> dict[str, Any]:
    """An entry of `related`."""
    made: dict[str, Any] = {"dest-uuid": to}
    for name, text in qualifiers.items():
        if name == "likelihood":
            made["tags"] = [likelihood_tag(text)]
        elif name == "type":
            made["type"] = text
        else:
            made[name.removeprefix("x-")] = msgspec.json.decode(text)
    return made


def _steps(place: int | str) -> list[str]:
    """The steps of a JSON Pointer below the value that it leads into ("/values/3/meta/a" → "meta", "a")."""
    return [step.replace("~1", "/").replace("~0", "~") for step in str(place).split("/")[3:]]
