"""People's judgements: lines of `judgements.jsonl` in an overlay, which are only ever added to.

    {"a":"misp:…","b":"etda:…","by":"alice","id":"…","judge":"same","made":"2026-11-23T09:00:00Z","why":"…"}
    {"by":"alice","id":"…","made":"…","record":"etda:…","reject":"Calisto","tlp":"amber","why":"…"}
    {"by":"bob","made":"…","undo":"ID"}

A line's id is a hash of what it says, so that lines of two people can be merged by git in any order and say the same.
What an `undo` names is dead, wherever it stands. Lines that contradict each other make the pair "unsure", and are
reported, as are those without effect. `tlp` is left out where it is "clear".
"""

import json
import os
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from .errors import InputError, NotFound, Problem, StoreError, UsageError
from .fetch import read as read_file
from .identity import Fault, Judgement, Rejection
from .json_input import decode
from .levels import LEVELS, highest, within
from .names import fold
from .origin import Origin

FILE = "judgements.jsonl"
LONGEST = 10_000  # bytes of a line: a reason is a sentence or a paragraph
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


def read(folder: Path, least: str = "clear", most: str = "red") -> Overlay:
    """The live judgements of an overlay; without the file there are none. A line that cannot be read is a Problem.

    Each line has the level `least` at least; one that is above `most` is none.
    """
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
    found.problems.extend(_undoing_nothing(lines))
    for _, line in lines:
        line.tlp = highest([line.tlp, least])
    lines = [(where, line) for where, line in lines if within(line.tlp, most)]
    undone = _undone(line for _, line in lines)
    live = {line.id: (where, line) for where, line in lines if not line.undo and line.id not in undone}
    pairs: dict[tuple[str, str], list[tuple[Origin, Judgement]]] = {}
    for where, line in live.values():
        if not (line.by or line.made or line.why):
            hint = "add “by”, “made” and “why”; a line that was changed must have no “id”"
            found.problems.append(Problem(where, "it says neither who judged, nor when, nor why", hint))
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


def located(folder: Path, faults: Iterable[Fault]) -> list[Problem]:
    """What is wrong with lines of an overlay, in the order of the lines; of one that is gone by now nothing is."""
    path, wrong = folder / FILE, {fault.id: fault for fault in faults}
    lines = _lines(*read_file(path, str(path)), []) if wrong else []
    return [Problem(where, fault.reason, fault.hint) for where, line in lines if (fault := wrong.get(line.id))]


def _undoing_nothing(lines: Iterable[tuple[Origin, _Line]]) -> Iterable[Problem]:
    """The lines that take back what does not stand there."""
    known = {line.id for _, line in lines if not line.undo}
    hint = "give a whole id, as bestiary judge --list --json shows them, or take the line out"
    for where, line in lines:
        if line.undo and line.undo not in known:
            yield Problem(where, f"it takes back nothing: no line has the id {line.undo}", hint)


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


def _checked(content: Any, refusal: type[InputError | UsageError]) -> _Line:
    """The line that the content is. Raises the refusal if it is none, or says what no judgement may."""
    try:
        line = msgspec.convert(content, _Line)
    except msgspec.ValidationError as error:
        raise refusal(f"no judgement: {error}") from error
    if wrong := _wrong(line):
        raise refusal(f"no judgement: {wrong}")
    return line


def _line(text: bytes, where: Origin) -> _Line:
    """One line. Raises InputError with the reason if it cannot be read."""
    if len(text) > LONGEST:
        raise InputError(f"a line of more than {LONGEST:,} bytes")
    content = decode(text, where)
    if isinstance(content, Problem):
        raise InputError(content.reason)
    line = _checked(content, InputError)
    if not line.undo and line.id != (id_ := _id(line)):
        if line.id:
            raise InputError(f"its id does not fit what it says (that would be {id_}); it was changed by hand")
        line.id = id_
    if text != _json(msgspec.to_builtins(line)):  # not as it is written here, so it may say a thing twice
        _refuse_twice(text)
    return line


def _refuse_twice(text: bytes) -> None:
    """Raises InputError for a key that stands twice: of a decision nobody should guess which one was meant."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(keys := dict(pairs)) < len(pairs):
            raise InputError("no judgement: a key stands twice in it")
        return keys

    try:
        json.loads(text.decode("utf-8-sig"), object_pairs_hook=once)
    except (RecursionError, ValueError) as error:  # only of what the same key overwrites, all else are short texts
        raise InputError("no judgement: a key stands twice in it") from error


def _wrong(line: _Line) -> str:
    """What makes a line none of the three forms; "" if it is one."""
    judges, rejects, undoes = bool(line.judge), bool(line.reject), bool(line.undo)
    if judges + rejects + undoes != 1:
        return "it has to have one of “judge”, “reject” and “undo”"
    if judges and not (line.a and line.b):
        return "“judge” needs the records “a” and “b”"
    if judges and line.a == line.b:
        return "both are one record"
    if rejects and not (line.record and fold(line.reject)):
        return "“reject” needs a name and the “record” that lists it"
    if line.tlp not in LEVELS:
        return f"“tlp” is one of {', '.join(LEVELS)}"
    return ""


def _settled(said: list[tuple[Origin, Judgement]], problems: list[Problem]) -> Judgement:
    """What the live lines on one pair come to."""
    where, last = max(said, key=lambda row: (row[1].made, row[1].id))
    firsts: dict[tuple[str, str, str], Origin] = {}  # a line of each opinion, however many hold it
    for origin, judgement in said:
        firsts.setdefault((judgement.relation, judgement.a, judgement.b), origin)
    if len(firsts) == 1:
        return last
    places = ", ".join(f"{origin.place} ({relation})" for (relation, _, _), origin in firsts.items())
    reason = f"lines {places} contradict each other on {last.a} and {last.b}"
    problems.append(Problem(where, reason, "bestiary judge --undo ID takes one back; until then it is unsure"))
    a, b = sorted((last.a, last.b))
    tlp = max((judgement.tlp for _, judgement in said), key=LEVELS.index)  # that there is a dispute tells of every side
    return last._replace(a=a, b=b, relation="unsure", why="people judged it differently", tlp=tlp)


def _judgement(line: _Line) -> Judgement:
    a, b = (min(line.a, line.b), max(line.a, line.b)) if line.judge in _BOTH_WAYS else (line.a, line.b)
    relation = line.judge or "unsure"
    return Judgement(a, b, relation, by=line.by, made=line.made, why=line.why, id=line.id, tlp=line.tlp)


def _id(line: _Line) -> str:
    """BLAKE2b (RFC 7693) with 12 bytes of output, in hex, over the line's canonical JSON without the id."""
    content = {key: value for key, value in msgspec.to_builtins(line).items() if key != "id"}
    return blake2b(_json(content), digest_size=12).hexdigest()


def _json(content: dict[str, Any]) -> bytes:
    """Canonical JSON. Raises UsageError for what is no text, as lone surrogates are (from a terminal, PEP 383)."""
    try:
        return msgspec.json.encode(content, order="sorted")
    except UnicodeEncodeError as error:
        raise UsageError("that is not readable as text", hint="write it in UTF-8") from error


def judge(folder: Path, relation: str, a: str, b: str, *, by: str, made: str, why: str, tlp: str = "clear") -> str:
    """Writes down a judgement on two records (keys); gives its id.

    Raises UsageError if it is none or one that a live line makes, InputError if the overlay cannot be read, StoreError
    if it cannot be written.
    """
    return _append(folder, {"judge": relation, "a": a, "b": b, "by": by, "made": made, "why": why, "tlp": tlp})


def reject_name(folder: Path, record: str, name: str, *, by: str, made: str, why: str, tlp: str = "clear") -> str:
    """Writes down that a name which a record lists is none of its names; gives the id. Raises like `judge`."""
    return _append(folder, {"reject": name, "record": record, "by": by, "made": made, "why": why, "tlp": tlp})


def standing(folder: Path, least: str = "clear") -> list[dict[str, str]]:
    """The lines that nobody took back, the newest first, as they are written but for `tlp`: the level that holds.

    That is `least` at least. Raises InputError if the file cannot be read.
    """
    kept = _kept(folder)
    undone = _undone(kept)
    live = {line.id: line for line in kept if not line.undo and line.id not in undone}
    newest = sorted(live.values(), key=lambda one: (one.made, one.id), reverse=True)
    return [{**msgspec.to_builtins(line), "tlp": highest([line.tlp, least])} for line in newest]


def undo(folder: Path, id: str, *, by: str, made: str) -> str:
    """Takes back a line, by its id or the beginning of it; gives the whole id.

    Raises NotFound if no live line has it, or several begin so; InputError and StoreError like `judge`.
    """
    kept = _kept(folder)
    live = {line.id for line in kept if not line.undo} - _undone(kept)
    found = sorted(one for one in live if len(id) >= SHORTEST_ID and one.startswith(id.lower()))
    if len(found) != 1:
        known = "several have it" if found else f"no live line of {folder / FILE} has it"
        raise NotFound(f"“{id}” names no judgement: {known}", hint=f"give {SHORTEST_ID} digits of the id at least")
    _write(folder, {"undo": found[0], "by": by, "made": made})
    return found[0]


def _undone(lines: Iterable[_Line]) -> set[str]:
    return {line.undo for line in lines if line.undo}


def _kept(folder: Path) -> list[_Line]:
    """All lines that can be read, live or not. Raises InputError if the file cannot be."""
    path = folder / FILE
    return [line for _, line in _lines(*read_file(path, str(path)), [])] if os.path.exists(path) else []


def _append(folder: Path, content: dict[str, Any]) -> str:
    line = _checked(content, UsageError)
    line.id = _id(line)
    kept = _kept(folder)
    undone = _undone(kept)
    if line.id in undone:  # the undo would hold for it too
        raise UsageError("just that was taken back, with the same date", hint="judge it again a second later")
    for one in kept:
        if not one.undo and one.id not in undone and _says(one) == _says(line):
            raise UsageError(
                f"that is judged already, as {one.id}", hint=f"bestiary judge --undo {one.id} takes it back"
            )
    _write(folder, msgspec.to_builtins(line))
    return line.id


def _says(line: _Line) -> tuple[str, str, str]:
    """What a line decides, whoever says so and why."""
    if not line.judge:
        return "reject", line.record, fold(line.reject)
    judgement = _judgement(line)
    return judgement.relation, judgement.a, judgement.b


def _write(folder: Path, content: dict[str, Any]) -> None:
    """Adds one line, written through to the disk; what two write at once does not mix (it is opened to append)."""
    path = folder / FILE
    line = _json(content)
    if len(line) > LONGEST:  # it could not be read again
        raise UsageError("that is too long", hint=f"a judgement has {LONGEST:,} bytes at most, with its reason")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("a+b", buffering=0) as stream:
            if stream.tell():
                stream.seek(-1, os.SEEK_END)
            line = (b"" if stream.read(1) in (b"", b"\n") else b"\n") + line + b"\n"
            if stream.write(line) != len(line):
                raise OSError(None, "only a part of the line could be")
            os.fsync(stream.fileno())
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror}", Origin(str(path)), "check the folder") from error
