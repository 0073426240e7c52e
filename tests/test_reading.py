"""Reading files; what a build makes of them is told in test_ingest.py."""

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
