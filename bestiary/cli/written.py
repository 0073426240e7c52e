"""Files that are written for the user: whole or not at all; or line by line, to go on with after a stop."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

import msgspec

from ..errors import StoreError
from ..origin import Origin

_ADVICE = {
    errno.ENOENT: ("there is no folder {parent}", "make {parent} first, or name another place"),
    errno.ENOTDIR: ("{parent} is no folder", "name another"),
    errno.EEXIST: ("is a file, and what is written needs a folder", "name another"),
    errno.EISDIR: ("is a folder", "name a file in it"),
    errno.EACCES: ("may not be written", "check the permissions of {parent}"),
    errno.EPERM: ("may not be written", "check the permissions of {parent}"),
    errno.EROFS: ("stands where nothing can be written", "name another place"),
    errno.ENOSPC: ("there is no space left for it", "free some, or name another place"),
    errno.ENAMETOOLONG: ("has too long a name", "name another"),
}


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Tells what goes wrong while the file or folder is written: raises StoreError for an OSError."""
    try:
        yield
    except OSError as error:
        what, hint = _ADVICE.get(error.errno or 0, (error.strerror or str(error), "name another place"))
        parent = str(path.parent)
        raise StoreError(what.format(parent=parent), Origin(str(path)), hint.format(parent=parent)) from error


def check_writable(path: Path) -> None:
    """Raises StoreError if `write_whole` could not write the file, before the work that gives its content."""
    temporary = _temporary(path)
    with writing(path):
        temporary.touch()
        temporary.unlink()


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def write_whole(path: Path, content: Iterable[bytes]) -> None:
    """Writes the file so that it is there whole or not at all. Raises StoreError if it cannot be written."""
    temporary = _temporary(path)
    with writing(path):
        try:
            with temporary.open("wb") as stream:
                stream.writelines(content)
            os.replace(temporary, path)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


_BEGINS = b'{"id":'  # a line, as it is written here


class _Line(msgspec.Struct):
    id: object


class Kept:
    """A file of JSON lines with an `id` each; what a stopped run left half written is taken off.

    Raises StoreError, and leaves the file as it is, if it does not begin as such a file does.
    """

    def __init__(self, path: Path) -> None:
        self._stream = path.open("a+b")
        self._stream.seek(0)
        head = self._stream.read(len(_BEGINS))
        if not _BEGINS.startswith(head):
            self._stream.close()
            raise StoreError("not a file of tagged reports, so it is left as it is", Origin(str(path)), "name another")
        self._stream.seek(0)
        decoder = msgspec.json.Decoder(_Line)  # of a line of a gigabyte no more than the id
        whole, ids = 0, set()
        for line in self._stream:
            if not line.endswith(b"\n"):
                break
            try:
                ids.add(str(decoder.decode(line).id))
            except (ValueError, RecursionError):
                break
            whole += len(line)
        self._stream.truncate(whole)
        self._stream.seek(0, os.SEEK_END)
        self.ids = frozenset(ids)

    def add(self, line: Iterable[bytes]) -> None:
        """Writes the pieces of a line, at once."""
        self._stream.writelines(line)
        self._stream.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        """Closes the file when all is written to the disk."""
        os.fsync(self._stream.fileno())
        self._stream.close()
