"""Fetching the newest files of the sources and building from them: `bestiary update`."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from hashlib import sha256
from pathlib import Path

import msgspec

from . import fetch
from .config import default_input
from .diff import Changes, Content, compare, of_built, of_file
from .errors import BestiaryError, InputError, OtherVersion, UsageError
from .fetch.https import Fetched, Web
from .fetch.kept import Kept
from .fetch.upstream import Folder, Publishers, Upstream
from .ingest import Progress, build
from .origin import Origin
from .sources import sources
from .store.earlier import Inputs, inputs_of
from .store.read import Reader


class File(msgspec.Struct):
    """What became of one file of a source."""

    source: str
    file: str  # "" for a source that publishes none
    url: str  # or the path; "" where it is not there
    outcome: str  # "new" (none was kept), "changed", "unchanged", "absent" (not in the folder), "failed"
    reason: str = ""  # why it failed


class UpdateReport(msgspec.Struct):
    """What an update did, or with `dry_run` would do."""

    db: str
    dry_run: bool
    files: list[File] = []
    built: bool = False
    problems: int = 0  # of the build; building again lists them
    changes: list[Changes] | None = None  # None where there is nothing to compare with
    error: str = ""  # why the file could not be built

    @property
    def failed(self) -> bool:
        """Whether anything went wrong."""
        return bool(self.error) or any(file.outcome == "failed" for file in self.files)

    def as_json(self) -> str:
        """The report as indented JSON."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode()


def update(
    names: Iterable[str] = (),
    *,
    db: Path,
    folder: Path | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    _web: Web | None = None,
) -> UpdateReport:
    """Fetches the newest files of the sources, or takes them from the folder, and builds `db` anew if there are any.

    Without names, of the sources that `db` has records of; if it is not built yet, of those that are packaged. What
    goes wrong with a file, or with the build, is in the report. `dry_run` writes nothing and compares file with file.
    Raises UsageError for a source that is none, StoreError if `db` is no built file, InputError if the
    folder has none of the files, OSError if the data folder cannot be written. (`_web` is for tests.)
    """
    named = list(dict.fromkeys(names))
    if folder and not folder.is_dir():
        raise InputError("there is no such folder", Origin(str(folder)), "check the path")
    chosen = _chosen(named, db)
    upstream: Upstream = Folder(folder) if folder else Publishers(_web or Web())
    report = UpdateReport(str(db), dry_run)
    before, after = Content({}, {}), Content({}, {})
    kept = Kept()
    with nullcontext() if dry_run else kept.locked():
        for number, (source, file) in enumerate(chosen):
            if progress:
                progress("fetching", number, len(chosen))
            done, content = _take(kept, upstream, source, file, keep=not dry_run)
            if done.outcome == "absent" and source in named:
                done.outcome, done.reason = "failed", f"not in {folder}"
            report.files.append(done)
            if content and dry_run:
                before.add(_before(kept, source, file))
                after.add(content)
    if folder and all(file.outcome == "absent" for file in report.files):
        looked_for = ", ".join(Path(file).name for _, file in chosen)
        raise InputError("none of the files is there", Origin(str(folder)), f"looked for were: {looked_for}")
    if dry_run:
        report.changes = compare(before, after)
    else:
        _rebuild(report, kept, progress)
    return report


def _chosen(named: list[str], db: Path) -> list[tuple[str, str]]:
    """(source, file) of all that is to be fetched; the file is "" for a named source that publishes none."""
    known = sources()
    if wrong := [name for name in named if name not in known]:
        hint = f"known are: {', '.join(id_ for id_, source in known.items() if source.files)}"
        raise UsageError(f"there is no source “{wrong[0]}”", None, hint)
    if not named:
        with _opened(db) as reader:
            named = [row[0] for row in reader.sources() if known[row[0]].files] if reader else _packaged()
    return [(name, file) for name in named for file in known[name].files or ("",)]


def _packaged() -> list[str]:
    """The sources of which files are packaged."""
    folder = default_input()
    return [] if folder is None else [id_ for id_, source in sources().items() if _any_below(folder, source.files)]


def _any_below(folder: Path, files: Iterable[str]) -> bool:
    return any((folder / file).is_file() for file in files)


@contextmanager
def _opened(db: Path) -> Iterator[Reader | None]:
    """The built file; None if there is none, or none that this version reads. Raises StoreError if it is not ours."""
    reader = None
    with suppress(OtherVersion):
        reader = Reader(str(db)) if db.exists() else None
    try:
        yield reader
    finally:
        if reader:
            reader.close()


def _take(kept: Kept, upstream: Upstream, source: str, file: str, keep: bool) -> tuple[File, Content | None]:
    """Fetches one file and, if `keep`, puts it in the place of the old one; gives what it says where that is new.

    A file that is not what it should be takes nothing's place.
    """
    if not file:
        return File(source, "", sources()[source].url, "failed", "it publishes no file that can be fetched"), None
    place = upstream.place(source, file)
    if place is None:
        return File(source, file, "", "absent"), None
    done = File(source, file, place, "unchanged")
    try:
        came = kept.came(source, file)
        fetched = upstream.get(place, came)
        if came and (fetched is None or sha256(fetched.raw).hexdigest() == came.sha256):
            if keep:
                kept.confirm(source, file, came)
            return done, None
        assert fetched is not None, "whoever was not told what is kept cannot say that it is the same"
        content = _checked(fetched, source, file)
        if keep:
            kept.put(source, file, fetched.raw, place, fetched.etag, fetched.last_modified)
        done.outcome = "changed" if came else "new"
        return done, content
    except InputError as error:
        redirected = error.origin and "://" in error.origin.file and error.origin.file != place
        done.reason = f"{error.origin}: {error.message}" if redirected else error.message
    except OSError as error:
        done.reason = f"cannot be kept: {error}"
    done.outcome = "failed"
    return done, None


def _checked(fetched: Fetched, source: str, file: str) -> Content:
    """What a file says. Raises InputError if it is not a file of that source."""
    if not fetched.raw:
        raise InputError("it is empty")
    try:
        return of_file(fetched.raw, Path(file).name, source)
    except InputError as error:
        sent = f" (sent as {fetched.media_type})" if fetched.media_type else ""
        raise InputError(error.message + sent, error.origin, error.hint) from error


def _before(kept: Kept, source: str, file: str) -> Content:
    """What the file says that would be replaced: the one that is kept, else the packaged one."""
    packaged = default_input()
    for path in (kept.path(source, file), *([packaged / file] if packaged else [])):
        with suppress(InputError):
            return of_file(fetch.read(path, file)[0], path.name, source)
    return Content({}, {})


def _rebuild(report: UpdateReport, kept: Kept, progress: Progress | None) -> None:
    """Builds the file from its inputs and the fetched files, unless it already is, and notes what changed."""
    db = Path(report.db)
    folders = [folder for folder in sorted({kept.folder / file.source for file in report.files}) if folder.is_dir()]
    earlier = inputs_of(db) or Inputs([], True, "")
    recorded, default = [Path(path) for path in earlier.paths], earlier.default
    inputs = recorded if default else _inputs(recorded, folders, kept.folder)  # the default input has what is fetched
    with _opened(db) as old:
        if not folders or (old and inputs == recorded and _newest(folders) <= db.stat().st_mtime):
            return
        before = of_built(old) if old else None
    try:
        again = () if default else inputs  # what was read before is read again, and the build itself knows what that is
        report.problems = len(build(again, db=db, default=default, progress=progress).problems)
    except BestiaryError as error:
        report.error = str(error)
        return
    report.built = True
    with _opened(db) as new:
        if before and new:
            report.changes = compare(before, of_built(new))


def _inputs(paths: list[Path], folders: list[Path], below: Path) -> list[Path]:
    """The inputs that were recorded, without fetched folders that are gone, and those of the folders not among them."""
    there = [path for path in paths if path.is_dir() or not path.is_relative_to(below)]
    return [*there, *(folder for folder in folders if not any(folder.is_relative_to(path) for path in there))]


def _newest(folders: list[Path]) -> float:
    """When the last of the files below the folders was written, in seconds since the epoch."""
    return max((path.stat().st_mtime for folder in folders for path, _ in fetch.files(folder)), default=0.0)
