import os
import sys
from pathlib import Path

import pytest

from bestiary.errors import Problem
from bestiary.tag import Tagger, corpus, report
from bestiary.tag.corpus import Tagged, report_files, tag_files, tag_text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "below").mkdir()
    for number in range(20):
        (tmp_path / "below" / f"{number:02}.txt").write_text(f"SteamRAT, number {number}, was seen by us.")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-no")
    (tmp_path / "x.exe").write_bytes(b"MZ")
    return tmp_path


def test_the_reports_of_a_folder(folder: Path) -> None:
    found = report_files(folder)
    assert len(found) == 21
    assert all(name == file.as_posix() for file, name in found)
    assert folder / "x.exe" not in dict(found)
    assert report_files(folder / "x.exe") == [(folder / "x.exe", f"{folder}/x.exe")]  # what is named is wanted


def test_a_report_may_shout_its_name(tmp_path: Path) -> None:
    (tmp_path / "X.TXT").write_text("SteamRAT")
    assert report_files(tmp_path) == [(tmp_path / "X.TXT", f"{tmp_path}/X.TXT")]


@pytest.mark.parametrize("workers", [1, 2])
def test_all_are_tagged_and_the_bad_one_is_told(tagger: Tagger, folder: Path, workers: int) -> None:
    told: list[tuple[int, int]] = []
    files = report_files(folder)
    found = list(
        tag_files(
            tagger,
            files,
            Tagged,
            lambda what, done, total: told.append((done, total)),
            [f"{folder}/below/00.txt"],
            workers,
        )
    )
    tagged = {one.id: one for one in found if isinstance(one, Tagged)}
    (problem,) = (one for one in found if isinstance(one, Problem))
    assert str(problem.origin) == f"{folder}/bad.pdf"
    assert (len(tagged), told[-1]) == (19, (20, 20))
    assert told[0][0] < told[0][1] == 20
    assert [m.surface for m in tagged[f"{folder}/below/07.txt"].mentions] == ["SteamRAT"]


@pytest.mark.skipif(sys.platform != "linux", reason="workers there do not inherit what a test changes")
def test_a_file_that_ends_its_worker_is_told_and_the_rest_is_tagged(
    tagger: Tagger, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reports(path: Path, name: str) -> object:
        if path == folder / "below/03.txt":
            os._exit(1)
        return real(path, name)

    real = report.reports
    monkeypatch.setattr(corpus, "reports", reports)
    found = list(tag_files(tagger, report_files(folder), Tagged, workers=2))
    problems = {str(one.origin): one.reason for one in found if isinstance(one, Problem)}
    assert problems.keys() == {f"{folder}/bad.pdf", f"{folder}/below/03.txt"}
    assert "ends the process" in problems[f"{folder}/below/03.txt"]
    assert sum(isinstance(one, Tagged) for one in found) == 19


def test_lines_that_are_done_are_not_tagged_again(tagger: Tagger, tmp_path: Path) -> None:
    (tmp_path / "some.jsonl").write_text('{"id":"a","text":"SteamRAT"}\n{"id":"b","text":"SteamRAT"}\n')
    found = tag_files(tagger, report_files(tmp_path), lambda id, text, mentions: (id, text), skip=["a"])
    assert list(found) == [("b", "SteamRAT")]


def test_text_of_no_file(tagger: Tagger) -> None:
    found = tag_text(tagger, "-", b"We saw SteamRAT there, and SteamRAT again.")
    assert isinstance(found, Tagged)
    assert len(found.mentions) == 2
    assert isinstance(tag_text(tagger, "-", b"\0\0"), Problem)
