"""Bytes and their origin, bounded: files and folders here, publishers' servers in `https`, what they sent in `kept`."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from ..errors import InputError
from ..origin import Origin

MAX_BYTES = 512 * 1024 * 1024  # of one file; ATT&CK Enterprise, the largest public source, has 46 MB
MAX_FILES = 1_000_000  # in one folder


def files(path: Path) -> Iterator[tuple[Path, str]]:
    """The file, or every file below the folder in a fixed order, each with its name relative to what was given.

    Links to folders are not followed, so a loop of them ends nowhere; hidden files and folders are left out. A name
    that is no UTF-8 is given with its odd bytes as `\\xff`. Raises InputError if there is nothing there or the folder
    holds more than MAX_FILES, or if a folder cannot be read.
    """
    try:
        is_file, is_folder = path.is_file(), path.is_dir()
    except OSError as error:  # in a folder that may not be entered
        _refuse(error)
    if is_file:
        yield path, written(path.name)
        return
    if not is_folder:
        raise InputError("there is no such file or folder", _origin(path), "check the path")
    count = 0
    for folder, subfolders, names in os.walk(path, onerror=_refuse):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith("."):
                continue
            count += 1
            if count > MAX_FILES:
                raise InputError(f"more than {MAX_FILES:,} files", _origin(path), "give a smaller folder")
            found = Path(folder, name)
            yield found, written(found.relative_to(path).as_posix())


def read(path: Path, name: str) -> tuple[bytes, Origin]:
    """The bytes of a file, and the origin of what stands in it: `name` and the checksum.

    Raises InputError if it is larger than MAX_BYTES, is no ordinary file or cannot be read.
    """
    try:
        if not path.is_file():
            raise InputError("not a file", _origin(path), "only ordinary files are read")
        with path.open("rb") as stream:
            large = os.fstat(stream.fileno()).st_size > MAX_BYTES  # then none of it need be in memory
            raw = b"" if large else stream.read(MAX_BYTES + 1)  # and it may have grown since
    except OSError as error:
        raise InputError(_reason(error), _origin(path), "check its permissions") from error
    if large or len(raw) > MAX_BYTES:
        raise InputError(f"larger than {MAX_BYTES // 1024**2} MB", _origin(path), "split it")
    return raw, Origin(name, None, hashlib.sha256(raw).hexdigest())


def _origin(path: str | Path) -> Origin:
    return Origin(written(str(path)))


def written(name: str) -> str:
    """A file's name as text that can be stored: for bytes that are no UTF-8 Python has lone surrogates (PEP 383)."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _refuse(error: OSError) -> NoReturn:
    raise InputError(_reason(error), _origin(str(error.filename)), "check its permissions") from error


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}"
