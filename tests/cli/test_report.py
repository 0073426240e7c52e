"""What is said of a build."""

import pytest

from bestiary.cli.report import print_report
from bestiary.errors import Problem
from bestiary.origin import Origin
from bestiary.reading import BuildReport, Skipped, SourceCount, Unread


def test_counts_by_source_and_kind(capsys: pytest.CaptureFixture[str]) -> None:
    counts = [SourceCount("reeds", "actor", 12, 3456), SourceCount("reeds", "tool", 1, 4)]
    print_report(BuildReport("b.db", seconds=1.26, sources=counts), 20)
    out, err = capsys.readouterr()
    assert [line.split() for line in out.splitlines()] == [
        ["Source", "kind", "records", "statements"],
        ["reeds", "actor", "12", "3,456"],
        ["reeds", "tool", "1", "4"],
        ["total", "13", "3,460"],
        ["wrote", "b.db", "in", "1.3", "s"],
    ]
    assert err == ""


def test_what_was_left_out_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    skipped = [
        Skipped("a.txt", "no format reads it"),
        Skipped("b.json", "older"),
        Skipped("c.txt", "no format reads it"),
    ]
    unread = [Unread("country", "Atlantis", 3), Unread("country", "Mu", 2)]
    print_report(BuildReport("b.db", skipped=skipped, unread=unread), 20)
    out = capsys.readouterr().out
    assert "skipped a.txt and 1 more: no format reads it\nskipped b.json: older\n" in out
    assert "5 values are kept as written" in out


def test_no_more_problems_than_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [Problem(Origin("a\x1b.md", line), "no date", "write one") for line in range(1, 24)]
    print_report(BuildReport("b.db", problems=problems), 20)
    err = capsys.readouterr().err.splitlines()
    assert err[0] == "problem a\ufffd.md:1: no date (write one)"
    assert len(err) == 21
    assert err[-1] == "… and 3 more problems; --report FILE writes all of them"


def test_one_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [Problem(Origin("a.md", line), "no date") for line in (1, 2)]
    print_report(BuildReport("b.db", problems=problems, unread=[Unread("country", "Mu", 1)]), 1)
    out, err = capsys.readouterr()
    assert "1 value is kept as written, for nothing exact could be made of it" in out
    assert err.splitlines()[-1] == "… and 1 more problem; --report FILE writes all of them"
