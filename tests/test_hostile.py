"""Input that is broken, huge or made to hurt: a sentence that says where and what to do, in bounded time and memory."""

import json
import os
import re
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from bestiary.base import Bestiary
from bestiary.cli import main
from bestiary.errors import InputError
from bestiary.fetch import MAX_BYTES
from bestiary.formats import formats
from bestiary.ingest import build
from bestiary.schema import schema
from bestiary.statement import LENGTH, STATEMENTS
from tests.grown import GROWING
from tests.small import ACTORS, write
from tests.watched import Run, watched

GOLDEN = sorted(Path(__file__).parent.glob("golden/formats/*/*/input.*"))
MB = 1024**2

# How a file of each format may begin, up to a value of which there may be any amount; in JSON also how it ends.
OPENINGS = {
    "alias_table": [("a.csv", b"actor,alias\nTeapot,", b""), ("a.jsonl", b'{"actor": "Teapot", "alias": ', b"}")],
    "attack_stix": [("a.json", b'{"type": "bundle", "objects": [{"type": "tool", "id": "tool--1", "name": ', b"}]}")],
    "etda_card": [("a.md", b"# Threat actor: Teapot\n\n## Description\n\n", b"")],
    "etda_json": [("a.json", b'{"values": [{"actor": "Teapot", "description": ', b"}]}")],
    "microsoft_mapping": [("a.json", b'[{"Threat actor name": "Teapot", "Other names": ', b"}]")],
    "misp_galaxy": [("a.json", b'{"type": "tool", "values": [{"value": "Teapot", "description": ', b"}]}")],
}
EVERY = [opening for openings in OPENINGS.values() for opening in openings]
JSON = [opening for opening in EVERY if opening[2]]
NAMES = [f"{name} {opening[0]}" for name, openings in OPENINGS.items() for opening in openings]
JSON_NAMES = [name for name in NAMES if "json" in name.rpartition(".")[2]]


def run(*paths: Path, db: Path) -> Result:
    """`bestiary build` of the paths, in this process."""
    command = ["build", *map(str, paths), "--no-default", "--db", str(db)]
    return CliRunner().invoke(main, command, catch_exceptions=False)


def built(folder: Path, name: str, raw: bytes) -> Result:
    """`bestiary build` of one file; it must not end in anything but a sentence of ours."""
    path = folder / name
    path.write_bytes(raw)
    result = run(path, db=folder / "x.db")
    assert "fault in Bestiary" not in result.stderr
    return result


def refused(result: Result, place: str, reason: str) -> None:
    """The build gave no file, and says where the reason stands, what it is, and what to do about it."""
    assert result.exit_code == 3
    assert f"{place}: " in result.stderr
    assert reason in result.stderr
    assert result.stderr.startswith("bestiary: no record was read\n")
    assert "(" in result.stderr


# --- content ---


def test_every_format_is_tried() -> None:
    assert set(OPENINGS) == set(GROWING) == set(formats())


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.jsonl", "a.md", "a.tsv", "a"])
@pytest.mark.parametrize("raw", [b"", b"\xef\xbb\xbf", bytes(range(256)) * 100, b"\n" * 100_000], ids=range(4))
def test_what_is_of_no_format_is_said_to_be(tmp_path: Path, name: str, raw: bytes) -> None:
    refused(built(tmp_path, name, raw), name, "no format reads this file")


@pytest.mark.parametrize(("name", "head", "tail"), JSON, ids=JSON_NAMES)
@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (b'"', "truncated"),
        (b"NaN", "invalid character"),
        (b"-Infinity", "invalid"),
        (b"1e400", "out of range"),
        (b'"\\ud800 is half a character"', "surrogate"),
        (b"[" * 20 * MB, "nested too deeply"),
        (b'{"a":' * 4 * MB, "nested too deeply"),
        (b'"tab\there"', "invalid character"),
    ],
    ids=["cut", "NaN", "infinity", "1e400", "surrogate", "lists", "objects", "control"],
)
def test_what_is_no_json_is_refused_with_its_line(
    tmp_path: Path, name: str, head: bytes, tail: bytes, value: bytes, reason: str
) -> None:
    raw = head + value + (b"" if reason == "truncated" else tail)
    if name == "a.jsonl":  # what a table is must stand in its first line
        raw = b'{"actor": "Kettle", "alias": "Pot"}\n' + raw
        result = built(tmp_path, name, raw)
        assert result.exit_code == 0
        assert "a.jsonl:2: not readable as JSON" in result.stderr
    else:
        result = built(tmp_path, name, raw)
        refused(result, f"{name}:1", "not readable as JSON")
    assert reason.lower() in result.stderr.lower()


@pytest.mark.parametrize(("name", "head", "tail"), JSON, ids=JSON_NAMES)
def test_of_a_key_that_stands_twice_the_last_holds(tmp_path: Path, name: str, head: bytes, tail: bytes) -> None:
    key = head[: head.rindex(b'": ')].rpartition(b'"')[2]
    twice = head + b'"FIRST", "' + key + b'": "LAST"' + tail
    assert built(tmp_path, name, twice).exit_code == 0
    with Bestiary.open(tmp_path / "x.db") as bestiary:
        said = [s["raw"] for kind in schema().kind for p in bestiary.list(kind) for s in bestiary.statements(p["id"])]
    assert "LAST" in said
    assert "FIRST" not in said


@pytest.mark.parametrize(("name", "head", "tail"), EVERY, ids=NAMES)
def test_what_is_no_utf8_is_refused_with_its_line(tmp_path: Path, name: str, head: bytes, tail: bytes) -> None:
    value = b'"\xff"' if tail else b"\xff"
    refused(built(tmp_path, name, head + value + tail), f"{name}:{head.count(10) + 1}", "not UTF-8")


@pytest.mark.parametrize(("name", "head", "tail"), EVERY, ids=NAMES)
@pytest.mark.parametrize("value", ["\0", "\x1b[2J\x07", "\u202eevil", "\ufeff", "\u2028", "💥" * 1000, "[red]x[/]"])
def test_odd_characters_are_read_and_shown_harmless(
    tmp_path: Path, name: str, head: bytes, tail: bytes, value: str
) -> None:
    quoted = value.encode() if not tail else b'"%s"' % value.encode("unicode_escape").replace(b"\\x", b"\\u00")
    if "💥" in value and tail:
        quoted = b'"%s"' % value.encode()
    assert built(tmp_path, name, head + quoted + tail).exit_code == 0
    shown = CliRunner().invoke(main, ["who", "teapot", "--db", str(tmp_path / "x.db")], catch_exceptions=False)
    assert shown.exit_code in (0, 1)  # the STIX tool is called by the value
    assert "\x1b" not in shown.output
    assert "\0" not in shown.output


def test_names_of_which_the_addresses_are_one(tmp_path: Path) -> None:
    values = [{"value": "x" * 200 + str(number)} for number in range(5)]
    build([write(tmp_path, "tool", values)], db=tmp_path / "x.db", default=False)
    with Bestiary.open(tmp_path / "x.db") as bestiary:
        listed = [one["id"] for one in bestiary.list("tool")]
        assert [bestiary.profile(id_)["id"] for id_ in listed] == listed
        assert len(set(listed)) == 5


def test_an_edition_of_more_digits_than_a_number_may_have(tmp_path: Path) -> None:
    for name, version, text in (("old", "9" * 4999, "older"), ("new", "1" + "0" * 4999, "newer")):
        path = tmp_path / name / "threat-actor.json"
        path.parent.mkdir()
        value = {"value": "Teapot", "description": text}
        path.write_text(json.dumps({"type": "threat-actor", "version": version, "values": [value]}), encoding="utf-8")
    build([tmp_path / "new", tmp_path / "old"], db=tmp_path / "x.db", default=False)
    with Bestiary.open(tmp_path / "x.db") as bestiary:
        assert [one["text"] for one in bestiary.profile("teapot")["descriptions"]] == ["newer"]


# --- time and memory ---

FEW, MANY = 2_000, 8_000
FILES = 20_000
LINEAR = 1.6  # four times as much may take this many times four times as long
CACHE = 64 * MB  # what SQLite may keep of the file it writes
VALUE = 5_000  # bytes of memory for one more of anything, however short it is
RECORD = 256 * MB  # memory for the fullest record there may be, whatever the file holds beyond it
BYTE = 40  # bytes of memory for a byte of one long value


@cache
def nothing() -> int:
    """Memory that a build of next to nothing takes."""
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), "threat-actor", ACTORS)
        return watched("build", str(path), "--no-default", "--db", f"{folder}/x.db").memory


def apart(path: Path, code: int = 0) -> Run:
    """A build of the file or folder in a process of its own, and the memory it takes beyond a build of nothing."""
    done = watched("build", str(path), "--no-default", "--db", str(path.with_name("x.db")))
    assert done.code == code, done.err
    assert "fault in Bestiary" not in done.err
    return done._replace(memory=done.memory - nothing())


def seconds(path: Path) -> float:
    """The processor time of a build in this process."""
    begun = time.process_time()
    build([path], db=path.with_name("x.db"), default=False)
    return time.process_time() - begun


def takes_in_proportion(few: Path, many: Path) -> bool:
    """Whether four times as much takes four times as long; it has three tries, as the machine may be busy."""
    return any(seconds(many) / seconds(few) <= MANY / FEW * LINEAR for _ in range(3))


@pytest.mark.parametrize(
    ("name", "content"),
    [pytest.param(*case, id=f"{name} {what}") for name, cases in GROWING.items() for what, case in cases.items()],
)
def test_many_of_anything_take_time_and_memory_in_proportion(
    tmp_path: Path, name: str, content: Callable[[int], str]
) -> None:
    few, many = (tmp_path / str(count) / name for count in (FEW, MANY))
    for path in (few, many):
        path.parent.mkdir()
        path.write_text(content(int(path.parent.name)), encoding="utf-8")
    assert takes_in_proportion(few, many)
    assert apart(many).memory <= CACHE + MANY * VALUE


@pytest.mark.parametrize(("name", "head", "tail"), EVERY, ids=NAMES)
def test_one_long_value_takes_time_and_memory_in_proportion(
    tmp_path: Path, name: str, head: bytes, tail: bytes
) -> None:
    quote = b'"' if tail else b""
    few, many = (tmp_path / str(size) / name for size in (LENGTH * FEW // MANY, LENGTH))
    for path in (few, many):
        path.parent.mkdir()
        head = head if name != "a.jsonl" else b'{"actor": "Kettle", "alias": "Pot"}\n' + head
        path.write_bytes(head + quote + b"x" * int(path.parent.name) + quote + tail)
    assert takes_in_proportion(few, many)
    assert apart(many).memory <= CACHE + many.stat().st_size * BYTE


def _parts(head: str, part: str, tail: str) -> Callable[[], str]:
    """A file of 8 MB of which all but the ends are parts of one value; a "#" in the part is its number."""

    def content() -> str:
        number, size, parts = 0, 0, []
        while size < 8 * MB:
            parts.append(part.replace("#", str(number)))
            number, size = number + 1, size + len(parts[-1])
        return f"{head}{''.join(parts)}{tail}"

    return content


_ALIASES = "# Threat actor: Teapot\n\n## Threat actor aliases\n\n"
_OPERATIONS = "# Threat actor: Teapot\n\n## Reported hacking operations\n\n"
_ROW = 'actor,aliases\nTeapot,"'
_OTHERS = '[{"Threat actor name": "Teapot", "Other names": "'
_SYNONYMS = '{"type": "tool", "values": [{"value": "Teapot", "meta": {"synonyms": ["'
PARTS = {
    "names of a card": ("a.md", _parts(_ALIASES, "#, ", "\n")),
    "names of a card that are one": ("a.md", _parts(_ALIASES, "a, ", "\n")),
    "lines of an operation": ("a.md", _parts(_OPERATIONS, "x\n", "\n")),
    "sections of a card": ("a.md", _parts(_ALIASES, "## A\n", "\n")),
    "aliases in a cell": ("a.csv", _parts(_ROW, "#, ", '"\n')),
    "other names": ("a.json", _parts(_OTHERS, "#, ", '"}]')),
    "synonyms": ("a.json", _parts(_SYNONYMS, '#","', '"]}}]}')),
}


@pytest.mark.parametrize(("name", "content"), PARTS.values(), ids=PARTS)
def test_millions_of_parts_of_one_value_end_where_a_record_may_end(
    tmp_path: Path, name: str, content: Callable[[], str]
) -> None:
    path = tmp_path / name
    path.write_text(content(), encoding="utf-8")
    done = apart(path)
    assert re.search(rf"{re.escape(name)}[:#].*: more than 10+,000 (statements|sections)", done.err)
    assert done.memory <= RECORD
    with Bestiary.open(tmp_path / "x.db") as bestiary:
        assert sum(row["statements"] for row in bestiary.sources()) <= STATEMENTS


@pytest.mark.parametrize(
    ("name", "blank"), [("a.md", _parts(_ALIASES, ", ", "\n")), ("a.csv", _parts(_ROW, ", ", '"\n'))]
)
def test_millions_of_blank_values_state_nothing(tmp_path: Path, name: str, blank: Callable[[], str]) -> None:
    path = tmp_path / name
    path.write_text(blank(), encoding="utf-8")
    assert apart(path).memory <= RECORD
    with Bestiary.open(tmp_path / "x.db") as bestiary:
        said = [(one["property"], one["raw"]) for one in bestiary.statements("teapot")]
        assert [row for row in said if row[0] != "x-layout"] == [("title", "Teapot")]


def test_one_name_on_1200_records_that_is_used_1200_times(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    write(folder, "tool", [{"value": "Ladle", "uuid": f"00000000-0000-4000-8000-{n:012x}"} for n in range(1200)])
    for number in range(1200):
        card = f"# Threat actor: Teapot {number}\n\n## Observed usage of tools\n\nLadle\n"
        (folder / f"{number}.md").write_text(card, encoding="utf-8")
    done = apart(folder)
    assert (tmp_path / "x.db").stat().st_size <= 2400 * VALUE
    assert done.memory <= CACHE + 2400 * VALUE


def test_200_mb_on_one_line_that_are_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"[" + b"x" * 200 * MB)
    done = apart(path, code=3)
    assert "a.json: no format reads this file" in done.err
    assert done.memory <= 2 * path.stat().st_size


@pytest.mark.parametrize(("name", "head"), [opening[:2] for opening in JSON if opening[0] != "a.jsonl"], ids=str)
def test_200_mb_on_one_line_that_never_ends(tmp_path: Path, name: str, head: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(head + b'"' + b"x" * 200 * MB)
    done = apart(path, code=3)
    assert f"{name}:1: not readable as JSON" in done.err
    assert done.memory <= 3 * path.stat().st_size


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.touch()
    os.truncate(path, 2 * MAX_BYTES)  # a hole: it takes no room on the disk
    done = apart(path, code=3)
    assert f"{path}: larger than {MAX_BYTES // MB} MB (split it)" in done.err
    assert done.memory <= 16 * MB


# --- files and folders ---


def galaxy(folder: Path) -> Path:
    """A folder with one file that can be read."""
    folder.mkdir()
    write(folder, "threat-actor", ACTORS)
    return folder


def test_a_loop_of_links(tmp_path: Path) -> None:
    data = galaxy(tmp_path / "data")
    (data / "a.md").symlink_to(data / "b.md")
    (data / "b.md").symlink_to(data / "a.md")
    (data / "round").symlink_to(data)
    result = run(data, db=tmp_path / "x.db")
    assert result.exit_code == 0
    assert [line.rpartition("/")[2] for line in result.stderr.splitlines()] == [
        "a.md: not a file (only ordinary files are read)",
        "b.md: not a file (only ordinary files are read)",
    ]
    named = run(data / "a.md", db=tmp_path / "x.db")
    assert (named.exit_code, "a.md: there is no such file or folder\ncheck the path" in named.stderr) == (3, True)


def test_a_file_that_vanishes_before_it_is_read(tmp_path: Path) -> None:
    data = galaxy(tmp_path / "data")
    (data / "a.md").write_text("# Threat actor: Teapot", encoding="utf-8")
    progress = lambda what, done, total: (data / "a.md").unlink(missing_ok=True)  # noqa: E731
    report = build([data], db=tmp_path / "x.db", default=False, progress=progress)
    assert [str(problem.origin) for problem in report.problems] == [str(data / "a.md")]
    assert [(row.source, row.records) for row in report.sources] == [("misp", 2)]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read anything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    data = galaxy(tmp_path / "data")
    (data / "a.md").touch(mode=0o200)
    result = run(data, db=tmp_path / "x.db")
    assert result.exit_code == 0
    assert "a.md: cannot be read: Permission denied (check its permissions)" in result.stderr


@pytest.mark.skipif(os.name != "posix", reason="elsewhere names of files are text")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    data = galaxy(tmp_path / "data")
    for number, name in enumerate([b"\xff.md", b"\xfe/a.md", b"\n\x1b[2J.md", b"[red].md", b"x" * 252 + b".md"]):
        path = Path(os.fsdecode(os.fsencode(data) + b"/" + name))
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# Threat actor: Teapot {number}\n", encoding="utf-8")
    db, report = tmp_path / "x.db", tmp_path / "report.json"
    command = ["build", str(data), "--no-default", "--db", str(db), "--report", str(report)]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    assert result.exit_code == 0
    with Bestiary.open(db) as bestiary:
        files = [record["file"] for n in range(5) for record in bestiary.profile(f"teapot-{n}")["records"]]
    assert files == ["\\xff.md", "\\xfe/a.md", "\n\x1b[2J.md", "[red].md", "x" * 252 + ".md"]
    named = run(Path(os.fsdecode(os.fsencode(data) + b"/\xfd.md")), db=db)
    assert named.exit_code == 3
    assert "\\xfd.md: there is no such file or folder" in named.stderr


def test_each_of_many_files_takes_the_same_time(tmp_path: Path) -> None:
    few, many = (tmp_path / str(count) / "data" for count in (FILES * FEW // MANY, FILES))
    for folder in (few, many):
        folder.mkdir(parents=True)
        for number in range(int(folder.parent.name)):
            (folder / f"{number}.md").write_bytes(b"# Threat actor: Teapot %d\n" % number)
    assert takes_in_proportion(few, many)


# --- whatever comes ---


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of the golden cases with its name, of which a part is cut out, repeated or replaced by other bytes."""
    path = draw(st.sampled_from(GOLDEN))
    raw = path.read_bytes()
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(raw))] * 2)))
    instead = draw(st.one_of(st.just(b""), st.just(raw[start:end] * 2), st.binary(max_size=20)))
    return f"{draw(st.integers(0, 9))}{path.suffix}", raw[:start] + instead + raw[end:]


@given(files=st.lists(st.one_of(spoilt(), st.tuples(st.just("x.md"), st.binary(max_size=99))), max_size=6))
def test_any_folder_is_built_or_refused_in_our_words(files: list[tuple[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, raw in files:
            Path(folder, name).write_bytes(raw)
        db = Path(folder, ".x.db")
        try:
            report = build([Path(folder)], db=db, default=False)
        except InputError:  # there was nothing in it that could be read
            assert not db.exists()
            return
        assert report.sources
        report.as_json()
        with Bestiary.open(db) as bestiary:
            for row in report.sources:
                for found in bestiary.list(row.kind):
                    assert bestiary.profile(found["id"])["records"]
                    assert bestiary.statements(found["id"])
            [b"".join(file.content) for file in bestiary.export("card")]
