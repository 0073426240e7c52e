"""Tagged reports as JSON, piece by piece: a report of a million mentions makes a gigabyte of it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from ..tag.corpus import Tagged
from ..tag.mention import Mention
from ..tag.summary import summary

TOGETHER = 10_000  # mentions of a piece


class Line(NamedTuple):
    """A report as a line of JSON with its id and mentions; a long one is written only while its pieces are taken."""

    id: str
    written: bytes
    mentions: list[Mention]

    def pieces(self) -> Iterator[bytes]:
        """The line, a piece at a time."""
        if self.written:
            yield self.written
            return
        yield b'{"id":%s,"mentions":[' % msgspec.json.encode(self.id)
        for number, some in enumerate(_some(self.mentions)):
            yield b"," * (number > 0) + some[1:-1]
        yield b"]}\n"


def line(id: str, text: str, mentions: list[Mention]) -> Line:
    """The line of a report."""
    made = Line(id, b"", mentions)
    return made if len(mentions) > TOGETHER else Line(id, b"".join(made.pieces()), [])


def array(reports: Iterable[Tagged]) -> Iterator[str]:
    """Reports as one array of JSON, indented: the id, the summary and the mentions of each."""
    opened = False
    for report in reports:
        yield ",\n" if opened else "[\n"
        head = {"id": report.id, "summary": summary(report.id, report.mentions), "mentions": []}
        yield _indented(msgspec.json.encode(head), 2).removesuffix("]\n  }")
        for number, some in enumerate(_some(report.mentions)):
            yield "," * (number > 0) + "\n" + _indented(some, 4).removeprefix("    [\n").removesuffix("\n    ]")
        yield "\n    ]\n  }" if report.mentions else "]\n  }"
        opened = True
    yield "\n]\n" if opened else "[]\n"


def _some(mentions: Sequence[object]) -> Iterator[bytes]:
    for start in range(0, len(mentions), TOGETHER):
        yield msgspec.json.encode(mentions[start : start + TOGETHER])


def _indented(raw: bytes, blanks: int) -> str:
    """JSON with an indent of two, all of it moved to the right."""
    return " " * blanks + msgspec.json.format(raw, indent=2).decode().replace("\n", "\n" + " " * blanks)
