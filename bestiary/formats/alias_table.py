"""Tables of names for actors: CSV, TSV, or JSON with an object a line. The header says what the columns are.

Two kinds of table are read:

    a row a record   actor, aliases (several in a cell), country, description …
    a row an alias   actor, alias, vendor: the rows of one actor are joined, and the vendor is who gave the alias

It is a row an alias where an actor stands in several rows, or no cell has several aliases. In the other kind a vendor
gave the aliases only where a row has as many vendors as aliases; else it is not said which name is whose, and the
vendor is kept as `x-COLUMN`. In a row without alias the vendor gave the name itself. Rows are of one actor if they have
the same id, or one of them none and the same name. A column that is not in the tables below becomes `x-COLUMN`; what
a later row of an actor says again is stated once.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import PurePath
from typing import Any, NamedTuple

from ..errors import Problem
from ..json_input import as_text, state
from ..listed import split
from ..names import fold
from ..origin import Origin
from ..plain import cut
from ..record_ids import is_uuid, numbered, record_id
from ..schema import kind_named
from ..statement import STATEMENTS, Draft, Record, Statement
from ..table_input import Row, header, read

TITLE = "Table of aliases"
SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson")

# The headers known, in lower case and with blanks for all that is no letter or digit.
# Of several for the name, the first in this order is it, and the others are aliases (actor, name, vendor).
_NAMES = (
    "threat actor name", "threat actor", "actor name", "actor", "adversary", "threat group", "apt group", "group name",
    "group", "intrusion set", "common name", "primary name", "main name", "name",
)  # fmt: skip
_ROLES = {
    "alias": (
        "alias", "aliases", "alias es", "synonym", "synonyms", "aka", "also known as", "other name", "other names",
        "alternative name", "alternative names", "alternate names", "associated groups",
    ),
    "giver": (
        "vendor", "vendors", "giver", "givers", "name giver", "named by", "tracked by", "source", "sources",
    ),
    "country": ("country", "countries", "origin", "country of origin", "origin country", "suspected origin"),
    "description": ("description", "summary"),
    "reference": ("url", "urls", "reference", "references", "ref", "refs", "link", "links"),
    "kind": ("kind", "type"),
    "id": ("uuid", "id"),
}  # fmt: skip
_VAGUE = {"name", "source", "sources"}  # these alone make no table of aliases: anything may have a name and a source
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words}

# What separates the values of a cell; a country may have a comma in it.
_SEPARATORS = {"alias": ",;|", "giver": ",;|", "country": ";|"}
_URL = re.compile(r"https?://", re.IGNORECASE)
_BETWEEN_URLS = re.compile(r"(?<![\s,;|])[\s,;|]+(?=https?://)", re.IGNORECASE)  # a long run is tried only once


def identify(head: bytes, name: str) -> bool:
    """A table has a column for the name and one for aliases or who gave them."""
    return name.lower().endswith(SUFFIXES) and not lacks(head)


def lacks(head: bytes) -> str:
    """What keeps a table from being one of aliases, "" if nothing does."""
    headers = header(head.decode("utf-8", "ignore"))
    words = {_word(text) for text in headers}
    names, others = words.intersection(_NAMES), words.intersection(_ROLES["alias"] + _ROLES["giver"])
    if names and others and not names | others <= _VAGUE:
        return ""
    needed = "a column for the name, such as “actor”, and one for other names or who gave them: “aliases”, “vendor”"
    return f"a table of actors needs {needed}; this has: {cut(', '.join(headers), 200) or 'none'}"


def parse(raw: bytes, origin: Origin) -> Iterator[Statement | Problem]:
    """The statements of every actor, in the order of its first row; what cannot be read comes before them."""
    known = "; ".join(f"{role}: {', '.join(words)}" for role, words in {"name": _NAMES, **_ROLES}.items())
    actors = _Actors()
    headers: tuple[str, ...] | None = None
    item: Row | Problem | None = None
    for item in read(raw, origin):
        if isinstance(item, Problem):
            yield item
            continue
        if headers is None:
            headers = item.headers
            if "name" not in _roles(headers):
                yield Problem(origin, "no column has the names of the actors", f"known headers are {known}")
                return
        if not actors.add(_cells(item)):
            yield Problem(origin.at(item.line), "a row without a name was left out", "name the actor in each row")
    if item is None:
        yield Problem(origin, "a table without rows", f"begin with a header; known are {known}")
    yield from actors.statements(origin)


def _word(text: str) -> str:
    """A header as the tables above have it."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


@lru_cache(maxsize=16)
def _roles(headers: tuple[str, ...]) -> tuple[str, ...]:
    """What each column is, "" for one that is not known."""
    words = [_word(text) for text in headers]
    name = next((word for word in _NAMES if word in words), "")
    return tuple(
        _ROLE_OF.get(word, "") if word not in _NAMES else "name" if number == words.index(name) else "alias"
        for number, word in enumerate(words)
    )


class _Cells(NamedTuple):
    """The cells of a row that say something: header, role and content of each."""

    line: int
    cells: list[tuple[str, str, Any]]


def _cells(row: Row) -> _Cells:
    """The cells of a row; where a vendor is a URL, it is a reference."""
    found = []
    for text, role, content in zip(row.headers, _roles(row.headers), row.cells, strict=True):
        if isinstance(content, str):
            content = content.strip()
            role = "reference" if role == "giver" and _URL.match(content) else role
        if content not in (None, "", []):
            found.append((text, role, content))
    return _Cells(row.line, found)


def _text(row: _Cells, role: str) -> str:
    """The text that has the role, "" if there is none."""
    return next((content for _, its, content in row.cells if its == role and isinstance(content, str)), "")


def _values(role: str, content: Any) -> Iterable[Any]:
    """The values of a cell: the parts of a text in which the role may have several, the items of a list."""
    if isinstance(content, list):
        return [item for item in content if not (isinstance(item, str) and not item.strip())]
    if isinstance(content, str) and role == "reference":
        return _BETWEEN_URLS.split(content)
    return split(content, _SEPARATORS[role]) if isinstance(content, str) and role in _SEPARATORS else [content]


def _all_values(row: _Cells, role: str) -> list[Any]:
    """The values of all cells that have the role, of which a record cannot have more than it has statements."""
    values = (value for _, its, content in row.cells if its == role for value in _values(role, content))
    return list(islice(values, STATEMENTS))


class _Actor:
    """The rows of one actor."""

    def __init__(self, name: str, id_: str, kind: str) -> None:
        self.name = name
        self.id = id_
        self.kind = kind
        self.rows: list[_Cells] = []


class _Actors:
    """The actors of a table, found by id and by name."""

    def __init__(self) -> None:
        self.all: list[_Actor] = []
        self.by_id: dict[tuple[str, str], _Actor] = {}
        self.by_name: dict[tuple[str, str], _Actor] = {}

    def add(self, row: _Cells) -> bool:
        """Adds a row to its actor; False if it does not name one."""
        name, id_ = _text(row, "name"), _text(row, "id").lower()
        kind = kind_named(_text(row, "kind")) or "actor"
        if not name:
            return False
        actor = self.by_id.get((kind, id_)) if id_ else None
        if actor is None:
            actor = self.by_name.get((kind, fold(name)))
            if actor is None or (id_ and actor.id):
                actor = _Actor(name, id_, kind)
                self.all.append(actor)
                self.by_name.setdefault((kind, fold(name)), actor)
        if id_:
            actor.id = id_
            self.by_id[kind, id_] = actor
        actor.rows.append(row)
        return True

    def statements(self, origin: Origin) -> Iterator[Statement | Problem]:
        """The statements, actor by actor."""
        joined = any(len(actor.rows) > 1 for actor in self.all)
        an_alias_each = joined or not any(len(_all_values(a.rows[0], "alias")) > 1 for a in self.all)
        taken: dict[str, int] = {}
        for actor in self.all:
            id_ = numbered(_id(actor, origin), taken)
            with Draft(Record("alias_table", "table", id_, origin.at(actor.rows[0].line), actor.kind)) as draft:
                reader = _Reader(draft)
                reader.once("title", actor.name, actor.rows[0].line)
                for row in actor.rows:
                    reader.row(row, actor, an_alias_each)
            yield from draft


def _id(actor: _Actor, origin: Origin) -> str:
    """The actor's own id; without one the folded name, told apart from that in a table of another name."""
    own = record_id(actor.id, actor.id or actor.name)
    return own if actor.id else f"{PurePath(origin.file).stem}/{own}"


class _Reader:
    """States the rows of one actor, and nothing twice."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.said: set[tuple[str, str, str]] = set()

    def once(self, prop: str, value: Any, line: int, giver: str = "") -> None:
        """States a value unless an earlier row has said the same."""
        key = (prop, value if isinstance(value, str) else as_text(value), giver)
        if key not in self.said:
            self.said.add(key)
            state(self.draft, prop, value, line, **({"giver": giver} if giver else {}))

    def row(self, row: _Cells, actor: _Actor, an_alias_each: bool) -> None:
        """The statements of one row, in the order of its columns."""
        for_name, for_aliases = _givers(row, an_alias_each)
        givers = iter(for_aliases)
        for text, role, content in row.cells:
            for value in _values(role, content):
                prop = _property(text, role, value, actor)
                if role == "name":
                    for giver in for_name or [""] * (value != actor.name):
                        self.once(prop, value, row.line, giver)
                elif role == "alias":
                    self.once(prop, value, row.line, next(givers, ""))
                elif prop and not (role == "giver" and (for_name or for_aliases)):
                    self.once(prop, value, row.line)


def _property(text: str, role: str, value: Any, actor: _Actor) -> str:
    """The property of a value in a column, "" where the record itself says it."""
    if isinstance(value, str):
        if role == "kind" and kind_named(value) == actor.kind:
            return ""
        if role in ("name", "alias"):
            return "name"
        if role == "id" and is_uuid(value):
            return "uuid"
        if role in ("country", "description", "reference"):
            return role
    return f"x-{text}"


def _givers(row: _Cells, an_alias_each: bool) -> tuple[list[str], list[str]]:
    """Who gave the name, and who gave each of the aliases; both empty where that is not said."""
    aliases, givers = _all_values(row, "alias"), _all_values(row, "giver")
    if not all(isinstance(giver, str) for giver in givers):
        return [], []
    if not aliases:
        return givers, []
    if an_alias_each and len(givers) == 1:
        return [], givers * len(aliases)
    return [], givers if len(givers) == len(aliases) else []
