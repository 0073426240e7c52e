"""JSON as formats read it: decoded, or a Problem that names the line; and values stated whatever their type.

Read by RFC 8259, so NaN is no number and a lone surrogate no text. Of a key that stands twice in one object the last
holds, which section 4 leaves open.
"""

import re
from typing import Any

import msgspec

from .errors import Problem
from .origin import Origin
from .statement import Draft

_BOM = b"\xef\xbb\xbf"
_ENDS = "Input data was truncated"  # as msgspec has it
# Half of a UTF-16 pair as an escape, and what follows it; and a beginning of the other half.
_HALF = re.compile(rb"(?<!\\)(?:\\\\)*\\u[dD][89abAB][0-9a-fA-F]{2}(?=([^\0]*))")
_OTHER_HALF = re.compile(rb"(?:\\(?:u(?:[dD](?:[c-fC-F][0-9a-fA-F]?)?)?)?)?")
_SPARE = 40  # calls deep; how much further in than `decode` a format may stand when it writes a value down again


def decode(raw: bytes, origin: Origin, first_line: int = 1) -> Any:
    """What the JSON text says, or the Problem why it cannot be read; raises nothing.

    `first_line` is the line at which the text begins in its file, where a file holds a text a line.
    """
    text = raw.removeprefix(_BOM)
    try:
        return _decode(text, _SPARE)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        reason, at = _reason(error, text)
        line = first_line + text.count(b"\n", 0, at)
        return Problem(origin.at(line), f"not readable as JSON: {reason}", "check the file with a JSON validator")


def malformed(raw: bytes) -> str:
    """Why a text is no JSON, with line and column (in bytes); "" if it is. Nothing is made of it, however large."""
    text = raw.removeprefix(_BOM)
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError) as error:
        reason, at = _reason(error, text)
        line, column = text.count(b"\n", 0, at) + 1, at - text.rfind(b"\n", 0, at)
        return f"{reason.removeprefix('JSON is malformed: ')} (line {line}, column {column})"
    return ""


def state(draft: Draft, prop: str, item: Any, place: int | str, parent: int | None = None, /, **qualifiers: str) -> int:
    """States a text as it is, and anything else as its JSON with the qualifier `form` "json" (or the one given)."""
    if isinstance(item, str):
        return draft.state(prop, item, place, parent, **qualifiers)
    return draft.state(prop, as_text(item), place, parent, **{"form": "json"} | qualifiers)


def as_text(item: Any) -> str:
    """The JSON of something that `decode` gave."""
    return msgspec.json.encode(item).decode()


def _decode(text: bytes, spare: int) -> Any:
    """Decodes from further in: values and calls are nested within one limit, and `as_text` must not meet it later."""
    return _decode(text, spare - 1) if spare else msgspec.json.decode(text)


def _reason(error: Exception, text: bytes) -> tuple[str, int]:
    """Why the text cannot be read, and at which byte; msgspec does not name one where the text just ends."""
    if isinstance(error, RecursionError):
        return "nested too deeply", 0
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8", _first_not_utf8(text)
    if str(error) == _ENDS and (half := _half(text)) is not None:
        return "JSON is malformed: invalid utf-16 surrogate pair", half
    byte = re.search(r" \(byte (\d+)\)$", str(error))
    reason = str(error).removesuffix(byte[0]) if byte else str(error)
    return reason, int(byte[1]) if byte else len(text.rstrip()) if reason == _ENDS else 0


def _half(text: bytes) -> int | None:
    """Where half of a UTF-16 pair stands so near the end that msgspec, looking for the other half, says "truncated"."""
    start = max(0, len(text) - 64)
    halves = [half for half in _HALF.finditer(text, start) if not _OTHER_HALF.fullmatch(half[1])]
    return halves[-1].start() if halves else None


def _first_not_utf8(text: bytes) -> int:
    """Where the text stops being UTF-8; the error of a decoder counts from the beginning of one string."""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0
