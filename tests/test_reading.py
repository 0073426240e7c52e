"""Reading files; what a build makes of them is told in test_ingest.py."""

from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from bestiary.base import Bestiary
from bestiary.reading import BuildReport, Skipped, Unread

from .small import build_small, write


def test_the_newer_of_two_copies_stays(tmp_path: Path) -> None:
    (tmp_path / "newer").mkdir()
    row = {"uuid": "00000000-0000-4000-8000-00000000000c", "value": "Kettle Crew", "description": "They boil."}
    db, report = build_small(tmp_path, write(tmp_path / "newer", "threat-actor", [row], version=2))
    assert any("1 record stands newer" in one.reason for one in report.skipped)
    with Bestiary.open(db) as bestiary:
        assert [one["text"] for one in bestiary.profile("kettle-crew")["descriptions"]] == ["They boil."]


def test_the_same_bytes_are_read_once(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    copy = tmp_path / "again/copy.md"
    build_small(tmp_path)
    copy.write_bytes((tmp_path / "data/teapot.md").read_bytes())
    _, report = build_small(tmp_path, copy)
    assert [one.reason for one in report.skipped] == ["the same bytes as teapot.md"]


@pytest.mark.parametrize("content", [BuildReport("x.db"), BuildReport("x.db", skipped=[Skipped("a", "b")])])
def test_a_report_is_json(content: BuildReport) -> None:
    content.unread.append(Unread("country", "Middle Tea", 2))
    assert '"Middle Tea"' in content.as_json()


TABLE = "a table of actors needs a column for the name"
BROKEN = [  # what a file is called, what is in it, what is said of it
    ("a.json", b"", "it is empty"),
    ("a.csv", b" \n", "it is empty"),
    ("a.json", b'{"values": [\n{"value": 1 oops}]}', "not readable as JSON: expected ',' or '}' (line 2, column 13)"),
    ("a.jsonl", b'\n{"actor": oops}\n', "not readable as JSON: invalid character (line 2, column 11)"),
    ("a.json", '{"a": 1}'.encode("utf-16"), "it is not UTF-8"),
    ("a.csv", "actor,aliases\nKettle,Pot\n".encode("utf-16"), "it is not UTF-8"),
    ("a.csv", "actor,aliases\nKettle,Pot\n".encode("utf-16-le"), "it is not UTF-8"),
]
OTHERS = [
    ("a.csv", b"name,country\nKettle,NO\n", f"{TABLE}*; this has: name, country"),
    ("a.csv", b"name,source\nKettle,x\n", f"{TABLE}*"),
    ("a.jsonl", b'{"actor": "Kettle", "country": "NO"}\n', f"{TABLE}*; this has: actor, country"),
    ("a.json", b'{"a": 1}', ""),
    ("a.md", b"# Kettle", "a threat group card begins with “# Threat actor: NAME”"),
    ("a.txt", b"", "it is empty"),
    ("a.txt", b"buy milk", ""),
]


@pytest.mark.parametrize(("name", "raw", "why"), BROKEN + OTHERS)
@pytest.mark.parametrize("named", [True, False])
def test_why_no_format_reads_a_file(tmp_path: Path, name: str, raw: bytes, why: str, named: bool) -> None:
    (tmp_path / "given").mkdir()
    file = tmp_path / "given" / name
    file.write_bytes(raw)
    _, report = build_small(tmp_path, file if named else file.parent)
    problem = named or (name, raw, why) in BROKEN
    said = [one.reason for one in (report.problems if problem else report.skipped)]
    form = f"no format reads {'this file' if problem else 'it'}*{why}*"
    assert [one for one in said if fnmatchcase(one, form.replace("[", "[[]"))] == said != []
    assert not problem or report.problems[0].hint
