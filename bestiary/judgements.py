"""People's judgements: lines of `judgements.jsonl` in an overlay, which are only ever added to.

    {"a":"misp:…","b":"etda:…","by":"alice","id":"…","judge":"same","made":"2026-11-23T09:00:00Z","tlp":"clear","why":"…"}
    {"by":"alice","id":"…","made":"…","record":"etda:…","reject":"Calisto","tlp":"clear","why":"…"}
    {"by":"bob","made":"…","undo":"ID"}

A line's id is a hash of what it says, so that lines of two people can be merged by git in any order and say the same.
What an `undo` names is dead, wherever it stands. Lines that contradict each other make the pair "unsure", and are
reported.
"""

import os
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from .errors import InputError, NotFound, Problem, StoreError, UsageError
from .fetch import read as read_file
from .identity import Judgement, Rejection
from .json_input import decode
from .names import fold
from .origin import Origin
from .store.tables import TLP

FILE = "judgements.jsonl"
LONGEST = 10_000  # characters of a line: a reason is a sentence or a paragraph
SHORTEST_ID = 6  # hex digits by which a line may be undone
_BOTH_WAYS = {"same", "different", "overlaps", "unsure"}  # relations in which the order of the records says nothing

Relation = Literal["same", "different", "overlaps", "subgroup-of", "successor-of", "unsure"]


class _Line(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A line of any of the three forms; which one it is, `_form` says."""

    judge: Relation | None = None
    a: str = ""
    b: str = ""
    reject: str = ""
    record: str = ""
    undo: str = ""
    by: str = ""
    made: str = ""
    why: str = ""
    tlp: str = "clear"
    id: str = ""


class Overlay(NamedTuple):
    """What people judged and did not undo, and what is wrong with how it is written down."""

    judgements: list[Judgement]
    rejections: list[Rejection]
    problems: list[Problem]


def read(folder: Path) -> Overlay:
    """The live judgements of an overlay; without the file there are none. A line that cannot be read is a Problem."""
    path = folder / FILE
    found = Overlay([], [], [])
    if not os.path.exists(path):
        return found
    try:
        raw, origin = read_file(path, str(path))
    except InputError as error:
        found.problems.append(Problem(error.origin or Origin(str(path)), error.message, error.hint))
        return found
    lines = list(_lines(raw, origin, found.problems))
    undone = {line.undo for _, line in lines if line.undo}
    live = {line.id: (where, line) for where, line in lines if not line.undo and line.id not in undone}
    pairs: dict[tuple[str, str], list[tuple[Origin, Judgement]]] = {}
    for where, line in live.values():
        if line.judge:
            judgement = _judgement(line)
            pairs.setdefault((min(line.a, line.b), max(line.a, line.b)), []).append((where, judgement))
        else:
            found.rejections.append(
                Rejection(line.record, line.reject, line.why, line.by, line.made, line.id, line.tlp)
            )
    for pair in sorted(pairs):
        found.judgements.append(_settled(pairs[pair], found.problems))
    found.rejections.sort()
    return found


def _lines(raw: bytes, origin: Origin, problems: list[Problem]) -> Iterable[tuple[Origin, _Line]]:
    """Every line that can be read, with its place."""
    for number, text in enumerate(raw.split(b"\n"), 1):
        if not text.strip():
            continue
        where = origin.at(number)
        try:
            line = _line(text, where)
        except InputError as error:
            problems.append(Problem(where, error.message, "mend the line or take it out"))
        else:
            yield where, line


def _line(text: bytes, where: Origin) -> _Line:
    """One line. Raises InputError with the reason if it cannot be read."""
    if len(text) > LONGEST:
        raise InputError(f"a line of more than {LONGEST:,} bytes")
    content = decode(text, where)
    if isinstance(content, Problem):
        raise InputError(content.reason)
    try:
        line = msgspec.convert(content, _Line)
    except msgspec.ValidationError as error:
        raise InputError(f"no judgement: {error}") from error
    if wrong := _wrong(line):
        raise InputError(f"no judgement: {wrong}")
    if not line.undo and line.id != (id_ := _id(line)):
        if line.id:
            raise InputError(f"its id does not fit what it says (that would be {id_}); it was changed by hand")
        line.id = id_
    return line


def _wrong(line: _Line) -> str:
    """What makes a line none of the three forms; "" if it is one."""
    judges, rejects, undoes = bool(line.judge), bool(line.reject), bool(line.undo)
    if judges + rejects + undoes != 1:
        return "it has to have one of “judge”, “reject” and “undo”"
    if judges and not (line.a and line.b):
        return "“judge” needs the records “a” and “b”"
    if judges and line.a == line.b:
        return "“a” and “b” are one record"
    if rejects and not (line.record and fold(line.reject)):
        return "“reject” needs a name and the “record” that lists it"
    if line.tlp not in TLP:
        return f"“tlp” is one of {', '.join(TLP)}"
    return ""


def _settled(said: list[tuple[Origin, Judgement]], problems: list[Problem]) -> Judgement:
    """What the live lines on one pair come to."""
    said = sorted(said, key=lambda row: (row[1].made, row[1].id))
    last = said[-1][1]
    if len({(judgement.relation, judgement.a, judgement.b) for _, judgement in said}) == 1:
        return last
    places = ", ".join(sorted(f"{origin.place} ({judgement.relation})" for origin, judgement in said))
    reason = f"lines {places} contradict each other on {last.a} and {last.b}"
    problems.append(Problem(said[-1][0], reason, "bestiary judge --undo ID takes one back; until then it is unsure"))
    a, b = sorted((last.a, last.b))
    return last._replace(a=a, b=b, relation="unsure", why="people judged it differently")


def _judgement(line: _Line) -> Judgement:
    a, b = (min(line.a, line.b), max(line.a, line.b)) if line.judge in _BOTH_WAYS else (line.a, line.b)
    relation = line.judge or "unsure"
    return Judgement(a, b, relation, by=line.by, made=line.made, why=line.why, id=line.id, tlp=line.tlp)


def _id(line: _Line) -> str:
    """BLAKE2b (RFC 7693) with 12 bytes of output, in hex, over the line's canonical JSON without the id."""
    content = {key: value for key, value in msgspec.to_builtins(line).items() if key != "id"}
    return blake2b(msgspec.json.encode(content, order="sorted"), digest_size=12).hexdigest()


def judge(folder: Path, relation: str, a: str, b: str, *, by: str, made: str, why: str, tlp: str = "clear") -> str:
    """Writes down a judgement on two records (keys); gives its id. Raises UsageError if it is none or already there."""
    return _append(folder, {"judge": relation, "a": a, "b": b, "by": by, "made": made, "why": why, "tlp": tlp})


def reject_name(folder: Path, record: str, name: str, *, by: str, made: str, why: str, tlp: str = "clear") -> str:
    """Writes down that a name which a record lists is none of its names; gives the id. Raises like `judge`."""
    return _append(folder, {"reject": name, "record": record, "by": by, "made": made, "why": why, "tlp": tlp})


def undo(folder: Path, id: str, *, by: str, made: str) -> str:
    """Takes back a line, by its id or the beginning of it; gives the whole id. Raises NotFound if none is live."""
    found = sorted(one for one in _live_ids(folder) if len(id) >= SHORTEST_ID and one.startswith(id.lower()))
    if len(found) != 1:
        known = "several have it" if found else f"no live line of {folder / FILE} has it"
        raise NotFound(f"“{id}” names no judgement: {known}", hint=f"give {SHORTEST_ID} digits of the id at least")
    _write(folder, {"undo": found[0], "by": by, "made": made})
    return found[0]


def _live_ids(folder: Path) -> set[str]:
    """The ids of all lines that are not undone, contradicting ones too."""
    path = folder / FILE
    if not os.path.exists(path):
        return set()
    lines = [line for _, line in _lines(*read_file(path, str(path)), [])]
    return {line.id for line in lines if not line.undo} - {line.undo for line in lines}


def _append(folder: Path, content: dict[str, Any]) -> str:
    try:
        line = msgspec.convert(content, _Line)
    except msgspec.ValidationError as error:
        raise UsageError(f"no judgement: {error}") from error
    if wrong := _wrong(line):
        raise UsageError(f"no judgement: {wrong}")
    if len(line.why) > LONGEST // 4:
        raise UsageError("the reason is too long", hint=f"{LONGEST // 4:,} characters are enough")
    live = read(folder)
    new = _judgement(line) if line.judge else Rejection(line.record, line.reject, line.why)
    said: list[Judgement | Rejection] = [*live.judgements, *live.rejections]
    for one in said:
        if _says(one) == _says(new):
            raise UsageError(
                f"that is judged already, as {one.id}", hint=f"bestiary judge --undo {one.id} takes it back"
            )
    line.id = _id(line)
    _write(folder, msgspec.to_builtins(line))
    return line.id


def _says(one: Judgement | Rejection) -> tuple[str, str, str]:
    return (one.relation, one.a, one.b) if isinstance(one, Judgement) else ("reject", one.record, fold(one.name))


def _write(folder: Path, content: dict[str, Any]) -> None:
    """Adds one line, written through to the disk; what two write at once does not mix (O_APPEND)."""
    path = folder / FILE
    line = msgspec.json.encode(content, order="sorted") + b"\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ends = b"" if not path.exists() or path.read_bytes()[-1:] in (b"", b"\n") else b"\n"
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(descriptor, ends + line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror}", Origin(str(path)), "check the folder") from error
