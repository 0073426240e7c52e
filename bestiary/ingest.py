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
from .config import data_overlay, default_input, overlay_dir
from .derive import Given, derive
from .errors import InputError, Problem, StoreError, UsageError
from .fetch.kept import Kept
from .ledger import Ledger
from .levels import LEVELS, highest, within
from .origin import Origin
from .overlay import CARDS, Settings, chosen, settings
from .reading import BuildReport, Run, SourceCount
from .sources import OVERLAY, sources
from .store.earlier import Earlier, Inputs, inputs_of, ledger_of, level_of
from .store.read import Reader
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
    afresh: bool = False,
    first: bool = False,
    level: str = "red",
    of: str = "",
) -> BuildReport:
    """Builds the encyclopedia from the default input (unless `default` is False) and the paths, into `db`.

    Without paths, what an earlier file in that place was built from is read again, unless it is made `afresh`. The
    cards and judgements of the overlay are laid over it: see `overlay.chosen`. Raises InputError if a path does not
    exist or nothing at all could be read, StoreError if the file cannot be written or what stands there is not ours;
    all else that is wrong is in the report. `first` is for `build_first`, `level` and `of` are for `at_level`.
    """
    begun = time.monotonic()
    say = progress or (lambda what, done, total: None)
    inputs = [path.absolute() for path in paths]
    report = BuildReport(str(db))
    with _no_collection(), new_file(db, first=first) as writer:
        earlier = None if afresh else inputs_of(db)  # of the file that is replaced, whoever built it meanwhile
        if not inputs and default and earlier:
            inputs, default = _again(earlier), earlier.default
        found = list(default_files()) if default else []
        folder = chosen(overlay, earlier.overlay if earlier else "")
        laid = settings(folder)
        cards = [folder / CARDS] if os.path.isdir(folder / CARDS) else []
        given = [file for path in [*inputs, *cards] for file in _files(path, report)]
        named = set(inputs)
        run = Run(writer, report, level)
        least = laid.tlp or "clear"
        files = [(path, name, _is_below(path, cards)) for path, name in [*found, *given]]
        if least != "clear":
            files.sort(key=lambda file: not file[2])  # of files with the same bytes the first one is read
        for number, (path, name, of_overlay) in enumerate(files):
            say("reading", number, len(files))
            run.least = least if of_overlay else "clear"
            run.file(path, name, named=path in named, source=OVERLAY if of_overlay else "")
        if not run.records:
            raise InputError("no record was read", None, _advice(report))
        run.finish()
        writer.tidy()
        report.sources = [SourceCount(*row) for row in writer.counts()]
        published = publishers(laid)
        for id_ in sorted({count.source for count in report.sources}):
            source = sources()[id_]
            title = laid.name if id_ == OVERLAY and laid.name else source.title
            writer.source(id_, title, published[id_], source.terms, source.url, source.derived_from)
        if cards and laid.tlp is None and any(count.source == OVERLAY for count in report.sources):
            report.notes.append(
                f"the cards of {folder} say no level, so they count as TLP:CLEAR and go out with every export;"
                ' tlp = "amber" in its overlay.toml keeps them in'
            )
        problems, held = _derive(writer, folder, db, say, level)
        report.problems += problems
        writer.inputs([] if of else [str(path) for path in inputs], default)
        writer.overlay(_named(folder))
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
    former = level_of(db)
    if former and level != former and within(former, level) and not of and not level_file(db, former).exists():
        shutil.copyfile(db, level_file(db, former))
    writer.level(highest([level, former or "clear"]), of)


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
        overlay = Path(reader.note("overlay") or data_overlay())  # whatever BESTIARY_OVERLAY says by now
    state = db.stat()
    of, path = f"{state.st_size} {state.st_mtime_ns}", level_file(db, level)
    with suppress(StoreError), closing(Reader(str(path))) as reader:
        if reader.note("of") == of:
            return path
    inputs = inputs_of(db) or Inputs([], True, "")
    paths = _again(inputs)  # these alone: a copy that stands there was perhaps built of others
    build(paths, db=path, default=inputs.default, overlay=overlay, progress=progress, afresh=True, level=level, of=of)
    return path


def overlay_of(db: Path, named: Path | None = None) -> Path:
    """Where judgements on a file belong: the overlay that counts for it, or the named one if none counts yet.

    The folder need not be there. Raises UsageError if another than the named one counts, and StoreError like a Reader.
    """
    with closing(Reader(str(db))) as reader:
        counts = Path(reader.note("overlay") or overlay_dir())
    if named is None or named.absolute() == counts or not counts.is_dir():
        return named.absolute() if named else counts
    hint = f"leave out --overlay, or take the other one up: bestiary build --overlay {named}"
    raise UsageError(f"another overlay counts for this file: {counts}", hint=hint)


def rederive(db: Path, overlay: Path | None = None, progress: Progress | None = None) -> list[Problem]:
    """Decides anew in a built file which records are one, after people judged; no source is read again.

    Without an overlay it is that of the file; else it is from now on. Gives what is wrong with the judgements. Raises
    StoreError if the file cannot be read or written.
    """
    counts = overlay_of(db)  # raises for a file that is none of ours, or another version's: that is not touched
    folder = overlay or counts
    with _no_collection(), new_file(db, again=True) as writer:
        say = progress or (lambda what, done, total: None)
        problems, held = _derive(writer, folder, db, say, "red")
        writer.overlay(_named(folder))
        _level(writer, db, held, "")
        return problems


def _derive(writer: Writer, overlay: Path, db: Path, say: Progress, most: str) -> tuple[list[Problem], str]:
    """Derives everything from the statements, the overlay and the ledger of the file that stands in `db`.

    Of the overlay what is at or below the level `most`; gives its problems, and the highest level in it.
    """
    laid = settings(overlay)
    level = laid.tlp or "clear"
    said = judgements.read(overlay, level, most)
    slugs, gone, present = ledger_of(db)
    ledger = Ledger(slugs, {**gone, **present})
    with _former(db) as former:
        titles = laid.titles if within(level, most) else {}
        given = Given(publishers(laid), said.judgements, said.rejections, titles, level, ledger, former, _now())
        faults = judgements.located(overlay, derive(writer, given, say))
    held = [one.tlp for one in said.judgements] + [one.tlp for one in said.rejections]
    return [*said.problems, *faults], highest([*held, level if titles else "clear"])


def _named(overlay: Path) -> str:
    """An overlay as the file names it: "" for the one in the data folder, which counts unless another is named."""
    return str(overlay) if overlay.is_dir() and overlay != Path(data_overlay()) else ""


def publishers(laid: Settings) -> dict[str, str]:
    """Source → who publishes it; of the overlay's cards whom its settings name."""
    return {id_: source.publisher for id_, source in sources().items()} | ({OVERLAY: laid.name} if laid.name else {})


def _again(earlier: Inputs) -> list[Path]:
    """What the last build was given. Raises InputError if something of it is gone."""
    for path in earlier.paths:
        if not os.path.exists(path):
            hint = "put it back, name what is to be read, or build --afresh without what was read before"
            raise InputError("the last build read this, and it is no longer there", Origin(path), hint)
    return [Path(path) for path in earlier.paths]


def _files(path: Path, report: BuildReport) -> list[tuple[Path, str]]:
    """The files to read of what was given; of a folder that has none this is told."""
    found = [*fetch.files(path)]
    if not found:
        report.problems.append(Problem(Origin(str(path)), "there is no file in it", "hidden ones are not read"))
    return found


def _is_below(path: Path, folders: list[Path]) -> bool:
    """Whether a file stands in one of the folders, by its path as it is written or by where links lead."""
    real = Path(os.path.realpath(path))
    return any(path.is_relative_to(folder) or real.is_relative_to(os.path.realpath(folder)) for folder in folders)


@contextmanager
def _former(db: Path) -> Iterator[Former | None]:
    """The file that stands in the place, None if there is none or one of another version with other tables."""
    try:
        reader = Earlier(str(db))
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
