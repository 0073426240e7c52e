"""Reading sources into the built file: bytes → statements → records → profiles."""

import gc
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import msgspec

from . import fetch, judgements
from .config import default_input, overlay_dir
from .derive import Given, derive
from .errors import InputError, Problem, StoreError
from .fetch.kept import Kept
from .formats import claims, formats
from .ledger import Ledger
from .origin import Origin
from .overlay import CARDS, settings
from .schema import type_of
from .sources import deprecated, source_of, sources
from .statement import Record, Statement
from .store.read import Reader, inputs_of, ledger_of
from .store.write import AlreadyBuilt, Writer, new_file
from .values import clean
from .versions import Former

Progress = Callable[[str, int, int], None]  # what is being done, how much of it is done, of how much


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


def build(
    paths: Iterable[Path] = (),
    *,
    db: Path,
    default: bool = True,
    overlay: Path | None = None,
    progress: Progress | None = None,
    first: bool = False,
) -> BuildReport:
    """Builds the encyclopedia from the default input (unless `default` is False) and the paths, into `db`.

    Without paths, what an earlier file in that place was built from is read again. The cards and judgements of the
    overlay, the user's own if none is given, are laid over it. Raises InputError if a path does
    not exist or nothing at all could be read, StoreError if the file cannot be written or what stands there is not
    ours; all else that is wrong is in the report. `first` is for `build_first`.
    """
    begun = time.monotonic()
    say = progress or (lambda what, done, total: None)
    inputs = [path.absolute() for path in paths]
    if not inputs and default and (earlier := inputs_of(db)):
        inputs, default = [Path(path) for path in earlier[0]], earlier[1]
    found = list(default_files()) if default else []
    folder = overlay or Path(overlay_dir())
    cards = [folder / CARDS] if os.path.isdir(folder / CARDS) else []
    given = [file for path in [*inputs, *cards] for file in fetch.files(path)]
    named = set(inputs)
    report = BuildReport(str(db))
    with _no_collection(), new_file(db, first=first) as writer:
        run = _Run(writer, report)
        for number, (path, name) in enumerate([*found, *given]):
            say("reading", number, len(found) + len(given))
            run.file(path, name, named=path in named)
        if not run.records:
            raise InputError("no record was read", None, _advice(report))
        run.finish()
        writer.tidy()
        report.sources = [SourceCount(*row) for row in writer.counts()]
        for id_ in sorted({count.source for count in report.sources}):
            source = sources()[id_]
            writer.source(id_, source.title, source.publisher, source.terms, source.url, source.derived_from)
        report.problems += _derive(writer, folder, db, say)
        writer.inputs([str(path) for path in inputs], default)
    report.seconds = round(time.monotonic() - begun, 2)
    return report


def build_first(db: Path, progress: Progress | None = None) -> BuildReport | None:
    """Builds a file that is missing or of another version, from what that was built from or the default input.

    None if another process has done so while this one waited for it: whoever asks first at the same time builds, and
    the others take what is there. Raises like `build`.
    """
    try:
        return build(db=db, progress=progress, first=True)
    except AlreadyBuilt:
        return None


def rederive(db: Path, overlay: Path | None = None, progress: Progress | None = None) -> list[Problem]:
    """Decides anew in a built file which records are one, after people judged; no source is read again.

    Gives what is wrong with the judgements. Raises StoreError if the file cannot be read or written.
    """
    Reader(str(db)).close()  # a file that is none of ours, or another version's, is not touched
    with _no_collection(), new_file(db, again=True) as writer:
        return _derive(writer, overlay or Path(overlay_dir()), db, progress or (lambda what, done, total: None))


def _derive(writer: Writer, overlay: Path, db: Path, say: Progress) -> list[Problem]:
    """Derives everything from the statements, the overlay and the ledger of the file that stands in `db`."""
    said = judgements.read(overlay)
    slugs, gone, present = ledger_of(db)
    publishers = {id_: source.publisher for id_, source in sources().items()}
    ledger = Ledger(slugs, {**gone, **present})
    origin = Origin(str(overlay / judgements.FILE))
    hint = "check the key, or give the source it is in"
    with _former(db) as former:
        titles = settings(overlay).titles
        given = Given(publishers, said.judgements, said.rejections, titles, ledger, former, _now())
        unknown = [Problem(origin, f"no record has the key {key}", hint) for key in derive(writer, given, say)]
    return [*said.problems, *unknown]


@contextmanager
def _former(db: Path) -> Iterator[Former | None]:
    """The file that stands in the place, None if there is none that this version reads."""
    try:
        reader = Reader(str(db))
    except StoreError:
        yield None
        return
    try:
        yield Former(reader)
    finally:
        reader.close()  # where a file is open nothing can take its place, on Windows


def _now() -> str:
    """The time of the build, ISO 8601 in UTC; that of SOURCE_DATE_EPOCH where it is set, so that it can be repeated.

    See https://reproducible-builds.org/specs/source-date-epoch/.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = float(fixed) if fixed.isdecimal() else time.time()
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the cycle collector: it looks through all that is read again and again, a fifth of a build, for nothing.

    Statements refer to records and never back, so counting references frees them.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _advice(report: BuildReport) -> str:
    """What to say when nothing could be read: the first thing that went wrong."""
    for thing in [*report.problems, *(f"{s.file}: {s.reason}" for s in report.skipped)]:
        return str(thing)
    return "give files or folders, or leave out --no-default"


def default_files() -> Iterator[tuple[Path, str]]:
    """The files of the sources that publish some, each with its name: the fetched one, else the packaged one.

    So what a publisher withdrew is gone, and what was fetched once stays. A file that was never fetched and that the
    packaged galaxy has not yet is left out. Raises InputError if the package is not installed.
    """
    packaged, fetched = default_input(), Kept().folder
    if packaged is None:
        raise InputError("the default source is not installed", None, "pip install pymispgalaxies, or use --no-default")
    for name, id_ in sorted((name, id_) for id_, source in sources().items() for name in source.files):
        path = next((path for path in (fetched / id_ / name, packaged / name) if path.is_file()), None)
        if path:
            yield path, name


class _Copy(NamedTuple):
    """A record that was written, as far as another copy of it needs to know."""

    rank: tuple[int, str, str, str]
    number: int
    file: str
    collection: str


class _Run:
    """The reading part of one build: what has been read so far, so that a newer copy can take an older one's place."""

    def __init__(self, writer: Writer, report: BuildReport) -> None:
        self.writer = writer
        self.report = report
        self.records: dict[str, _Copy] = {}  # by key
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
        left_out: set[str] = set()
        for record, items in groupby(formats()[format_].parse(raw, origin), key=_record_of):
            statements = []
            for item in items:
                if isinstance(item, Problem):
                    self.problem(item)
                else:
                    statements.append(item)
            if record is None or not statements:
                continue
            source = source_of(f"{record.format}:{record.collection}")
            if source is None:
                left_out.add(record.collection)
                continue
            if source not in documents:
                documents[source] = self.writer.document(source, record, len(raw))
            self.record(source, record, statements, documents[source])
        for collection in sorted(left_out):
            old = deprecated(f"{format_}:{collection}")
            reason = "kept by its publisher for old events only" if old else "of no source in sources.toml"
            self.skip(origin.file, f"{format_} “{collection}” is {reason}")

    def record(self, source: str, record: Record, statements: list[Statement], document: int) -> None:
        """Writes a record; of two copies of one, the newer stays.

        Where the other is of another collection (ATT&CK's domains share many things), what it says of relations is
        added: each domain has those of its own.
        """
        key = f"{source}:{record.id}"
        earlier = self.records.get(key)
        copy = _Copy(_rank(record, statements), 0, record.origin.file, record.collection)
        if earlier and earlier.collection == copy.collection and copy.rank <= earlier.rank:
            self.outdated(copy.file, earlier.file)
            return
        cleaned = [(said, self.clean(said)) for said in statements]
        kind = record.kind or sources()[source].records[f"{record.format}:{record.collection}"]
        copy = copy._replace(number=self.writer.record(key, source, kind, document, cleaned))
        self.records[key] = self.newer(earlier, copy) if earlier else copy

    def newer(self, earlier: _Copy, copy: _Copy) -> _Copy:
        """Which of two copies stays; the other is taken out."""
        stays, goes = (copy, earlier) if copy.rank > earlier.rank else (earlier, copy)
        if stays.collection == goes.collection:
            self.outdated(goes.file, stays.file)
        else:
            self.writer.take_relations(stays.number, goes.number)
        self.writer.drop(goes.number)
        return stays

    def clean(self, said: Statement) -> str | None:
        """The clean value as the file stores it: None where it is the raw one, "" where it means nothing."""
        value, _, understood = clean(type_of(said.property, said.parent is not None), said.raw)
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


def _rank(record: Record, statements: list[Statement]) -> tuple[int, str, str, str]:
    """Which of two copies of a record is the newer: by the number in its edition, its date, then its bytes.

    The last has no meaning but the same outcome whichever file is read first.
    """
    number = re.search(r"0*([0-9]+)", record.edition)
    digits = number[1] if number else ""  # compared by length and text: int() refuses more than 4,300 of them
    modified = next((said.raw for said in statements if said.property == "modified"), "")
    return len(digits), digits, modified, record.origin.sha256
