"""The files that were fetched, in the data folder, and when and whence each came.

They stand in `sources/SOURCE/FILE`; `fetched.json` beside that folder tells of each. A file that somebody changed or
took away is as one that was never fetched.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from filelock import FileLock

from ..config import data_dir


class Came(msgspec.Struct, frozen=True):
    """Whence and when a file came; times are UTC, ISO 8601 to the second."""

    url: str  # or the path of the file that it is a copy of
    sha256: str
    retrieved: str  # when these bytes came
    checked: str  # when they were last found to be the newest
    etag: str = ""
    last_modified: str = ""


class Kept:
    """The fetched files of the data folder."""

    def __init__(self) -> None:
        """Reads what is told of the files; where that cannot be read, they are as if never fetched."""
        self.folder = Path(data_dir(), "sources")
        self._table = Path(data_dir(), "fetched.json")
        self._came: dict[str, Came] = {}
        self._load()

    def _load(self) -> None:
        with suppress(OSError, ValueError):  # msgspec's errors are ValueErrors
            self._came = msgspec.json.decode(self._table.read_bytes(), type=dict[str, Came])

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Lets one run at a time change the files; the others wait. Raises OSError if the folder cannot be written."""
        self._table.parent.mkdir(parents=True, exist_ok=True)
        lock = self._table.with_name(f"{self._table.name}.lock")
        lock.touch()  # FileLock waits for ever where no file can be made
        with FileLock(lock):
            self._load()
            yield

    def path(self, source: str, file: str) -> Path:
        """Where the file of a source is kept, or would be."""
        return self.folder / source / file

    def came(self, source: str, file: str) -> Came | None:
        """Whence the file came, if it is kept and has the bytes that came."""
        came = self._came.get(f"{source}/{file}")
        if came is None:
            return None
        with suppress(OSError):
            if hashlib.sha256(self.path(source, file).read_bytes()).hexdigest() == came.sha256:
                return came
        return None

    def put(self, source: str, file: str, raw: bytes, url: str, etag: str = "", last_modified: str = "") -> None:
        """Puts a file in the place of the old one, at once, and notes whence it came. Raises OSError."""
        _replace(self.path(source, file), raw)
        now = _now()
        self._note(source, file, Came(url, hashlib.sha256(raw).hexdigest(), now, now, etag, last_modified))

    def confirm(self, source: str, file: str, came: Came) -> None:
        """Notes that a file was found to be the newest still. Raises OSError."""
        self._note(source, file, msgspec.structs.replace(came, checked=_now()))

    def _note(self, source: str, file: str, came: Came) -> None:
        self._came[f"{source}/{file}"] = came
        _replace(self._table, msgspec.json.format(msgspec.json.encode(self._came, order="sorted"), indent=1))

    def fetched(self, checksums: Iterable[str]) -> dict[str, str] | None:
        """`retrieved` and `checked` of files of these sha256 together: when the last of them came, and since when they
        are all known to be the newest. None if none of them was fetched."""
        wanted = set(checksums)
        came = [one for one in self._came.values() if one.sha256 in wanted]
        if not came:
            return None
        return {"retrieved": max(one.retrieved for one in came), "checked": min(one.checked for one in came)}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _replace(path: Path, raw: bytes) -> None:
    """Writes a file through to the disk, then gives it its name; hidden until then, so that no build reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")  # one writer at a time: see `locked`
    try:
        with temporary.open("wb") as stream:
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
