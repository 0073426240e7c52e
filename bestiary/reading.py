"""Reading files into a file that is being built: each format's statements, their levels and what they mean."""

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import msgspec

from . import fetch, levels
from .card import LAYOUT, SECOND_CARD
from .errors import InputError, Problem
from .formats import claims, formats, unclaimed
from .levels import highest
from .origin import Origin
from .schema import type_of
from .sources import deprecated, source_of, sources
from .statement import Record, Statement
from .store.write import Writer
from .values import clean

CARD = "; a threat group card begins with “# Threat actor: NAME”"


class SourceCount(msgspec.Struct):
    """How much of a kind a source gave."""

    source: str
    kind: str
    records: int
    statements: int


class Skipped(msgspec.Struct):
    """A file, or records of one, left out on purpose."""

    file: str
    reason: str


class Unread(msgspec.Struct):
    """A value kept as written because nothing exact could be made of it."""

    property: str
    value: str
    count: int


class BuildReport(msgspec.Struct):
    """What a build did."""

    file: str
    seconds: float = 0.0
    sources: list[SourceCount] = []
    problems: list[Problem] = []
    skipped: list[Skipped] = []
    unread: list[Unread] = []
    notes: list[str] = []  # what whoever builds should know, though nothing is wrong

    def as_json(self) -> str:
        """The report as indented JSON; a problem has `where`, `reason` and `hint`."""
        content = msgspec.to_builtins(self)
        content["problems"] = [{"where": str(p.origin), "reason": p.reason, "hint": p.hint} for p in self.problems]
        return msgspec.json.format(msgspec.json.encode(content), indent=2).decode() + "\n"


_KNOWN = (LAYOUT, SECOND_CARD, "x-tlp")  # what a card has beside its properties


class _Copy(NamedTuple):
    """A record that was written, as far as another copy of it needs to know."""

    rank: tuple[int, str, str, str]
    number: int
    file: str
    table: str  # the path of the table it stands in, "" if in none


class Run:
    """The reading part of one build: what has been read so far, so that a newer copy can take an older one's place."""

    def __init__(self, writer: Writer, report: BuildReport, most: str) -> None:
        """`most` is the highest level of what is read; what is above it is passed over without a word."""
        self.writer = writer
        self.most = most
        self.least = "clear"  # the level of what says none
        self.source = ""  # of what is read now, whatever its form; "" for the one that declares it
        self.path = Path()  # of the file that is read now
        self.highest = "clear"  # of all that was read
        self.report = report
        self.records: dict[str, dict[str, _Copy]] = {}  # by key, then by collection
        self.read: dict[str, str] = {}  # sha256 → file
        self.not_understood: dict[tuple[str, str], int] = {}
        self.headings: dict[str, str] = {}  # of cards, that mean nothing here → the first file that has it
        self.older: dict[tuple[str, str], int] = {}  # (file, file with the newer copies) → how many records
        self.twice: dict[tuple[str, str], int] = {}  # (table, table whose records of the same ids stay) → how many

    def file(self, path: Path, name: str, named: bool, source: str = "") -> None:
        """Reads one file; `named` says that the user named it, so that it may not be passed over in silence.

        `source` is whose its records are, if not of the source that declares them.
        """
        self.source = source
        self.path = path
        try:
            raw, origin = fetch.read(path, name)
        except InputError as error:
            self.problem(Problem(error.origin or Origin(name), error.message, error.hint))
            return
        if origin.sha256 in self.read:
            self.skip(name, f"the same bytes as {self.read[origin.sha256]}")
            return
        self.read[origin.sha256] = name
        claimed = claims(raw, name)
        if len(claimed) == 1:
            self.parse(claimed[0], raw, origin)
        elif claimed:
            hint = "one of the formats must be stricter"
            self.problem(Problem(origin, f"claimed by several formats: {', '.join(claimed)}", hint))
        else:
            self.unclaimed(raw, origin, named)

    def unclaimed(self, raw: bytes, origin: Origin, named: bool) -> None:
        """Notes a file that no format reads: as a problem if the user named it or it is broken, else as left out."""
        why, hint, broken = unclaimed(raw, origin.file)
        more = f": {why}" if why else CARD if origin.file.endswith(".md") else ""
        if named or broken:
            self.problem(Problem(origin, f"no format reads this file{more}", hint))
        else:
            self.skip(origin.file, f"no format reads it{more}")

    def parse(self, format_: str, raw: bytes, origin: Origin) -> None:
        """Writes every record of a file; records of a collection that no source declares are left out, and named."""
        documents: dict[str, int] = {}
        left_out: set[str] = set()
        for record, items in groupby(formats()[format_].parse(raw, origin), key=_record_of):
            statements = []
            for item in items:
                if isinstance(item, Problem):
                    self.problem(item)
                else:
                    statements.append(item)
            for problem in levels.mark(statements, self.least):
                self.problem(problem)
            if self.most != "red":
                statements = levels.kept(statements, self.most)
            if record is None or not statements:
                continue
            self.highest = highest([self.highest, *{said.tlp for said in statements}])
            declared = source_of(f"{record.format}:{record.collection}")
            if declared is None:
                left_out.add(record.collection)
                continue
            kind = record.kind or sources()[declared].records[f"{record.format}:{record.collection}"]
            source = self.source or declared
            if source not in documents:
                documents[source] = self.writer.document(source, record, len(raw))
            self.record(source, kind, record, statements, documents[source])
        for collection in sorted(left_out):
            old = deprecated(f"{format_}:{collection}")
            reason = "kept by its publisher for old events only" if old else "of no source in sources.toml"
            self.skip(origin.file, f"{format_} “{collection}” is {reason}")

    def record(self, source: str, kind: str, record: Record, statements: list[Statement], document: int) -> None:
        """Writes a record; of two copies of one in a collection, the newer stays."""
        key = f"{source}:{record.id}"
        earlier = self.records.get(key, {}).get(record.collection)
        table = fetch.written(str(self.path)) if record.format == "alias_table" else ""
        copy = _Copy(_rank(record, statements), 0, record.origin.file, table)
        if earlier and copy.rank <= earlier.rank:
            self.outdated(copy, earlier)
            return
        if record.format == "etda_card":
            for said in statements:
                if said.parent is None and said.property.startswith("x-") and said.property not in _KNOWN:
                    self.headings.setdefault(said.property.removeprefix("x-"), record.origin.file)
        cleaned = [(said, self.clean(said)) for said in statements]
        copy = copy._replace(number=self.writer.record(key, source, kind, document, cleaned))
        self.records.setdefault(key, {})[record.collection] = copy
        if earlier:
            self.outdated(earlier, copy)
            self.writer.drop(earlier.number)

    def join(self, copies: Iterable[_Copy]) -> None:
        """Of copies of one record in several collections, as ATT&CK's domains share many things, the newest stays.

        What the others say of relations is added: each domain has those of its own.
        """
        newest, *others = sorted(copies, key=lambda copy: copy.rank, reverse=True)
        for copy in others:
            self.writer.take_relations(newest.number, copy.number)
            self.writer.drop(copy.number)

    def clean(self, said: Statement) -> str | None:
        """The clean value as the file stores it: None where it is the raw one, "" where it means nothing."""
        value, _, understood = clean(type_of(said.property, said.parent is not None), said.raw)
        if not understood:
            value_seen = (said.property, said.raw)
            self.not_understood[value_seen] = self.not_understood.get(value_seen, 0) + 1
        return None if value == said.raw else value or ""

    def outdated(self, goes: _Copy, stays: _Copy) -> None:
        """Counts a record left out for a newer copy, or for one in another table: of these nothing says how old."""
        files, counted = (
            ((goes.table, stays.table), self.twice) if goes.table else ((goes.file, stays.file), self.older)
        )
        counted[files] = counted.get(files, 0) + 1

    def finish(self) -> None:
        """Completes the records, and the report, with what only shows at the end."""
        for copies in self.records.values():
            if len(copies) > 1:
                self.join(copies.values())
        for (file, newer), count in sorted(self.older.items()):
            self.skip(file, f"{count} {'record stands' if count == 1 else 'records stand'} newer in {newer}")
        for (table, other), count in sorted(self.twice.items()):
            reason = f"{count} of its records {'has an id' if count == 1 else 'have ids'} of {other} too: left out"
            hint = "call one of the tables otherwise, for that is part of the ids; or give them ids that no other has"
            self.problem(Problem(Origin(table), reason, hint))
        self.report.notes += [
            f"{file}: “{heading}” is no heading or field of a card that is known: kept as it is"
            for heading, file in sorted(self.headings.items())
        ]
        rows = (Unread(prop, value, count) for (prop, value), count in self.not_understood.items())
        self.report.unread = sorted(rows, key=lambda row: (-row.count, row.property, row.value))

    def problem(self, problem: Problem) -> None:
        """Notes a problem."""
        self.report.problems.append(problem)

    def skip(self, file: str, reason: str) -> None:
        """Notes what is left out."""
        self.report.skipped.append(Skipped(file, reason))


def _record_of(item: Statement | Problem) -> Record | None:
    return None if isinstance(item, Problem) else item.record


def _rank(record: Record, statements: list[Statement]) -> tuple[int, str, str, str]:
    """Which of two copies of a record is the newer: by the number in its edition, its date, then its bytes.

    The last has no meaning but the same outcome whichever file is read first.
    """
    number = re.search(r"0*([0-9]+)", record.edition)
    digits = number[1] if number else ""  # compared by length and text: int() refuses more than 4,300 of them
    modified = next((said.raw for said in statements if said.property == "modified"), "")
    return len(digits), digits, modified, record.origin.sha256
