"""What is said of a source."""

import pytest

from bestiary.cli.screen import show
from bestiary.cli.source_page import source_page

from .conftest import Faked


def test_a_source(opened: Faked, capsys: pytest.CaptureFixture[str]) -> None:
    show(source_page(opened.sources()))
    assert [line.strip() for line in capsys.readouterr().out.splitlines()] == [
        "reed-galaxy  Galaxy of reeds",
        "Reed Analytics · CC0-1.0",
        "12 records · 345 statements · version 336",
        "copies pond-notes",
        "https://reed.example/galaxy",
        "",
    ]


def test_what_is_not_there_has_no_line(opened: Faked, capsys: pytest.CaptureFixture[str]) -> None:
    (source,) = opened.sources()
    show(source_page([{**source, "derived_from": [], "url": "", "newest": "2024-11", "records": 1}]))
    assert [line.strip() for line in capsys.readouterr().out.splitlines()][2:] == [
        "1 record · 345 statements · changed 2024-11",
        "",
    ]


def test_files_with_versions_of_their_own(opened: Faked, capsys: pytest.CaptureFixture[str]) -> None:
    (source,) = opened.sources()
    show(source_page([{**source, "files": source["files"] * 2}]))
    assert "345 statements · 2 files, each with a version of its own" in capsys.readouterr().out


def test_a_long_url_is_folded_not_cut(opened: Faked, capsys: pytest.CaptureFixture[str]) -> None:
    (source,) = opened.sources()
    show(source_page([{**source, "url": "https://reed.example/" + "q" * 200}]))
    assert capsys.readouterr().out.count("q") == 200


def test_hostile_text(opened: Faked, capsys: pytest.CaptureFixture[str]) -> None:
    (source,) = opened.sources()
    show(source_page([{**source, "title": "\x1b[2J[bold]", "terms": "a\u202eb", "derived_from": ["\x07"]}]))
    text = capsys.readouterr().out
    assert "\ufffd[2J[bold]" in text
    assert not {"\x1b", "\u202e", "\x07"} & set(text)
