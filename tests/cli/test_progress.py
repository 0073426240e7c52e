"""Bars for someone who watches, nothing for a pipe."""

import pytest

from bestiary.cli.progress import progress


def test_nothing_on_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    with progress() as tell:
        assert tell is None
    assert capsys.readouterr() == ("", "")


def test_bars_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with progress() as tell:
        assert tell is not None
        tell("reading", 0, 0)
        tell("reading [bold]", 2, 3)
        tell("reading", 5, 7)
    out, err = capsys.readouterr()
    assert out == ""
    assert "reading [bold]" in err
    assert "2/3" in err
    assert "5/7" in err
