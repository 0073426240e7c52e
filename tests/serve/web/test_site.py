"""The encyclopedia as files: no link is broken, and the same file gives the same bytes."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest

from bestiary.base import Bestiary
from bestiary.errors import StoreError, UsageError
from bestiary.serve.web import site
from bestiary.serve.web.browsing import ROWS, parts
from tests.small import build_small


class Linked(HTMLParser):
    """What a page leads to, and the places on it that others may lead to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in ("href", "src", "action", "data-suggest"):
                self.links.append(value or "")
            elif name == "id":
                self.ids.append(value or "")


def broken(folder: Path) -> Iterator[str]:
    """The links of a site that lead to no file or place of it."""
    read = {path: Linked(path.read_text(encoding="utf-8")) for path in folder.rglob("*.html")}
    for path, found in read.items():
        for link in found.links:
            if link.startswith(("http://", "https://")):
                continue
            parts = urlsplit(link)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            there = target in read if target.suffix == ".html" else target.is_file()
            if not there or (parts.fragment and parts.fragment not in read[target].ids):
                yield f"{path.relative_to(folder)}: {link}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site").resolve()
    with Bestiary.open(build_small(folder)[0]) as bestiary:
        site.write(bestiary, folder / "site", "https://intel.example/bestiary/")
    return folder / "site"


def test_no_link_is_broken(made: Path) -> None:
    assert list(broken(made)) == []
    (made / "odd.html").write_text('<a href="none.html"></a><a href="about.html#none"></a>', encoding="utf-8")
    try:
        assert len(list(broken(made))) == 2, "a broken one would be seen"
    finally:
        (made / "odd.html").unlink()


def test_ids_are_unique_and_nothing_asks_a_server(made: Path) -> None:
    for path in made.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        ids = Linked(html).ids
        assert len(ids) == len(set(ids)), path
        assert "/api/" not in html, path


def test_every_thing_has_its_page_and_every_name_its_row(made: Path) -> None:
    assert (made / "actors/teapot-group.html").is_file()
    script = (made / "assets/names.js").read_text(encoding="utf-8")
    rows = json.loads(script.removeprefix("names(").rstrip().removesuffix(");"))
    assert ["greyteapot", "GREY TEAPOT", "Teapot Group", "actor", "actors/teapot-group.html"] in rows
    assert all((made / row[4]).is_file() for row in rows)


def test_the_sitemap_has_every_page(made: Path) -> None:
    root = ElementTree.parse(made / "sitemap.xml").getroot()
    found = {one.text for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert "https://intel.example/bestiary/actors/teapot-group.html" in found
    assert len(found) == len(list(made.rglob("*.html"))) == json.loads((made / site.MARK).read_text())["pages"]


def test_the_same_file_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    def content(folder: Path) -> dict[Path, bytes]:
        return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    with Bestiary.open(made.parent / "small.db") as bestiary:
        site.write(bestiary, tmp_path / "again", "https://intel.example/bestiary/")
    assert content(tmp_path / "again") == content(made)


def test_only_a_former_site_is_replaced(tmp_path: Path) -> None:
    with Bestiary.open(build_small(tmp_path / "db")[0]) as bestiary:
        folder = tmp_path / "site"
        site.write(bestiary, folder)
        (folder / "actors/left.html").write_text("from before", encoding="utf-8")
        (folder / ".git").mkdir()
        (folder / "CNAME").write_text("intel.example", encoding="utf-8")
        assert site.write(bestiary, folder) > 10
        assert not (folder / "actors/left.html").exists()
        assert (folder / ".git").is_dir()
        assert (folder / "CNAME").read_text(encoding="utf-8") == "intel.example"
        assert not (folder / "sitemap.xml").exists()
        mine = tmp_path / "mine"
        mine.mkdir()
        (mine / "thesis.txt").write_text("years of work", encoding="utf-8")
        with pytest.raises(StoreError, match="something else"):
            site.write(bestiary, mine)
        with pytest.raises(StoreError, match="something else"):
            site.write(bestiary, mine / "thesis.txt")
        with pytest.raises(UsageError, match="no address"):
            site.write(bestiary, tmp_path / "other", "ftp://x")
    assert (mine / "thesis.txt").read_text(encoding="utf-8") == "years of work"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["db", "mine", "site"], "nothing is left beside it"


def test_a_site_that_fails_leaves_the_former_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Bestiary.open(build_small(tmp_path / "db")[0]) as bestiary:
        site.write(bestiary, tmp_path / "site")
        before = sorted(path.name for path in (tmp_path / "site").rglob("*"))
        monkeypatch.setattr(site, "names", lambda bestiary: (_ for _ in ()).throw(OSError(28, "No space left")))
        with pytest.raises(StoreError, match="No space left"):
            site.write(bestiary, tmp_path / "site")
    assert sorted(path.name for path in (tmp_path / "site").rglob("*")) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["db", "site"]


def test_long_lists_are_several_files() -> None:
    row = {"id": "x", "kind": "tool", "title": "x", "names": 1, "countries": [], "first_seen": None, "sources": []}
    found = list(parts("tool", [row] * (2 * ROWS + 1)))  # type: ignore[list-item]
    assert [page.where for page in found] == ["tools", "tools.2", "tools.3"]
    assert [len(page.about["rows"]) for page in found] == [ROWS, ROWS, 1]
    assert [page.about["before"][0] for page in found] == ["", "tools", "tools.2"]
    assert [page.about["after"][0] for page in found] == ["tools.2", "tools.3", ""]
    assert [page.where for page in parts("tool", [])] == ["tools"]


def test_a_large_sitemap_is_parted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "SITEMAP", 2)
    site._sitemap(tmp_path, "https://x.example/b/", ["", "about", "tools/海"])
    assert (tmp_path / "sitemap-2.xml").read_text("utf-8").count(
        "<loc>https://x.example/b/tools/%E6%B5%B7.html</loc>"
    ) == 1
    assert "sitemap-2.xml" in (tmp_path / "sitemap.xml").read_text("utf-8")
