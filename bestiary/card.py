"""Threat group cards in Markdown: what stands where, for those who read them and those who write them.

A card is `# Threat actor: TITLE`, its fields (`**UUID**: …`), and sections in a fixed order. What the headings and the
labels are called is the column `etda` of `schema.toml`. The canonical form, that of the publisher's own cards, is

    section      "## HEADING", an empty line, its paragraphs with an empty line between them, and "\\n\\n"
    field        "**LABEL**: value"; where nothing is stated, the label alone stands with its blank
    lists        "A, B" on one line; a name is "NAME (GIVER)"
    description  one paragraph a statement; "(VENDOR) " leads one that quotes a vendor
    operations   a paragraph each: "DATE: TITLE", then a line for each URL, "Target: …" or sentence

and two more "\\n" after the last section. A section of a file that departs from it has a statement `x-layout`, with the
number of the section as qualifier: JSON `[text, [ord, "raw"], text, …]`, where a pair stands for what that statement
says (or its qualifier of that name), so that an edited statement changes the line it stands on and no other. That of
section "*" is a `Frame`. A layout holds no fact; once it does not fit the statements any more, it is passed over.
"""

import builtins
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from itertools import chain
from string import whitespace
from typing import Protocol

import msgspec

from .brackets import outside
from .schema import schema

HEADER = "# Threat actor"
SPONSOR = "## Sponsor type and motivation"
SECOND_CARD = "x-second-card"  # property and key of whatever follows a second title in one file
LAYOUT = "x-layout"

_SECTIONS = (
    ("title", "uuid", "first-seen", "modified"),
    ("name",),
    ("description",),
    ("sponsor", "motivation"),
    ("country",),
    ("target-sector",),
    ("target-country",),
    ("tool",),
    ("operation",),
    ("counter-operation",),
)

Slot = tuple[int, str]  # the ord of a statement, and "raw" or the name of one of its qualifiers
Piece = str | Slot


class Said(Protocol):
    """A statement, as a format yields it or as the store holds it."""

    @builtins.property
    def ord(self) -> int: ...
    @builtins.property
    def parent(self) -> int | None: ...
    @builtins.property
    def property(self) -> str: ...
    @builtins.property
    def raw(self) -> str: ...
    @builtins.property
    def qualifiers(self) -> Mapping[str, str]: ...


# --- what is written inside values ---

_REFERENCE = re.compile(r"\{\{([^{}]*)\}\}")
_SEPARATOR = r",\s[,\s]*"  # and whatever blank values follow
# A line that would begin a card or a section; one that only looks like it is written with a backslash before it.
MARK = re.compile(r"\\*(?:## |# Threat actor:)", re.IGNORECASE)
_INNER_MARK = re.compile(rf"\n(?={MARK.pattern})", re.IGNORECASE)
_ESCAPED_MARK = re.compile(rf"\n\\(?={MARK.pattern})", re.IGNORECASE)


def cross_references(text: str) -> list[tuple[str, str]]:
    """The `{{…}}` in a text as (relation, title of the other card), in order; the relation is "see" or "subgroup".

    >>> cross_references("Linked to {{Teapot, Kettle Group}}. 1. {{Subgroup: Sugar Bowl}}")
    [('see', 'Teapot, Kettle Group'), ('subgroup', 'Sugar Bowl')]
    """
    found = []
    for inner in _REFERENCE.findall(text):
        label, colon, title = inner.partition(":")
        subgroup = colon and label.strip().lower() == "subgroup"
        found.append(("subgroup", title.strip()) if subgroup else ("see", inner.strip()))
    return found


def plain(text: str) -> str:
    """The text without the braces of its cross references, for showing."""
    return _REFERENCE.sub(r"\1", text)


def title_names(title: str) -> list[str]:
    """The names that a card's title joins.

    >>> title_names("Teapot, Kettle Group (KG, formerly KT), Sugar Bowl")
    ['Teapot', 'Kettle Group (KG, formerly KT)', 'Sugar Bowl']
    """
    return [title[start:end] for start, end in list_spans(title)]


def list_spans(line: str) -> Iterator[tuple[int, int]]:
    """Where the values of a comma-separated list begin and end; blank ones are left out.

    A comma inside brackets separates nothing. Where the brackets of a line do not pair up, every comma separates.
    """
    start = 0
    for end, after in chain(outside(line, _SEPARATOR), [(len(line), len(line))]):
        value = line[start:end].strip().strip("," + whitespace).strip()
        if value:
            start = line.index(value, start)
            yield start, start + len(value)
        start = after


def giver_span(text: str) -> tuple[int, int, int] | None:
    """Of "NAME (GIVER)": where the name ends, and where the giver begins and ends. None if the text ends otherwise.

    The giver is the last parenthesis: "Teapot Army (TA) (self given)" is the name "Teapot Army (TA)".
    """
    if not text.endswith(")"):
        return None
    depth = 0
    for mark in re.finditer(r"[()]", text[::-1]):
        depth += 1 if mark[0] == ")" else -1
        if depth == 0:
            opening = len(text) - mark.end()
            name = text[:opening].rstrip()
            return (len(name), opening + 1, len(text) - 1) if name else None
    return None


def unescape(text: str) -> str:
    """Undoes what writing does to a text of several lines of which one looks like a heading."""
    return _ESCAPED_MARK.sub("\n", text)


def shown(said: Said, field: str) -> str:
    """What is written where a slot is. Only a paragraph has several lines, and none of them begins a section."""
    text = said.raw if field == "raw" else said.qualifiers[field]
    if said.property == SECOND_CARD:
        return text
    paragraph = said.property == "description" or (said.property.startswith("x-") and "label" not in said.qualifiers)
    return _INNER_MARK.sub(r"\n\\", text) if paragraph and field == "raw" else text.replace("\n", " ")


def _guard(said: Said) -> list[Piece]:
    """The backslash for a value at the start of a line that looks like a heading."""
    return ["\\"] if MARK.match(said.raw) else []


# --- what stands where ---


@cache
def sections() -> dict[str, tuple[str, ...]]:
    """The sections of a card in order: heading line → the properties that stand in it."""
    several = {"title": HEADER, "sponsor": SPONSOR}  # sections of several properties are called after none of them
    return {several.get(own[0]) or f"## {schema().property[own[0]].etda}": own for own in _SECTIONS}


@cache
def labels() -> dict[str, str]:
    """Property → its label, for those written as "**Label**: value"."""
    fields = (*_SECTIONS[0][1:], *_SECTIONS[3])
    return {name: schema().property[name].etda for name in fields}


@cache
def part_labels() -> dict[str, str]:
    """Part of an operation → its label, for those written as "Label: value"."""
    return {name: part.etda for name, part in schema().part.items() if part.etda}


@cache
def _homes() -> dict[str, str]:
    """Property → the heading line of its section."""
    return {name: key for key, properties in sections().items() for name in properties}


def _home(said: Said) -> str | None:
    """The heading line of the section a statement belongs in, None if a card has no place for it."""
    if said.property in _homes():
        return _homes()[said.property]
    if not said.property.startswith("x-"):
        return None
    if said.qualifiers.get("heading"):
        return f"## {said.qualifiers['heading']}"
    if "heading" in said.qualifiers or "label" in said.qualifiers:
        return HEADER
    return SECOND_CARD if said.property == SECOND_CARD else None


class Sorted:
    """The statements of one record by where they stand in a card."""

    def __init__(self, statements: Iterable[Said]) -> None:
        self.said: dict[int, Said] = {}
        self.sections: dict[str, list[Said]] = {key: [] for key in sections()}
        self.parts: dict[int, list[Said]] = {}
        self.homeless: list[Said] = []  # what a card has no place for
        for said in statements:
            self.said[said.ord] = said
            home = _home(said)
            if said.parent is not None:
                self.parts.setdefault(said.parent, []).append(said)
            elif home is not None:
                self.sections.setdefault(home, []).append(said)
            elif said.property != LAYOUT:
                self.homeless.append(said)
        if SECOND_CARD in self.sections:  # whatever it is, it stands last
            self.sections[SECOND_CARD] = self.sections.pop(SECOND_CARD)

    def canonical(self, key: str, without: Set[Slot] = frozenset()) -> list[Piece]:
        """A section in canonical form, without the statements that stand elsewhere."""
        here = [said for said in self.sections.get(key, []) if self._first(said) not in without]
        paragraphs: list[list[Piece]] = []
        for prop in sections().get(key, ()):
            paragraphs += self._paragraphs(prop, [said for said in here if said.property == prop])
        paragraphs += [_unknown(said) for said in here if said.property not in _homes()]
        heading = [] if key in (HEADER, SECOND_CARD) else [f"{key}\n\n"]
        return joined([*heading, *_between(paragraphs, "\n\n"), "\n\n", "\n" if key == SPONSOR else ""])

    def take(self, key: str, without: Set[Slot]) -> list[Piece]:
        """The same, once: what was written stands in no further section of that heading."""
        pieces = self.canonical(key, without)
        self.sections[key] = []
        return pieces

    def _first(self, said: Said) -> Slot:
        """A slot that is filled where the statement stands; an operation stands where its first part does."""
        return self.parts.get(said.ord, [said])[0].ord, "raw"

    def _paragraphs(self, prop: str, own: list[Said]) -> list[list[Piece]]:
        """All that is stated of one property."""
        if prop in ("operation", "counter-operation"):
            return [list(_between(_operation(said, self.parts.get(said.ord, [])), "\n")) for said in own]
        if prop == "description":
            return [_paragraph(said) for said in own]
        if prop == "title":
            return [[f"{HEADER}: ", *_list(own)]]
        if prop == "motivation":
            return [[f"**{labels()[prop]}**: ", *_list(own)]]
        if prop in labels():
            return [[f"**{labels()[prop]}**: ", *_raw(said)] for said in own] or [[f"**{labels()[prop]}**: "]]
        return [[*_guard(own[0]), *_list(own)]] if own else []


def _raw(said: Said) -> list[Piece]:
    return [(said.ord, "raw")]


def _between(groups: Iterable[list[Piece]], separator: str) -> Iterator[Piece]:
    """The groups one after another with the separator between them."""
    for number, group in enumerate(groups):
        if number:
            yield separator
        yield from group


def _list(own: list[Said]) -> list[Piece]:
    return list(_between(map(_item, own), ", "))


def _item(said: Said) -> list[Piece]:
    """A value in a list. A name that would be read as one with a giver is given the form's own "unknown", "(?)"."""
    if said.property != "name":
        return _raw(said)
    if said.qualifiers.get("giver"):
        return [(said.ord, "raw"), " (", (said.ord, "giver"), ")"]
    return [(said.ord, "raw"), " (?)" if giver_span(said.raw) else ""]


def _paragraph(said: Said) -> list[Piece]:
    """A paragraph of the description."""
    by: list[Piece] = ["(", (said.ord, "by"), ") "] if said.qualifiers.get("by") else _guard(said)
    return [*by, *_raw(said)]


def _unknown(said: Said) -> list[Piece]:
    """A statement that the schema has no place for: a field with the label it was read with, or a paragraph."""
    if said.qualifiers.get("label"):
        return ["**", (said.ord, "label"), "**: ", *_raw(said)]
    return _raw(said) if said.property == SECOND_CARD else [*_guard(said), *_raw(said)]


def _operation(said: Said, parts: list[Said]) -> Iterator[list[Piece]]:
    """The lines of an operation; the headline itself where nothing is stated of it."""
    date = next((part for part in parts if part.property == "date"), None)
    title = next((part for part in parts if part.property == "title"), None)
    if date:
        yield [*_raw(date), ": ", *(_raw(title) if title else [])]
    elif title or not parts:
        yield [*_guard(title or said), *_raw(title or said)]
    for part in parts:
        if part is not date and part is not title:
            label = part_labels().get(part.property)
            yield [f"{label}: ", *_raw(part)] if label else [*_guard(part), *_raw(part)]


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """The same pieces with neighbouring texts made one, so that equal forms are equal lists."""
    whole: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and whole and isinstance(whole[-1], str):
            whole[-1] += piece
        elif piece != "":
            whole.append(piece)
    return whole


# --- layouts ---


class Frame(msgspec.Struct, frozen=True, omit_defaults=True):
    """What holds for the file as a whole."""

    start: str = ""  # a byte order mark
    newline: str = "\n"
    end: str = "\n\n"
    sections: tuple[str, ...] = ()  # the heading lines, where they are not the canonical ones in their order


def layouts(frame: Frame, read: Sequence[tuple[str, list[Piece]]], statements: Iterable[Said]) -> dict[str, str]:
    """The layouts that a file needs, by section: as it was read, where that is not what would be written.

    `read` has the heading line and the pieces of each section in the order of the file.
    """
    record = Sorted(statements)
    keys = tuple(key for key, _ in read)
    if keys != tuple(record.sections):
        frame = msgspec.structs.replace(frame, sections=keys)
    needed = {"*": msgspec.json.encode(frame).decode()} if frame != Frame() else {}
    canonical = {key: record.canonical(key) for key in set(keys)}
    for number, (key, pieces) in enumerate(read):
        whole = joined(pieces)
        if whole != canonical[key]:
            needed[str(number)] = msgspec.json.encode(whole).decode()
    return needed


def slots(pieces: Iterable[Piece]) -> set[Slot]:
    """The slots among the pieces."""
    return {piece for piece in pieces if not isinstance(piece, str)}
