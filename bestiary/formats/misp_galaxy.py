"""MISP galaxy cluster files: a JSON object of `type`, `version` and `values`, one value a record.

The form is specified at https://www.misp-standard.org/rfc/misp-standard-galaxy-format.html (section 2.2); what the
meta keys are called here stands in `schema.toml`. Every key is kept: one that the schema does not know becomes
`x-KEY`. A list where one value is usual, or one value where a list is, is noted by the qualifier `form` ("list",
"one"), a value that is no string by "json" ("list json"), so that the file can be written again.
"""

import re
from collections.abc import Iterator
from typing import Any

from ..errors import Problem
from ..json_input import as_text, decode, state
from ..origin import Origin, pointer
from ..record_ids import record_id
from ..schema import misp_keys, schema
from ..statement import Draft, Record, Statement

TITLE = "MISP galaxy cluster"

_LIKELIHOOD = re.compile(r'estimative-language:likelihood-probability="([a-z-]+)"')


def identify(head: bytes, name: str) -> bool:
    """A cluster file is JSON whose values have a "value" (the STIX and ETDA forms have none)."""
    return name.lower().endswith(".json") and b'"values"' in head and re.search(rb'"value"\s*:\s*"', head) is not None


def parse(raw: bytes, origin: Origin) -> Iterator[Statement | Problem]:
    """The statements of every value, in the order of the file."""
    galaxy = decode(raw, origin)
    if isinstance(galaxy, Problem):
        yield galaxy
        return
    values = galaxy.get("values") if isinstance(galaxy, dict) else None
    collection = galaxy.get("type") if isinstance(galaxy, dict) else None
    if not isinstance(values, list) or not isinstance(collection, str):
        yield Problem(origin, "not a galaxy cluster file", "it needs a text `type` and a list `values`")
        return
    edition = f"version {galaxy['version']}" if isinstance(galaxy.get("version"), int | str) else ""
    for number, value in enumerate(values):
        place = origin.at(pointer("values", number))
        if isinstance(value, dict) and isinstance(value.get("value"), str) and value["value"].strip():
            yield from _record(value, place, collection, edition)
        else:
            yield Problem(place, "a value without a name was left out", "give it a text `value`")


def _record(value: dict[str, Any], origin: Origin, collection: str, edition: str) -> Iterator[Statement | Problem]:
    """The statements of one value, in the order of its keys."""
    id_ = record_id(value.get("uuid"), value["value"])
    with Draft(Record("misp_galaxy", collection, id_, origin, edition=edition)) as draft:
        for key, content in value.items():
            if key == "meta" and isinstance(content, dict):
                for meta, item in content.items():
                    _meta(draft, meta, item, f"{origin.place}{pointer('meta', meta)}")
            elif key == "related" and isinstance(content, list):
                for number, relation in enumerate(content):
                    _relation(draft, relation, f"{origin.place}{pointer('related', number)}")
            else:
                prop = {"value": "title", "uuid": "uuid", "description": "description", "revoked": "revoked"}.get(key)
                _state(draft, prop or f"x-{key}", content, f"{origin.place}{pointer(key)}")
    yield from draft


def _meta(draft: Draft, key: str, content: Any, place: str) -> None:
    """One meta key: its property, with the key as qualifier where the property has a more usual one."""
    if key.startswith("origin:"):  # who coined the name after the colon
        _state(draft, "name-giver", content, place, name=key.removeprefix("origin:"), key="origin")
        return
    prop = misp_keys().get(key)
    if prop is None:
        _list(draft, f"x-{key}", content, place, isinstance(content, list))
        return
    usual = schema().property[prop]
    qualifiers = {} if key == usual.misp[0] else {"key": key}
    _list(draft, prop, content, place, usual.lists, **qualifiers)


def _list(draft: Draft, prop: str, content: Any, place: str, usually_list: bool, **qualifiers: str) -> None:
    """A value or each value of a list, noting the form where it is not the usual one."""
    if isinstance(content, list) != usually_list:
        qualifiers["form"] = "list" if isinstance(content, list) else "one"
    if isinstance(content, list):
        for number, item in enumerate(content):
            _state(draft, prop, item, f"{place}/{number}", **qualifiers)
    else:
        _state(draft, prop, content, place, **qualifiers)


def _state(draft: Draft, prop: str, item: Any, place: str, **qualifiers: str) -> None:
    """One statement; a name-giver written "NAME:producer uuid" is taken apart."""
    if "form" in qualifiers and not isinstance(item, str):
        qualifiers["form"] += " json"
    if isinstance(item, str) and prop == "name-giver" and "name" not in qualifiers and ":" in item:
        name, _, giver = item.rpartition(":")
        draft.state(prop, giver, place, name=name, **qualifiers)
    else:
        state(draft, prop, item, place, **qualifiers)


def _relation(draft: Draft, relation: Any, place: str) -> None:
    """A `related` entry: the other's UUID, with the type and how likely the relation is said to be."""
    if not isinstance(relation, dict) or not isinstance(relation.get("dest-uuid"), str):
        _state(draft, "x-related", relation, place)
        return
    qualifiers = {}
    for key, content in relation.items():
        if key == "type" and isinstance(content, str):
            qualifiers["type"] = content
        elif key == "tags" and isinstance(content, list) and len(content) == 1 and _likelihood(content[0]):
            qualifiers["likelihood"] = _likelihood(content[0])
        elif key != "dest-uuid":
            qualifiers[f"x-{key}"] = as_text(content)
    draft.state("relation", relation["dest-uuid"], place, **qualifiers)


def _likelihood(tag: Any) -> str:
    """The term of MISP's estimative-language taxonomy that a tag carries, "" if it is another tag."""
    found = _LIKELIHOOD.fullmatch(tag) if isinstance(tag, str) else None
    return found[1] if found else ""
