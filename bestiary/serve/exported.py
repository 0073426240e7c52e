"""Exports over HTTP: one file as it is made, several in a ZIP archive."""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, islice
from typing import Any

from starlette.responses import Response, StreamingResponse

from ..base import Bestiary
from ..errors import NotFound, UsageError
from ..exports import NOTHING, export, exports
from ..selection import File
from .endpoint import Asked, Endpoint, Parameter

PIECE = 64 * 1024  # bytes that are sent at once, at least
HELD = 8 * 1024 * 1024  # bytes of an archive that are kept in memory; the rest goes to a temporary file
MOST = 1_000  # ids

FORMAT = Parameter("format", "the format", required=True, example="names", choices=tuple(exports()))
ENDPOINT = Endpoint(
    "/export/{format}",
    "Things in the form of other tools, everything if neither ids nor a query say which; several files come as a ZIP"
    " archive",
    lambda asked: None,
    Any,
    (FORMAT, Parameter("id", "a slug, record key, UUID or ATT&CK id, or several", many=True, example="apt28"),
     Parameter("query", "all that this finds: words and filters, as /search takes them")),
    tag="file",
    media_type="*/*",
    absent="nothing has that id, or the query finds nothing",
)  # fmt: skip


def response(asked: Asked) -> Response:
    """The files that are asked for. Raises UsageError or NotFound before anything is sent."""
    ids, query = asked.query.getlist("id"), asked.text("query")
    if len(ids) > MOST:
        raise UsageError(f"{len(ids):,} ids (at most {MOST:,})")
    format_ = asked.text("format")
    with ExitStack() as opened:
        # of its own: an answer may take longer than the file stands in its place
        bestiary = opened.enter_context(Bestiary.open(asked.bestiary.path))
        if query:
            ids = [*ids, *bestiary.selection(query=query).ids()]
        files = bestiary.export(format_, ids or None)
        first = list(islice(files, 2))
        if not first:
            raise NotFound(NOTHING)
        closing = opened.pop_all()
    if len(first) == 1:
        name, content = first[0]
        pieces, media = _pieces(content), export(format_).MEDIA_TYPE
    else:
        name, media = f"bestiary-{format_}.zip", "application/zip"
        pieces = _archive(chain(first, files))
    name = name.rpartition("/")[2].encode("ascii", "replace").decode().replace('"', "'")
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_closed(pieces, closing), headers=headers, media_type=media)


def _closed(pieces: Iterable[bytes], opened: ExitStack) -> Iterator[bytes]:
    with opened:
        yield from pieces


def _pieces(content: Iterable[bytes]) -> Iterator[bytes]:
    """The content in fewer pieces."""
    held, size = [], 0
    for part in content:
        held.append(part)
        size += len(part)
        if size >= PIECE:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _archive(files: Iterable[File]) -> Iterator[bytes]:
    """A ZIP archive of the files, all of one date, so that the same files are the same archive."""
    with tempfile.SpooledTemporaryFile(HELD) as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files:
                about = zipfile.ZipInfo(name)  # 1980-01-01
                about.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(about, "w") as entry:
                    for part in content:
                        entry.write(part)
        out.seek(0)
        while part := out.read(PIECE):
            yield part
