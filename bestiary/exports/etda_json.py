"""Threat group cards as JSON, which the format `etda_json` reads again: an actor or a tool for each record.

A record that was read from such a file is written as it was, but for blank space around lines and values that state
nothing; what is read again are the same statements. A record of any other format is written in the same form as far as
that has a place for what it states.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from ..card import LAYOUT, part_labels
from ..card_json import LISTS, ONE, OPERATIONS, TITLES
from ..card_text import blocks, lines, part, quoted
from ..record_ids import is_uuid
from ..selection import File, Loss, Selection, Stored

TITLE = "Threat group cards of actors and tools in one JSON file"
MEDIA_TYPE = "application/json"

_KEYS = {(prop, *usual.items()): key for key, (prop, usual) in (ONE | LISTS).items()}
_OPERATIONS = {prop: key for key, prop in OPERATIONS.items()}
_LISTED = {*LISTS, *OPERATIONS, "names"}
_ELSEWHERE = "the JSON of cards has no place for it"
_OTHERWISE = "it will be read otherwise"


def files(selection: Selection, loss: Loss) -> Iterator[File]:
    """One file of all records, in the order of their keys."""
    yield File("cards.json", _values(selection, loss))


def _values(selection: Selection, loss: Loss) -> Iterator[bytes]:
    kinds = {key: one.kind for one in selection.known().values() for key, _, _ in one.records}
    uuids: set[str] = set()
    separator = b'{"values":[\n'
    for key, _, _ in selection.records():
        if kinds[key] in TITLES:
            statements = selection.statements(key)
            value = _Card(kinds[key], key, statements, loss).value
            if is_uuid(uuid := str(value.get("uuid"))):
                # of records with one UUID the format takes the first for its owner
                owner = any(said.property == "uuid" for said in statements)
                loss.add("uuid", _OTHERWISE, owner is (uuid.lower() in uuids))
                uuids.add(uuid.lower())
            yield separator + msgspec.json.encode(value)
            separator = b",\n"
        else:
            loss.add("record", f"its kind is {kinds[key]}, and cards are of actors and tools")
    yield b"\n]}\n" if separator == b",\n" else b'{"values":[]}\n'


class _Card:
    """The object of one record."""

    def __init__(self, kind: str, key: str, statements: Sequence[Stored], loss: Loss) -> None:
        self._kind = kind
        self._loss = loss
        self._parts: dict[int | None, list[Stored]] = {}
        for said in statements:
            self._parts.setdefault(said.parent, []).append(said)
            loss.add(f"{said.property}: tlp", _ELSEWHERE, said.tlp != "clear")
        owners = {said.ord: said.property for said in statements}
        top = [said for said in self._parts.pop(None, []) if said.property != LAYOUT]
        titled = any(said.property == "title" for said in top)
        self.value: dict[str, Any] = {} if titled else {kind: key.partition(":")[2]}
        for said in top:
            self._lay(said)
        for ord_, parts in self._parts.items():
            if (owner := owners.get(ord_ or 0, "")) not in _OPERATIONS:
                loss.add(f"{owner}: parts", _ELSEWHERE, len(parts))

    def _lay(self, said: Stored) -> None:
        """Lays a statement where it belongs."""
        prop = said.property
        if prop == "title" and self._kind not in self.value:
            self._put(self._kind, said, said.raw)
        elif prop == "description":
            self._describe(said)
        elif prop == "name":
            self._put("names", said, self._name(said), {"giver", *_extra(said)})
        elif prop in _OPERATIONS:
            self._put(_OPERATIONS[prop], said, self._operation(said))
        elif (key := _key(said)) is None:
            self._loss.add(" ".join(filter(None, [prop, said.qualifiers.get("type")])), _ELSEWHERE)
        elif not said.raw.strip() and prop != "x-uuid":
            self._loss.add(prop, "a blank value states nothing there")
        else:
            self._put(key, said, _plain(said), dict(LISTS.get(key, ONE.get(key, ("", {})))[1]))

    def _put(self, key: str, said: Stored, value: Any, told: Collection[str] = ()) -> None:
        """Adds a value under a key: alone where one is usual, else in a list; `told` are the qualifiers it tells."""
        for more in said.qualifiers.keys() - {"form", *told}:
            self._loss.add(f"{said.property}: {more}", _ELSEWHERE)
        form = said.qualifiers.get("form")
        listed = (key in _LISTED and form != "one") or form == "list" or isinstance(value, list)
        held = self.value.get(key)
        if held is None:
            self.value[key] = [value] if listed else value
        else:
            self._loss.add(said.property, _OTHERWISE, key in ONE and not listed)
            self.value[key] = [*(held if isinstance(held, list) else [held]), value]

    def _describe(self, said: Stored) -> None:
        """Adds a paragraph."""
        by = said.qualifiers.get("by", "")
        text = f"({by}) {said.raw}" if by else said.raw
        read = [quoted(text, block) for block in blocks(text, (0, len(text)))]
        if read != [((1, 1 + len(by)) if by else None, (len(text) - len(said.raw), len(text)))]:
            self._loss.add("description", _OTHERWISE)
        for more in said.qualifiers.keys() - {"by"}:
            self._loss.add(f"description: {more}", _ELSEWHERE)
        before = self.value.get("description")
        self.value["description"] = f"{before}\n\n{text}" if before else text

    def _name(self, said: Stored) -> dict[str, Any]:
        """A name with who coined it and what else is said of it."""
        made: dict[str, Any] = {"name": said.raw}
        if "giver" in said.qualifiers:
            made["name-giver"] = said.qualifiers["giver"]
        for key in _extra(said):
            text = said.qualifiers[key]
            made[key[2:]] = _decoded(text) if key == "x-name-giver" else text
        return made

    def _operation(self, said: Stored) -> dict[str, Any]:
        """An operation: its date, what else it has, and its parts as lines of a text."""
        made: dict[str, Any] = {}
        written: list[str] = []
        for one in self._parts.get(said.ord, []):
            if one.property == "date":
                made["date"] = one.raw
            elif one.property.startswith("x-"):
                self._more(made, one)
            else:
                written.append(self._line(one, dated="date" in made and not written))
                made["activity"] = ""  # holds its place
        if written:
            made["activity"] = "\n".join(written)
        elif "date" not in made:
            made["activity"] = said.raw
        return made

    def _more(self, made: dict[str, Any], one: Stored) -> None:
        """Adds what an operation has beside its text; the format keeps one value of each."""
        if one.property[2:] in made:
            self._loss.add(one.property, "an operation says it once")
        else:
            made[one.property[2:]] = _plain(one)

    def _line(self, one: Stored, dated: bool) -> str:
        """A part of an operation as a line; what follows the date is its title, whatever it says."""
        label = part_labels().get(one.property)
        text = f"{label}: {one.raw}" if label else one.raw
        spans = [*lines(text, (0, len(text)))]
        read = [(prop, text[slice(*value)]) for prop, value in (part(text, span, one.property) for span in spans)]
        if read != [(one.property, one.raw)] and not (dated and len(spans) == 1):
            self._loss.add(one.property, _OTHERWISE)
        return text


def _extra(said: Stored) -> list[str]:
    """The qualifiers of a name that are keys of its own."""
    return [key for key in said.qualifiers if key.startswith("x-")]


def _key(said: Stored) -> str | None:
    """The key of a property: that of the tables, or that of which it is made; None where it would be read otherwise."""
    for qualifiers in (*((one,) for one in said.qualifiers.items()), ()):
        if key := _KEYS.get((said.property, *qualifiers)):
            return key
    own = said.property.removeprefix("x-")
    taken = (ONE.keys() | LISTS.keys()) - {
        "uuid"
    }  # of which the format states what is no UUID, or another's, as x-uuid
    return None if own == said.property or own in taken else own


def _plain(said: Stored) -> Any:
    """The value of a statement; where that is no text, what its JSON says."""
    return _decoded(said.raw) if said.qualifiers.get("form") == "json" else said.raw


def _decoded(text: str) -> Any:
    with suppress(msgspec.DecodeError, RecursionError):
        return msgspec.json.decode(text)
    return text
