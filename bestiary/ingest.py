"""Reading sources into the built file: bytes → statements → records → profiles."""

import gc
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from . import fetch, judgements
from .config import default_input, overlay_dir
from .derive import Given, derive
from .errors import InputError, Problem, StoreError, UsageError
from .fetch.kept import Kept
from .ledger import Ledger
from .levels import LEVELS, highest, within
from .origin import Origin
from .overlay import CARDS, settings
from .reading import BuildReport, Run, SourceCount
from .sources import sources
from .store.read import Reader, inputs_of, ledger_of
from .store.write import AlreadyBuilt, Writer, new_file
from .versions import Former

Progress = Callable[[str, int, int], None]  # what is being done, how much of it is done, of how much


def build(
    paths: Iterable[Path] = (),
    *,
    db: Path,
    default: bool = True,
    overlay: Path | None = None,
    progress: Progress | None = None,
    first: bool = False,
    level: str = "red",
    of: str = "",
) -> BuildReport:
    """Builds the encyclopedia from the default input (unless `default` is False) and the paths, into `db`.

    Without paths, what an earlier file in that place was built from is read again. The cards and judgements of the
    overlay, the user's own if none is given, are laid over it. Raises InputError if a path does
    not exist or nothing at all could be read, StoreError if the file cannot be written or what stands there is not
    ours; all else that is wrong is in the report. `first` is for `build_first`, `level` and `of` are for `at_level`.
    """
    begun = time.monotonic()
    say = progress or (lambda what, done, total: None)
    inputs = [path.absolute() for path in paths]
    if not inputs and default and (earlier := inputs_of(db)):
        inputs, default = [Path(path) for path in earlier[0]], earlier[1]
    found = list(default_files()) if default else []
    folder = overlay or Path(overlay_dir())
    laid = settings(folder)
    cards = [folder / CARDS] if os.path.isdir(folder / CARDS) else []
    given = [file for path in [*inputs, *cards] for file in fetch.files(path)]
    named = set(inputs)
    report = BuildReport(str(db))
    with _no_collection(), new_file(db, first=first) as writer:
        run = Run(writer, report, level)
        for number, (path, name) in enumerate([*found, *given]):
            say("reading", number, len(found) + len(given))
            run.least = laid.tlp if path.is_relative_to(folder / CARDS) else "clear"
            run.file(path, name, named=path in named)
        if not run.records:
            raise InputError("no record was read", None, _advice(report))
        run.finish()
        writer.tidy()
        report.sources = [SourceCount(*row) for row in writer.counts()]
        for id_ in sorted({count.source for count in report.sources}):
            source = sources()[id_]
            writer.source(id_, source.title, source.publisher, source.terms, source.url, source.derived_from)
        problems, held = _derive(writer, folder, db, say, level)
        report.problems += problems
        writer.inputs([] if of else [str(path) for path in inputs], default, str(folder))
        _level(writer, db, highest([run.highest, held]), of)
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


def _level(writer: Writer, db: Path, level: str, of: str) -> None:
    """Writes down the level of a file, which is not lower than that of the file it replaces: the ledger remembers that.

    If it is higher, the former file is kept as that of its own level, so that what was published at it goes on from
    there.
    """
    former = _level_of(db)
    if former and level != former and within(former, level) and not of and not level_file(db, former).exists():
        shutil.copyfile(db, level_file(db, former))
    writer.level(highest([level, former or "clear"]), of)


def _level_of(db: Path) -> str | None:
    with suppress(StoreError), closing(Reader(str(db))) as reader:
        return reader.note("level")
    return None


def level_file(db: Path, level: str) -> Path:
    """Where the file of a level stands: beside the whole one."""
    return db.with_name(f"{db.stem}.tlp-{level}{db.suffix}")


def at_level(db: Path, level: str, progress: Progress | None = None) -> Path:
    """The file of what is at or below a level: `db` itself if all of it is, else one that stands beside it.

    That is built of the same inputs and the same overlay, of which what is above the level is left out before anything
    is made of it; and anew only if `db` was. Raises like `build`, UsageError for a level that is none.
    """
    if level not in LEVELS:
        raise UsageError(f"there is no level “{level}”", hint=f"there are: {', '.join(LEVELS)}")
    with closing(Reader(str(db))) as reader:
        if within(reader.note("level"), level):
            return db
        overlay = Path(reader.note("overlay"))
    state = db.stat()
    of, path = f"{state.st_size} {state.st_mtime_ns}", level_file(db, level)
    with suppress(StoreError), closing(Reader(str(path))) as reader:
        if reader.note("of") == of:
            return path
    paths, default = inputs_of(db) or ([], True)
    build(map(Path, paths), db=path, default=default, overlay=overlay, progress=progress, level=level, of=of)
    return path


def rederive(db: Path, overlay: Path | None = None, progress: Progress | None = None) -> list[Problem]:
    """Decides anew in a built file which records are one, after people judged; no source is read again.

    Gives what is wrong with the judgements. Raises StoreError if the file cannot be read or written.
    """
    Reader(str(db)).close()  # a file that is none of ours, or another version's, is not touched
    with _no_collection(), new_file(db, again=True) as writer:
        say = progress or (lambda what, done, total: None)
        problems, held = _derive(writer, overlay or Path(overlay_dir()), db, say, "red")
        _level(writer, db, held, "")
        return problems


def _derive(writer: Writer, overlay: Path, db: Path, say: Progress, most: str) -> tuple[list[Problem], str]:
    """Derives everything from the statements, the overlay and the ledger of the file that stands in `db`.

    Of the overlay what is at or below the level `most`; gives its problems, and the highest level in it.
    """
    laid = settings(overlay)
    said = judgements.read(overlay, laid.tlp, most)
    slugs, gone, present = ledger_of(db)
    publishers = {id_: source.publisher for id_, source in sources().items()}
    ledger = Ledger(slugs, {**gone, **present})
    origin = Origin(str(overlay / judgements.FILE))
    hint = "check the key, or give the source it is in"
    with _former(db) as former:
        titles = laid.titles if within(laid.tlp, most) else {}
        given = Given(publishers, said.judgements, said.rejections, titles, laid.tlp, ledger, former, _now())
        unknown = [Problem(origin, f"no record has the key {key}", hint) for key in derive(writer, given, say)]
    held = [one.tlp for one in said.judgements] + [one.tlp for one in said.rejections]
    return [*said.problems, *unknown], highest([*held, laid.tlp if titles else "clear"])


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
