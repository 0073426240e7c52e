"""Exports by the file: what goes into which, under what name."""

import inspect
import io
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import cast

from .exports import Export, export
from .names import slug
from .profile import Profile
from .store.read import Reader


def files(reader: Reader, format_: str, profiles: Iterable[int] | None) -> Iterator[tuple[str, bytes]]:
    """The files of an export, of the profiles or of everything: (name, content).

    One file, or one for each record where the export is of records. Raises UsageError for a format that is none.
    """
    writer = export(format_)
    if not takes_profiles(writer):
        return cards(reader, format_, profiles)
    ids = reader.numbers() if profiles is None else {reader.slug(number): number for number in profiles}
    out = io.BytesIO()
    # each once and by id, so that the order in which they are asked for does not matter
    writer.write((_profile(reader, number) for _, number in sorted(ids.items())), out)
    return iter([(f"{format_}{writer.SUFFIX}", out.getvalue())])


def takes_profiles(writer: Export) -> bool:
    """Whether an export writes profiles, all into one file, or records: its `write` names what it is given."""
    return next(iter(inspect.signature(writer.write).parameters)) == "profiles"


def cards(reader: Reader, format_: str, profiles: Iterable[int] | None) -> Iterator[tuple[str, bytes]]:
    """One file a record, of the profiles or of all actors: (name, content).

    A record that was read from a file of its own has that file's name, any other the slug of its key; where that is
    taken, as slugs are cut off, a hash of the key follows it. Raises UsageError for a format that is none.
    """
    writer = export(format_)
    if profiles is None:
        records = reader.all_records("actor")
    else:
        # each once and by key, so that the order in which they are asked for shows in no name
        records = sorted({record for number in profiles for record in reader.records(number)})
    taken: set[str] = set()
    for key, source_format, file in records:
        own, digest = slug(key), blake2b(key.encode(), digest_size=8).hexdigest()
        names = [*([file] if source_format == "etda_card" else []), f"{own}{writer.SUFFIX}"]
        name = next((name for name in names if name not in taken), f"{own}-{digest}{writer.SUFFIX}")
        taken.add(name)
        out = io.BytesIO()
        writer.write([reader.statements(key)], out)
        yield name, out.getvalue()


def _profile(reader: Reader, number: int) -> Profile:
    return cast(Profile, reader.decoded(reader.profile(number)))
