"""Reading files; what a build makes of them is told in test_ingest.py."""

import json
from fnmatch import fnmatchcase
from itertools import permutations
from pathlib import Path

import pytest

from bestiary.base import Bestiary
from bestiary.ingest import build
from bestiary.reading import BuildReport, Skipped, Unread

from .small import TEAPOT, build_small, write
from .test_ingest import bundle


def test_the_newer_of_two_copies_stays(tmp_path: Path) -> None:
    (tmp_path / "newer").mkdir()
    row = {"uuid": "00000000-0000-4000-8000-00000000000c", "value": "Kettle Crew", "description": "They boil."}
    db, report = build_small(tmp_path, write(tmp_path / "newer", "threat-actor", [row], version=2))
    assert any("1 record stands newer" in one.reason for one in report.skipped)
    with Bestiary.open(db) as bestiary:
        assert [one["text"] for one in bestiary.profile("kettle-crew")["descriptions"]] == ["They boil."]


@pytest.mark.parametrize("order", ["".join(order) for order in permutations("ABCD")])
def test_relations_of_other_collections_are_kept_in_whatever_order_the_files_are_read(
    tmp_path: Path, order: str
) -> None:
    """Of one collection the newest copy tells of relations, of the others theirs are added to it."""
    files = {
        "A": bundle("First", "enterprise-attack", "2024-01-01T00:00:00.000Z", ["1"]),
        "B": bundle("Mobile", "mobile-attack", "2023-01-01T00:00:00.000Z", ["2"]),
        "C": bundle("Second", "enterprise-attack", "2025-01-01T00:00:00.000Z", ["3"]),
        "D": bundle("Industrial", "ics-attack", "2022-01-01T00:00:00.000Z", ["2", "4"]),
    }
    (tmp_path / "in").mkdir()
    for place, name in enumerate(order):
        (tmp_path / f"in/{place}-{name}.json").write_text(json.dumps(files[name]), encoding="utf-8")
    report = build([tmp_path / "in"], db=tmp_path / "x.db", default=False)
    assert [row.records for row in report.sources] == [1]
    assert [(one.file[2:], one.reason[-6:]) for one in report.skipped] == [("A.json", "C.json")]
    with Bestiary.open(tmp_path / "x.db") as bestiary:
        profile = bestiary.profile(TEAPOT)
        assert profile["title"] == "Second"
        assert {one["id"]: one["text"] for one in profile["relations"]} == {
            "tool--2": "In mobile-attack.", "tool--3": "In enterprise-attack.", "tool--4": "In ics-attack."
        }  # fmt: skip


def test_the_same_bytes_are_read_once(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    copy = tmp_path / "again/copy.md"
    build_small(tmp_path)
    copy.write_bytes((tmp_path / "data/teapot.md").read_bytes())
    _, report = build_small(tmp_path, copy)
    assert [one.reason for one in report.skipped] == ["the same bytes as teapot.md"]


@pytest.mark.parametrize("way", [1, -1])
def test_two_tables_of_one_name_are_a_problem_where_they_tell_of_the_same(tmp_path: Path, way: int) -> None:
    tables = []
    for folder, alias in (("a", "Pot"), ("b", "Kettle")):
        (tmp_path / folder).mkdir()
        tables.append(tmp_path / folder / "actors.csv")
        tables[-1].write_text(f"name,alias\nUrn Team,{alias}\nOnly {alias},x\n")
    db = tmp_path / "x.db"
    report = build(tables[::way], db=db, default=False)
    assert report.skipped == []
    (problem,) = report.problems
    with Bestiary.open(db) as bestiary:
        kept = next(alias for alias in ("Pot", "Kettle") if bestiary.who(alias)["matches"])
        assert {one["title"] for one in bestiary.list("actor")} == {"Urn Team", "Only Pot", "Only Kettle"}
    stays, goes = tables if kept == "Pot" else tables[::-1]
    assert (str(problem.origin), problem.reason) == (str(goes), f"1 of its records has an id of {stays} too: left out")


def test_a_copy_that_is_left_out_is_not_reported_on(tmp_path: Path) -> None:
    row = {"uuid": "00000000-0000-4000-8000-00000000000c", "value": "Kettle Crew", "meta": {"country": "Middle Tea"}}
    report = build([write(tmp_path, "threat-actor", [row, row])], db=tmp_path / "x.db", default=False)
    assert [(one.value, one.count) for one in report.unread] == [("Middle Tea", 1)]
    assert [one.reason for one in report.skipped] == ["1 record stands newer in threat-actor.json"]


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
