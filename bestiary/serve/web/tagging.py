"""A report with its names marked: pasted or uploaded, read and forgotten."""

from typing import NamedTuple

from starlette.datastructures import UploadFile
from starlette.requests import Request

from ...base import Bestiary
from ...errors import BestiaryError, Problem, UsageError
from ...profile import Thing
from ...tag.corpus import Tagged, tag_text
from ...tag.mention import Mention
from ...tag.summary import summary
from . import known
from .page import Page

MEGABYTES = 4  # of what is sent
LARGEST = MEGABYTES * 1024 * 1024  # bytes
SHOWN = 200_000  # characters of the text that are shown; all of it is tagged


class Piece(NamedTuple):
    """A part of the text, and what it names."""

    text: str
    mention: Mention | None
    thing: Thing | None
    why: str


async def received(request: Request) -> tuple[str, bytes] | BestiaryError:
    """The name and content of the report that a form has, or what is wrong with it."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > LARGEST:
        return UsageError(f"the report is too large (at most {MEGABYTES} MB)", hint="send a part of it")
    async with request.form(max_files=1, max_fields=4, max_part_size=LARGEST) as form:
        file, text = form.get("file"), form.get("text")
        if isinstance(file, UploadFile) and (content := await file.read()):
            return file.filename or "report", content
        if isinstance(text, str) and text.strip():
            return "report.txt", text.encode(errors="replace")
    return UsageError("there is no report", hint="paste its text, or choose a file")


def page(bestiary: Bestiary, report: tuple[str, bytes] | BestiaryError | None) -> Page:
    """The report with its mentions; only the form without one. Raises what was wrong with it."""
    if report is None:
        return Page("tag", "Tag a report", {"tagged": None, "megabytes": MEGABYTES}, where="tag")
    if isinstance(report, BestiaryError):
        raise report
    found = tag_text(known.tagger(bestiary), report[0], report[1])
    if isinstance(found, Problem):
        raise UsageError(found.reason, found.origin, found.hint)  # what was sent, not the encyclopedia, is no good
    about = {
        "tagged": found,
        "megabytes": MEGABYTES,
        "name": report[0],
        "pieces": pieces(found),
        "more": max(0, len(found.text) - SHOWN),
        "summary": summary(found.id, found.mentions),
    }
    return Page("tag", f"Tagged: {report[0]}", about)


def pieces(found: Tagged) -> list[Piece]:
    """The text, parted where something is named."""
    parts: list[Piece] = []
    last = 0
    for one in found.mentions:
        if one.end > SHOWN:
            break
        best = one.profiles[0] if one.profiles else None
        thing: Thing | None = {"id": best.id, "title": best.name, "kind": best.kind} if best else None
        parts += [Piece(found.text[last : one.start], None, None, ""), Piece(one.surface, one, thing, _why(one))]
        last = one.end
    return [*parts, Piece(found.text[last:SHOWN], None, None, "")]


def _why(one: Mention) -> str:
    """What a mention means and how sure that is, in a line."""
    meant = " or ".join(f"{profile.name} ({profile.kind})" for profile in one.profiles[:4])
    return f"{meant or f'new {one.kind}: no source lists it'}; sure {one.score:.0%}"
