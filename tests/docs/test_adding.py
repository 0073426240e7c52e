"""The format, the source and the export that docs/adding.md shows are built and asked."""

import importlib
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from bestiary import exports, formats, sources
from bestiary.base import Bestiary
from bestiary.ingest import build

PAGE = (Path(__file__).parents[2] / "docs/adding.md").read_text("utf-8")
BLOCKS = dict(re.findall(r"<!-- (\S+) -->\n```\w*\n(.*?)```", PAGE, re.DOTALL))


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The modules lie in the folders of their kind, the source stands in the table."""
    for package in (formats, exports):
        folder = tmp_path / package.__name__.rpartition(".")[2]
        folder.mkdir()
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
    for name in ("formats/gangs.py", "exports/titles.py"):
        (tmp_path / name).write_text(BLOCKS[f"bestiary/{name}"], encoding="utf-8")
    importlib.invalidate_caches()
    text = files("bestiary").joinpath("sources.toml").read_text("utf-8") + BLOCKS["bestiary/sources.toml"]
    table = msgspec.convert(tomllib.loads(text), sources._Table)
    monkeypatch.setattr(sources, "_table", lambda: table)
    sources.source_of.cache_clear()
    yield
    sources.source_of.cache_clear()
    for name in ("formats.gangs", "exports.titles"):
        sys.modules.pop(f"bestiary.{name}", None)


def test_what_the_page_shows_works(added: None, tmp_path: Path) -> None:
    (tmp_path / "north.gangs").write_text(BLOCKS["input"], encoding="utf-8")
    report = build([tmp_path / "north.gangs"], db=tmp_path / "bestiary.db", default=False)
    assert [row.records for row in report.sources] == [2]
    assert [problem.origin.place for problem in report.problems] == [3]
    with Bestiary.open(tmp_path / "bestiary.db") as bestiary:
        (match,) = bestiary.who("samovar spiders")["matches"]
        assert match["profile"]["title"] == "Kettle Crew"
        assert match["profile"]["records"][0]["publisher"] == "A CERT"
        (file,) = bestiary.export("titles")
        assert b"".join(file.content).decode() == "Kettle Crew: not stated\nSaucer Squad: not stated\n"
