"""The tables of statements."""

import pytest

from bestiary.cli.screen import show
from bestiary.cli.statements import statement_tables
from bestiary.profile import Profile, StatementInfo

from .conftest import Faked


def printed(profile: Profile, statements: list[StatementInfo], capsys: pytest.CaptureFixture[str]) -> list[str]:
    show(*statement_tables(profile, statements))
    return capsys.readouterr().out.splitlines()


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("  ") if cell]


def test_a_statement_has_its_record_its_value_and_its_place(
    opened: Faked, heron: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    title, head, first, second, end = printed(heron, opened.statements("mossy-heron"), capsys)
    assert title == "Statements of pond-notes:mossy heron [1] in pond.md"
    assert cells(head) == ["as written", "place"]
    assert cells(first) == ["country", "The Low Lands", "(= NL; note: since 1815; TLP:AMBER)", "line 12"]
    assert cells(second) == ["date", "2011", "(note: since 1815)", "line 12"]
    assert second.startswith("  date")  # a part stands indented below its operation
    assert end == ""


def test_each_record_has_its_table(opened: Faked, heron: Profile, capsys: pytest.CaptureFixture[str]) -> None:
    one = opened.statements("mossy-heron")[0]
    lines = printed(heron, [one, {**one, "record": "else:1", "file": "e.json", "place": "/values/1"}], capsys)
    assert [line for line in lines if line.startswith("Statements")] == [
        "Statements of pond-notes:mossy heron [1] in pond.md",
        "Statements of else:1 in e.json",
    ]
    assert lines[-2].endswith("  /values/1")


def test_hostile_statements(opened: Faked, heron: Profile, capsys: pytest.CaptureFixture[str]) -> None:
    one = opened.statements("mossy-heron")[0]
    hostile: StatementInfo = {
        **one, "raw": "\x1b[2J[bold]", "record": "[red]", "file": "\x07", "place": "/a\u202e",
        "qualifiers": {"\x9b": "x"},
    }  # fmt: skip
    text = "\n".join(printed(heron, [hostile], capsys))
    assert "\ufffd[2J[bold]" in text
    assert "Statements of [red] in \ufffd" in text
    assert not {"\x1b", "\u202e", "\x9b", "\x07"} & set(text)


def test_how_a_card_is_laid_out_is_not_shown(opened: Faked, heron: Profile, capsys: pytest.CaptureFixture[str]) -> None:
    one = opened.statements("mossy-heron")[0]
    lines = printed(heron, [one, {**one, "property": "x-layout", "raw": '{"end":""}'}], capsys)
    assert any("The Low Lands" in line for line in lines)
    assert not any("x-layout" in line for line in lines)
