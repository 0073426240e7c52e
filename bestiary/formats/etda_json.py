"""Threat group cards as JSON: an object whose list `values` has an actor or a tool each, as ETDA/ThaiCERT gives them.

An actor states here what its card states in Markdown (`etda_card`), under the same properties and taken apart by the
same rules (`bestiary/card_text.py`), so that the two can be compared; tools have no Markdown form. Every key is kept:
one that is not in the tables of `bestiary/card_json.py` becomes `x-KEY`. A list where one value is usual, or one value
where a list is, is noted by the qualifier `form`, and a value that is no text by "json". A blank text states nothing.
"""

import re
from collections.abc import Iterator
from typing import Any

from ..card_json import LISTS, ONE, OPERATIONS, TITLES
from ..card_text import blocks, lines, part, quoted
from ..errors import Problem
from ..json_input import as_text, decode, state
from ..origin import Origin, pointer
from ..record_ids import is_uuid, numbered, record_id
from ..statement import Draft, Record, Statement

TITLE = "Threat group cards as JSON"


def identify(head: bytes, name: str) -> bool:
    """It is JSON whose values have an "actor" or a "tool" (those of a MISP galaxy have a "value")."""
    return (
        name.lower().endswith(".json")
        and re.search(rb'"values"\s*:\s*\[', head) is not None
        and re.search(rb'"(?:actor|tool)"\s*:\s*"', head) is not None
        and re.search(rb'"value"\s*:\s*"', head) is None
    )


def parse(raw: bytes, origin: Origin) -> Iterator[Statement | Problem]:
    """The statements of every value, in the order of the file.

    A UUID that an earlier record has already does not tell whose it is: the later record is kept under a numbered id,
    with `x-uuid` instead of `uuid`, lest the two be taken for one, and a Problem says so.
    """
    content = decode(raw, origin)
    if isinstance(content, Problem):
        yield content
        return
    values = content.get("values") if isinstance(content, dict) else None
    if not isinstance(values, list):
        yield Problem(origin, "not a file of threat group cards", "it needs a list `values`")
        return
    taken: dict[str, int] = {}
    for number, value in enumerate(values):
        place = origin.at(pointer("values", number))
        kind = next((key for key in TITLES if _said(value.get(key))), None) if isinstance(value, dict) else None
        if kind is None:
            yield Problem(place, "a value without a name was left out", "give it a text `actor` or `tool`")
            continue
        own = record_id(value.get("uuid"), value[kind])
        id_ = numbered(own, taken)
        if id_ != own:
            reason = f"another record has the id {own}; this one is kept as {id_}"
            yield Problem(place, reason, "give it a `uuid` of its own")
        yield from _record(value, Record("etda_json", kind, id_, place, kind), id_ == own)


def _said(value: Any) -> bool:
    """Whether a value is a text that says something."""
    return isinstance(value, str) and value.strip() != ""


def _record(value: dict[str, Any], record: Record, owns_uuid: bool) -> Iterator[Statement | Problem]:
    """The statements of one value, in the order of its keys."""
    with Draft(record) as draft:
        for key, content in value.items():
            place = f"{record.origin.place}{pointer(key)}"
            if key == record.kind:
                draft.state("title", content, place)
            elif key == "uuid" and not (owns_uuid and is_uuid(content)):
                state(draft, "x-uuid", content, place)
            elif key == "description" and isinstance(content, str):
                _description(draft, content, place)
            else:
                _values(draft, key, content, place)
    yield from draft


def _values(draft: Draft, key: str, content: Any, place: str) -> None:
    """One value, or each of a list."""
    prop, usual = LISTS.get(key) or ONE.get(key) or (f"x-{key}", {})
    usually_list = key in LISTS or key in OPERATIONS or key == "names"
    form = {} if key not in ONE and not usually_list else _form(content, usually_list)
    several = isinstance(content, list)
    for number, item in enumerate(content if several else [content]):
        at = f"{place}/{number}" if several else place
        if key == "names" and isinstance(item, dict) and _said(item.get("name")):
            _name(draft, item, at, form)
        elif key in OPERATIONS and isinstance(item, dict) and _happened(item):
            _operation(draft, OPERATIONS[key], item, at, form)
        elif _said(item) and key == "names":
            draft.state("name", item, at, **form)
        elif _said(item) or not isinstance(item, str):
            state(draft, prop, item, at, **usual, **form)


def _form(content: Any, usually_list: bool) -> dict[str, str]:
    """The qualifier that notes a list or one value where the other is usual."""
    if isinstance(content, list) == usually_list:
        return {}
    return {"form": "list" if isinstance(content, list) else "one"}


def _description(draft: Draft, text: str, place: str) -> None:
    """A statement for each paragraph, with whom it quotes."""
    for block in blocks(text, (0, len(text))):
        by, (start, end) = quoted(text, block)
        draft.state("description", text[start:end], place, **({"by": text[slice(*by)]} if by else {}))


def _name(draft: Draft, item: dict[str, Any], place: str, form: dict[str, str]) -> None:
    """A name with who gave it; what else is said of it becomes qualifiers."""
    more = dict(form)
    for key, content in item.items():
        if key == "name-giver" and isinstance(content, str):
            more |= {"giver": content} if content.strip() else {}
        elif key != "name":
            more[f"x-{key}"] = content if isinstance(content, str) else as_text(content)
    draft.state("name", item["name"], f"{place}/name", **more)


def _happened(item: dict[str, Any]) -> bool:
    """Whether an entry of the operations says when or what."""
    return _said(item.get("date")) or _said(item.get("activity"))


def _operation(draft: Draft, prop: str, item: dict[str, Any], place: str, form: dict[str, str]) -> None:
    """An operation under the headline that its card has, "DATE: TITLE"; the lines of `activity` are its parts."""
    date, text = (item[key] if _said(item.get(key)) else "" for key in ("date", "activity"))
    first = next(lines(text, (0, len(text))), (0, 0))
    title = text[slice(*first)]
    headline = f"{date.strip()}: {title}".rstrip() if date else title
    parent = draft.state(prop, headline, place, **form)
    for key, content in item.items():
        at = f"{place}{pointer(key)}"
        if key == "date" and date:
            draft.state("date", date, at, parent)
        elif key == "activity" and text:
            _activity(draft, text, at, parent, dated=bool(date))
        elif not isinstance(content, str) or content.strip():
            state(draft, f"x-{key}", content, at, parent)


def _activity(draft: Draft, text: str, place: str, parent: int, dated: bool) -> None:
    """The lines: what follows the date is the title whatever it says, as in the card; the rest are other parts."""
    for number, line in enumerate(lines(text, (0, len(text)))):
        prop, value = part(text, line, "text" if number else "title")
        if dated and number == 0:
            prop, value = "title", line
        draft.state(prop, text[slice(*value)], place, parent)
