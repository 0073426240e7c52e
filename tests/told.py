"""All that a built file tells: `python -m tests.told DB PATH...` builds it and prints a checksum for each part of that.

In a process of its own, for the seed of Python's hashes is set when one starts.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bestiary.base import Bestiary
from bestiary.errors import BestiaryError
from bestiary.exports import exports
from bestiary.ingest import build
from bestiary.schema import schema


def told(db: Path) -> dict[str, str]:
    """Checksum of each export of everything, of the sources, and per kind of its list, profiles and statements."""
    with Bestiary.open(db) as bestiary:
        parts = {f"export {name}": _sum(_files(bestiary, name)) for name in exports()}
        parts["sources"] = _sum([json.dumps(bestiary.sources())])
        for kind in schema().kind:
            listed = bestiary.list(kind)
            parts[f"list {kind}"] = _sum(map(json.dumps, listed))
            parts[f"profiles {kind}"] = _sum(json.dumps(bestiary.profile(one["id"])) for one in listed)
            parts[f"statements {kind}"] = _sum(json.dumps(bestiary.statements(one["id"])) for one in listed)
    return parts


def _files(bestiary: Bestiary, name: str) -> Iterator[str]:
    """The files of an export of everything, with their names; what it says if there is nothing for it."""
    try:
        for file, content in bestiary.export(name):
            yield repr((file, b"".join(content)))
    except BestiaryError as error:
        yield str(error)


def _sum(texts: Iterator[str] | list[str]) -> str:
    """The number of texts and their checksum."""
    digest, count = hashlib.sha256(), 0
    for count, text in enumerate(texts, 1):  # noqa: B007
        digest.update(f"{len(text)}:{text}".encode())
    return f"{count} {digest.hexdigest()}"


def main() -> None:
    """Builds and prints."""
    db, *paths = map(Path, sys.argv[1:])
    build(paths, db=db, default=False)
    print(json.dumps(told(db)))


if __name__ == "__main__":
    main()
