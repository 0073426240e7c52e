"""Reading sources into the built file: bytes → statements → records → profiles."""

import re
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files as package_files
from itertools import groupby
from pathlib import Path

import msgspec

from . import fetch
from .config import default_input
from .derive import derive
from .errors import InputError, Problem
from .formats import claims, formats
from .origin import Origin
from .schema import schema
from .statement import Record, Statement
from .store.read import inputs_of
from .store.write import Writer, new_file
from .values import clean

Progress = Callable[[str, int, int], None]  # what is being done, how much of it is done, of how much


class SourceSpec(msgspec.Struct, frozen=True):
    """A row of `sources.toml`, where the columns are explained."""

    title: str
    publisher: str
    terms: str
    url: str
    records: tuple[str, ...]
    kind: str
    derived_from: tuple[str, ...] = ()


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

    def as_json(self) -> str:
        """The report as indented JSON; a problem has `where`, `reason` and `hint`."""
        content = msgspec.to_builtins(self)
        content["problems"] = [{"where": str(p.origin), "reason": p.reason, "hint": p.hint} for p in self.problems]
        return msgspec.json.format(msgspec.json.encode(content), indent=2).decode() + "\n"


@cache
def sources() -> dict[str, SourceSpec]:
    """Every declared source by its id."""
    text = package_files(__package__).joinpath("sources.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, SourceSpec])


@cache
def _source_of(collection: str) -> str | None:
    """The id of the source that "format:collection" belongs to."""
    return next((id_ for id_, spec in sources().items() if collection in spec.records), None)


def build(
    paths: Iterable[Path] = (), *, db: Path, default: bool = True, progress: Progress | None = None
) -> BuildReport:
    """Builds the encyclopedia from the default input (unless `default` is False) and the paths, into `db`.

    Without paths, what an earlier file in that place was built from is read again. Raises InputError if a path does
    not exist or nothing at all could be read, StoreError if the file cannot be written; all else that is wrong is in
    the report.
    """
    begun = time.monotonic()
    say = progress or (lambda what, done, total: None)
    inputs = [path.absolute() for path in paths]
    if not inputs and default and (earlier := inputs_of(db)):
        inputs, default = [Path(path) for path in earlier[0]], earlier[1]
    found = list(default_files()) if default else []
    given = [file for path in inputs for file in fetch.files(path)]
    report = BuildReport(str(db))
    with new_file(db) as writer:
        run = _Run(writer, report)
        for number, (path, name) in enumerate([*found, *given]):
            say("reading", number, len(found) + len(given))
            run.file(path, name, named=path in inputs)
        if not run.records:
            raise InputError("no record was read", None, _advice(report))
        run.finish()
        writer.tidy()
        for spec_id in sorted({source for source, *_ in writer.counts()}):
            spec = sources()[spec_id]
            derived = msgspec.json.encode(spec.derived_from).decode()
            writer.source(spec_id, spec.title, spec.publisher, spec.terms, spec.url, derived)
        derive(writer, {id_: spec.publisher for id_, spec in sources().items()}, say)
        writer.inputs([str(path) for path in inputs], default)
        report.sources = [SourceCount(*row) for row in writer.counts()]
    report.seconds = round(time.monotonic() - begun, 2)
    return report


def _advice(report: BuildReport) -> str:
    """What to say when nothing could be read: the first thing that went wrong."""
    for thing in [*report.problems, *(f"{s.file}: {s.reason}" for s in report.skipped)]:
        return str(thing)
    return "give files or folders, or leave out --no-default"


def default_files() -> Iterator[tuple[Path, str]]:
    """The files of the packaged galaxy that belong to a declared source, each with its name.

    Raises InputError if the package is not installed.
    """
    folder = default_input()
    if folder is None:
        raise InputError("the default source is not installed", None, "pip install pymispgalaxies, or use --no-default")
    for collection in sorted(c for spec in sources().values() for c in spec.records):
        format_, name = collection.split(":", 1)
        path = folder / f"{name}.json"
        if format_ == "misp_galaxy" and path.is_file():
            yield path, path.name


class _Run:
    """The reading part of one build: what has been read so far, so that a newer copy can take an older one's place."""

    def __init__(self, writer: Writer, report: BuildReport) -> None:
        self.writer = writer
        self.report = report
        self.records: dict[str, tuple[tuple[int, str, str], int, str]] = {}  # key → rank, number, file
        self.read: dict[str, str] = {}  # sha256 → file
        self.not_understood: dict[tuple[str, str], int] = {}
        self.older: dict[tuple[str, str], int] = {}  # (file, file with the newer copies) → how many records

    def file(self, path: Path, name: str, named: bool) -> None:
        """Reads one file; `named` says that the user named it, so that it may not be passed over in silence."""
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
        elif named:
            known = ", ".join(format_.TITLE for format_ in formats().values())
            self.problem(Problem(origin, "no format reads this file", f"known are: {known}"))
        else:
            self.skip(name, "no format reads it")

    def parse(self, format_: str, raw: bytes, origin: Origin) -> None:
        """Writes every record of a file; records of a collection that no source declares are left out, and named."""
        documents: dict[str, int] = {}
        unknown: set[str] = set()
        for record, items in groupby(formats()[format_].parse(raw, origin), key=_record_of):
            statements = []
            for item in items:
                if isinstance(item, Problem):
                    self.problem(item)
                else:
                    statements.append(item)
            if record is None or not statements:
                continue
            collection = f"{record.format}:{record.collection}"
            source = _source_of(collection)
            if source is None:
                unknown.add(record.collection)
                continue
            if source not in documents:
                documents[source] = self.writer.document(source, record, len(raw))
            self.record(source, record, statements, documents[source])
        for collection in sorted(unknown):
            self.skip(origin.file, f"no source in sources.toml has records of {format_} “{collection}”")

    def record(self, source: str, record: Record, statements: list[Statement], document: int) -> None:
        """Writes a record, unless a newer copy of it is there; an older one gives way."""
        key = f"{source}:{record.id}"
        rank = _rank(record, statements)
        if key in self.records:
            older, number, file = self.records[key]
            if rank <= older:
                self.outdated(record.origin.file, file)
                return
            self.outdated(file, record.origin.file)
            self.writer.drop(number)
        cleaned = [(said, self.clean(said)) for said in statements]
        number = self.writer.record(key, source, record.kind or sources()[source].kind, document, cleaned)
        self.records[key] = (rank, number, record.origin.file)

    def clean(self, said: Statement) -> str | None:
        """The clean value as the file stores it: None where it is the raw one, "" where it means nothing."""
        value, _, understood = clean(schema().type_of(said.property, said.parent is not None), said.raw)
        if not understood:
            value_seen = (said.property, said.raw)
            self.not_understood[value_seen] = self.not_understood.get(value_seen, 0) + 1
        return None if value == said.raw else value or ""

    def outdated(self, file: str, newer: str) -> None:
        """Counts a record left out for a newer copy."""
        self.older[file, newer] = self.older.get((file, newer), 0) + 1

    def finish(self) -> None:
        """Completes the report with what only shows at the end."""
        for (file, newer), count in sorted(self.older.items()):
            self.skip(file, f"{count} {'record stands' if count == 1 else 'records stand'} newer in {newer}")
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


def _rank(record: Record, statements: list[Statement]) -> tuple[int, str, str]:
    """Which of two copies of a record is the newer: by the number in its edition, its date, then its bytes.

    The last has no meaning but the same outcome whichever file is read first.
    """
    number = re.search(r"\d+", record.edition)
    modified = next((said.raw for said in statements if said.property == "modified"), "")
    return int(number[0]) if number else 0, modified, record.origin.sha256
