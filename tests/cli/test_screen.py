"""Coloured on a terminal, plain text of a fixed width on a pipe."""

import pytest
from rich.text import Text

from bestiary.cli.screen import PIPE_WIDTH, WIDEST, rows, show


def test_a_pipe_gets_plain_text(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    show(Text("bold", "bold red"), Text("word " * 30))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "bold"
    assert PIPE_WIDTH - 5 <= len(lines[1]) <= PIPE_WIDTH


@pytest.mark.parametrize(("columns", "width"), [(60, 60), (500, WIDEST)])
def test_a_terminal_gets_colours_and_lines_of_its_width_within_reason(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int, width: int
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.delenv("NO_COLOR", raising=False)
    show(Text("x" * 1000, "bold"))
    first = capsys.readouterr().out.splitlines()[0]
    assert first == f"\x1b[1m{'x' * width}\x1b[0m"


def test_rows(capsys: pytest.CaptureFixture[str]) -> None:
    show(rows(("Name", "count"), [("[b]x\x1b[0m", "5"), (Text("two"), "1,000")], right=("count",)))
    assert capsys.readouterr().out.splitlines() == ["Name      count", "[b]x\ufffd[0m      5", "two       1,000"]
