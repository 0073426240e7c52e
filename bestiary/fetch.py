"""Files and folders in, bytes and their origin out; bounded."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from .errors import InputError
from .origin import Origin

MAX_BYTES = 512 * 1024 * 1024  # of one file; ATT&CK Enterprise, the largest public source, has 46 MB
MAX_FILES = 1_000_000  # in one folder


def files(path: Path) -> Iterator[tuple[Path, str]]:
    """The file, or every file below the folder in a fixed order, each with its name relative to what was given.

    Links to folders are not followed, so a loop of them ends nowhere; hidden files and folders are left out. Raises
    InputError if there is nothing there or the folder holds more than MAX_FILES.
    """
    if path.is_file():
        yield path, path.name
        return
    if not path.is_dir():
        raise InputError("there is no such file or folder", Origin(str(path)), "check the path")
    count = 0
    for folder, subfolders, names in os.walk(path, onerror=_refuse):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith("."):
                continue
            count += 1
            if count > MAX_FILES:
                raise InputError(f"more than {MAX_FILES:,} files", Origin(str(path)), "give a smaller folder")
            found = Path(folder, name)
            yield found, found.relative_to(path).as_posix()


def read(path: Path, name: str) -> tuple[bytes, Origin]:
    """The bytes of a file, and the origin of what stands in it: `name` and the checksum.

    Raises InputError if it is larger than MAX_BYTES, is no ordinary file or cannot be read.
    """
    try:
        if not path.is_file():
            raise InputError("not a file", Origin(str(path)), "only ordinary files are read")
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(_reason(error), Origin(str(path)), "check its permissions") from error
    if len(raw) > MAX_BYTES:
        raise InputError(f"larger than {MAX_BYTES // 1024**2} MB", Origin(str(path)), "split it")
    return raw, Origin(name, None, hashlib.sha256(raw).hexdigest())


def _refuse(error: OSError) -> None:
    raise InputError(_reason(error), Origin(str(error.filename)), "check its permissions") from error


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}"
