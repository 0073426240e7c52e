"""Threat group cards in Markdown, one actor a file, as ETDA/ThaiCERT writes them (https://apt.etda.or.th).

What stands where is `bestiary/card.py`. Any text that begins with `# Threat actor: NAME` is read, and given back by
the export `card` byte for byte: sections may be missing, repeated, unknown or in any order, with any blank lines. An
unknown field or section becomes `x-…`, with what it is called as qualifier `label` or `heading`. A card without a
title is a Problem and nothing else, as nothing would say whom it describes. What follows a second title is kept as
one `x-second-card`: read as statements, it would lay one actor's facts on another.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice

from .. import card
from ..card_text import Span, blocks, lines, part, quoted, trim
from ..errors import Problem
from ..names import fold, slug
from ..origin import Origin
from ..record_ids import is_uuid
from ..statement import Draft, Record, Statement

TITLE = "Threat group card"

SECTIONS = 10_000  # in one card, however little stands in each; the canonical form has nine

_NONE: Mapping[str, str | Span] = {}

_BOM = "\ufeff"
_FIRST = re.compile(r"\s*# Threat actor:([^\n]*)", re.IGNORECASE)
_AGAIN = re.compile(r"^# Threat actor:", re.IGNORECASE | re.MULTILINE)
_HEADING = re.compile(r"^## ([^\n]*)", re.MULTILINE)
_FIELD = re.compile(r"\*\*([^*\n]+)\*\*:")
_DATE = re.compile(r"([0-9]{4}(?:-[0-9]{2}){0,2}(?:/[0-9]{4}(?:-[0-9]{2}){0,2})?(?: [A-Za-z]+)?):(?=\s|$)")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def identify(head: bytes, name: str) -> bool:
    """A card begins with the title line, whatever the file is called."""
    return head.removeprefix(_BOM.encode()).lstrip()[:15].lower() == b"# threat actor:"


def parse(raw: bytes, origin: Origin) -> Iterator[Statement | Problem]:
    """The statements of the card in the order of the file, then the layouts it needs. The place is the line."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        yield Problem(origin.at(line), f"not UTF-8 (byte {error.start} of the file)", "save the file as UTF-8")
        return
    frame, text = _unframe(text)
    title = _FIRST.match(text)
    if not title or not title[1].strip():
        yield Problem(origin, "a card without a title", "begin the file with “# Threat actor: NAME”")
        return
    again = _AGAIN.search(text, title.end())
    end = again.start() if again else len(text)
    headings = list(islice(_HEADING.finditer(text, title.end(), end), SECTIONS + 1))
    if len(headings) > SECTIONS:
        end, again = headings.pop().start(), None
        place = origin.at(text.count("\n", 0, end) + 1)
        yield Problem(place, f"more than {SECTIONS:,} sections: the rest of the card was left out", "split it")
    stops = [*(heading.start() for heading in headings), end]
    top = (title.end(), stops[0])
    id_ = _id(text, title[1].strip(), top)
    with Draft(Record("etda_card", "card" if is_uuid(id_) else "own", id_, origin)) as draft:
        reader = _Reader(text, draft)
        reader.top(trim(text, *title.span(1)), top)
        for heading, stop in zip(headings, stops[1:], strict=True):
            reader.section(heading[1].strip(), heading.start(), (heading.end(), stop))
        if again:
            yield Problem(origin.at(reader.line(end)), "a second card in one file", "split it: one card a file")
            reader.second_card(end)
        reader.lay(frame)
    yield from draft


def _unframe(text: str) -> tuple[card.Frame, str]:
    """The text without byte order mark, with "\n" only and without the two that end a canonical card."""
    start = _BOM if text.startswith(_BOM) else ""
    newline = "\r\n" if 0 < text.count("\r\n") == text.count("\n") else "\n"
    text = text.removeprefix(_BOM).replace(newline, "\n")
    end = "\n\n" if text.endswith("\n\n") else ""
    return card.Frame(start, newline, end), text.removesuffix("\n\n")


def _id(text: str, title: str, top: Span) -> str:
    """The first UUID that is one; else what tells the card's first name from others."""
    for label, value in _fields(text, top):
        if label and _plainly(text[slice(*label)]) == "uuid" and _UUID.fullmatch(text, *value):
            return text[slice(*value)].lower()
    name = next(iter(card.title_names(title)), title)
    return f"name-{fold(name) or name}"


# --- what the text consists of ---


def _fields(text: str, span: Span) -> Iterator[tuple[Span | None, Span]]:
    """Label and value of each field; None and the line for a line that is none."""
    for line in lines(text, span):
        field = _FIELD.match(text, *line)
        label = trim(text, *field.span(1)) if field else None
        if field and label and label[0] < label[1]:
            yield label, trim(text, field.end(), line[1])
        else:
            yield None, line


def _plainly(label: str) -> str:
    """A heading or label for comparing: as people type it, case and blanks do not matter."""
    return " ".join(label.split()).casefold()


@cache
def _known() -> tuple[dict[str, str], dict[str, str]]:
    """Heading → heading line, and label of a field → property."""
    headings = {_plainly(key.removeprefix("## ")): key for key in card.sections() if key != card.HEADER}
    return headings, {_plainly(label): name for name, label in card.labels().items()}


class _Reader:
    """Reads section by section, and remembers which stretch of the text each statement was read from."""

    def __init__(self, text: str, draft: Draft) -> None:
        self.text = text
        self.draft = draft
        self.read: list[tuple[str, list[card.Piece]]] = []
        self.places: list[int] = []  # the line of each section
        self.slots: list[tuple[int, int, card.Slot]] = []  # of the section being read, as they stand
        self._counted = (0, 1)  # a place in the text and its line, so that no line is counted twice

    def line(self, at: int) -> int:
        """The line of a place in the text; places are asked for in the order of the file."""
        start, line = self._counted
        self._counted = (at, line + self.text.count("\n", start, at))
        return self._counted[1]

    def state(self, prop: str, span: Span, parent: int | None = None, more: Mapping[str, str | Span] = _NONE) -> None:
        """States what the stretch says, with `more` as qualifiers; one given as a stretch is read from the text too."""
        said = {name: q if isinstance(q, str) else self.text[slice(*q)] for name, q in more.items()}
        raw = card.unescape(self.text[slice(*span)])
        ord_ = self.draft.state(prop, raw, self.line(span[0]), parent, **said)
        slots = [(*q, (ord_, name)) for name, q in more.items() if not isinstance(q, str)]
        self.slots += sorted([*slots, (*span, (ord_, "raw"))])

    def begin(self, start: int) -> None:
        """Begins a section."""
        self.places.append(self.line(start))
        self.slots = []

    def close(self, key: str, start: int, end: int) -> None:
        """Ends a section: what was read from it, and the text in between."""
        pieces: list[card.Piece] = []
        for first, last, slot in self.slots:
            pieces += [self.text[start:first], slot]
            start = last
        self.read.append((key, [*pieces, self.text[start:end]]))

    def top(self, title: Span, rest: Span) -> None:
        """The title and the fields below it."""
        self.begin(0)
        self.state("title", title)
        self.fields(rest, "")
        self.close(card.HEADER, 0, rest[1])

    def section(self, heading: str, start: int, body: Span) -> None:
        """A section; one that no card has is read as text."""
        self.begin(start)
        key = _known()[0].get(_plainly(heading), f"## {heading}")
        prop, *more = card.sections().get(key, ("",))
        if more:
            self.fields(body, key.removeprefix("## "))
        elif prop in ("operation", "counter-operation"):
            self.operations(prop, body)
        elif prop and prop != "description":
            self.list(prop, body)
        else:
            self.paragraphs(prop, body, heading)
        self.close(key, start, body[1])

    def second_card(self, start: int) -> None:
        """Everything from a second title on, as it is."""
        self.begin(start)
        span = trim(self.text, start, len(self.text))
        ord_ = self.draft.state(card.SECOND_CARD, self.text[slice(*span)], self.places[-1])
        self.slots = [(*span, (ord_, "raw"))]
        self.close(card.SECOND_CARD, start, len(self.text))

    def fields(self, body: Span, heading: str) -> None:
        """Lines of label and value; an empty one states nothing."""
        for label, value in _fields(self.text, body):
            prop = _known()[1].get(_plainly(self.text[slice(*label)])) if label else None
            if label is None:
                self.state("x-text", self._after_backslash(value), more={"heading": heading})
            elif prop == "motivation":
                self.values(prop, value)
            elif value[0] < value[1]:
                where: dict[str, str | Span] = {"label": label, "heading": heading} if heading else {"label": label}
                self.state(prop or f"x-{slug(self.text[slice(*label)])}", value, more={} if prop else where)

    def list(self, prop: str, body: Span) -> None:
        """Values with commas between them, usually on one line."""
        for line in lines(self.text, body):
            self.values(prop, self._after_backslash(line))

    def values(self, prop: str, line: Span) -> None:
        """The values of one line."""
        for start, end in card.list_spans(self.text[slice(*line)]):
            start, end = start + line[0], end + line[0]
            name = card.giver_span(self.text[start:end]) if prop == "name" else None
            giver = trim(self.text, start + name[1], start + name[2]) if name else (0, 0)
            more = {"giver": giver} if giver[0] < giver[1] else {}
            self.state(prop, (start, start + name[0] if name else end), more=more)

    def paragraphs(self, prop: str, body: Span, heading: str) -> None:
        """Text; a paragraph of the description may begin with whom it quotes."""
        for block in blocks(self.text, body):
            whole = self._after_backslash(block)
            if prop:
                by, text = quoted(self.text, whole)
                self.state(prop, text, more={"by": by} if by else {})
            else:
                self.state(f"x-{slug(heading) or 'text'}", whole, more={"heading": heading})

    def operations(self, prop: str, body: Span) -> None:
        """A block each, the first line of which is its headline."""
        for block in blocks(self.text, body):
            rest = lines(self.text, block)
            first = self._after_backslash(next(rest))
            parent = self.draft.state(prop, self.text[slice(*first)], self.line(first[0]))
            date = _DATE.match(self.text, *first)
            if date:
                self.state("date", date.span(1), parent)
                title = trim(self.text, date.end(), first[1])
                if title[0] < title[1]:
                    self.state("title", title, parent)
            else:
                self.part("title", first, parent)
            for line in rest:
                self.part("text", self._after_backslash(line), parent)

    def part(self, otherwise: str, line: Span, parent: int) -> None:
        """A line of an operation: a URL, one with a label, or else what is usual there."""
        prop, value = part(self.text, line, otherwise)
        self.state(prop, value, parent)

    def lay(self, frame: card.Frame) -> None:
        """The layouts, after all that says something: they name statements by number."""
        for section, layout in card.layouts(frame, self.read, self.draft.statements).items():
            place = 1 if section == "*" else self.places[int(section)]
            self.draft.state(card.LAYOUT, layout, place, section=section)

    def _after_backslash(self, span: Span) -> Span:
        """The stretch without the backslash that keeps its first line from being a heading."""
        start, end = span
        marked = self.text[start : start + 1] == "\\" and card.MARK.match(self.text, start, end)
        return (start + 1, end) if marked else span
