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


def test_the_card_that_the_page_of_formats_shows_is_read_whole(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/formats.md").read_text("utf-8")
    (card,) = re.findall(r"```markdown\n(.*?)```", page, re.DOTALL)
    (tmp_path / "team/cards").mkdir(parents=True)
    (tmp_path / "team/cards/teapot.md").write_text(card, encoding="utf-8")
    (tmp_path / "more.md").write_text(f"{card}\n## Favourite tea\n\nOolong\n", encoding="utf-8")
    report = build([tmp_path / "more.md"], db=tmp_path / "x.db", default=False, overlay=tmp_path / "team")
    assert [note for note in report.notes if "heading" in note] == [
        "more.md: “favourite-tea” is no heading or field of a card that is known: kept as it is"
    ]
    assert report.problems == []
    with Bestiary.open(tmp_path / "x.db") as bestiary:
        key = next(one for one in bestiary.profile("teapot-group")["records"] if one["source"] == "overlay")["key"]
        facts = bestiary.profile(key)["facts"]
        names = {name["name"]: name["givers"] for name in bestiary.profile(key)["names"]}
        assert {"first-seen", "motivation", "country", "target-sector", "target-country", "tool"} <= set(facts)
        assert [value["value"] for value in facts["target-country"]] == ["IS", "SE"]
        assert names["GREY TEAPOT"] == ["Porcelain Labs"]
        assert bestiary.profile(key)["operations"][0]["urls"] == ["https://cert.example/reports/17"]
        assert bestiary.level == "amber"
