"""What is said of an update."""

import pytest

from bestiary.cli.update_report import NAMES_SHOWN, print_report
from bestiary.diff import Changes
from bestiary.update import File, UpdateReport


def file(outcome: str, source: str = "pond", reason: str = "") -> File:
    return File(source, f"{source}.json", f"https://{source}.example/{source}.json", outcome, reason)


def test_what_was_fetched_and_what_changed(capsys: pytest.CaptureFixture[str]) -> None:
    changes = Changes("pond", new=["pond:1", "pond:2"], gone=["pond:3"], names_new=["Newt", "鷺"], names_gone=["Toad"])
    print_report(UpdateReport("x.db", False, [file("changed"), file("unchanged")], True, 3, [changes]))
    assert [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()] == [
        "Source files changed files unchanged",
        "pond 1 1",
        "",
        "Source records new changed gone names new names gone",
        "pond 2 0 1 2 1",
        "pond, names new: Newt, 鷺",
        "pond, names gone: Toad",
        "",
        "wrote x.db; 3 problems, bestiary build lists them",
    ]


def test_only_the_first_names_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"Newt {number:02}" for number in range(NAMES_SHOWN + 3)]
    print_report(UpdateReport("x.db", False, [file("changed")], True, 0, [Changes("pond", names_new=names)]))
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("pond, names new"))
    assert line.endswith(f"{names[NAMES_SHOWN - 1]} … and 3 more (--json)")


@pytest.mark.parametrize(
    ("report", "end"),
    [
        (UpdateReport("x.db", False, [file("unchanged")]), "x.db stays as it is"),
        (UpdateReport("x.db", False, [file("new")], True), "wrote x.db"),
        (UpdateReport("x.db", False, [file("new")], True, 1), "wrote x.db; 1 problem, bestiary build lists it"),
        (UpdateReport("x.db", False, [file("new")], True, 0, []), "wrote x.db; nothing in it changed"),
        (UpdateReport("x.db", True, [file("new")], changes=[]), "nothing was written; nothing would change"),
        (UpdateReport("x.db", True, [file("new")], changes=[Changes("pond", ["pond:1"])]), "nothing was written"),
    ],
)
def test_the_last_line(report: UpdateReport, end: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_report(report)
    assert capsys.readouterr().out.splitlines()[-1] == end


def test_nothing_to_fetch(capsys: pytest.CaptureFixture[str]) -> None:
    print_report(UpdateReport("x.db", False))
    assert capsys.readouterr().out.splitlines()[0] == (
        "none of the sources in the file can be fetched; name one: bestiary update SOURCE"
    )


def test_failures_stand_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    missing = File("reed", "reed.json", "", "failed", "not in brought")
    print_report(UpdateReport("x.db", False, [file("failed", reason="it is empty"), missing], error="disk\nfull"))
    assert capsys.readouterr().err.splitlines() == [
        "failed https://pond.example/pond.json: it is empty",
        "failed reed reed.json: not in brought",
        "not built: disk full",
    ]


def test_failures_for_one_reason_stand_together(capsys: pytest.CaptureFixture[str]) -> None:
    files = [file("failed", reason="no answer")] * 3 + [
        file("failed", "reed", "no answer"),
        file("failed", reason="empty"),
    ]
    print_report(UpdateReport("x.db", False, files))
    assert capsys.readouterr().err.splitlines() == [
        "failed https://pond.example/pond.json and 2 more of pond: no answer",
        "failed https://reed.example/reed.json: no answer",
        "failed https://pond.example/pond.json: empty",
    ]


def test_hostile_text(capsys: pytest.CaptureFixture[str]) -> None:
    changes = [Changes("pond", names_new=["\x1b[2J", "a\u202eb"])]
    print_report(UpdateReport("x.db", False, [file("failed", reason="\x1b[31m\x07")], True, 0, changes))
    printed = capsys.readouterr()
    assert not {"\x1b", "\u202e", "\x07"} & set(printed.out + printed.err)
