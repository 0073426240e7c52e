"""Exports by the file: which records go into which, under what name."""

import io
from collections.abc import Iterable, Iterator

from .exports import export
from .names import slug
from .store.read import Reader


def cards(reader: Reader, format_: str, profiles: Iterable[int] | None) -> Iterator[tuple[str, bytes]]:
    """One file a record, of the profiles or of all actors: (name, content).

    A record that was read from a file of its own has that file's name, any other the slug of its key. Raises UsageError
    for a format that is none.
    """
    writer = export(format_)
    if profiles is None:
        records = reader.all_records("actor")
    else:
        records = [record for number in profiles for record in reader.records(number)]
    taken: set[str] = set()
    for key, source_format, file in records:
        own = f"{slug(key)}{writer.SUFFIX}"
        name = file if source_format == "etda_card" and file not in taken else own
        taken.add(name)
        out = io.BytesIO()
        writer.write([reader.statements(key)], out)
        yield name, out.getvalue()
