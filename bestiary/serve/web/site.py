"""The encyclopedia as files: the same pages, with relative links, for a network without a server."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from ...base import Bestiary
from ...errors import StoreError, UsageError
from ...names import fold
from ...origin import Origin
from ...schema import schema
from . import about, browsing, home, known, thing
from .links import Links, path_of, relative
from .page import ASSETS, Page, asset, drawn

MARK = "bestiary-site.json"  # by which a folder is known to be a site of ours, so that it may be replaced
SITEMAP = 50_000  # addresses of one file (https://www.sitemaps.org/protocol.html)

Progress = Callable[[str, int, int], None]


def write(bestiary: Bestiary, folder: Path, url: str = "", progress: Progress | None = None) -> int:
    """Writes the site, which takes the place of a former one when it is whole; gives the number of its pages.

    What lies beside the pages of a former one (.git, CNAME) stays.

    `url` is where it will stand, for sitemap.xml; without it there is none. Raises StoreError if the folder holds
    anything else or cannot be written, UsageError if `url` is no address of the web.
    """
    if url and not url.startswith(("http://", "https://")):
        raise UsageError(f"“{url[:80]}” is no address of the web", hint="give one that begins with https://")
    folder = folder.absolute()
    if folder.exists() and not (folder / MARK).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError("holds something else, so it is left as it is", Origin(str(folder)), "name an empty folder")
    made = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    try:
        made.mkdir(parents=True)
        count = _write(bestiary, made, url, progress or (lambda what, done, total: None))
        _replace(folder, made)
    except OSError as error:
        raise StoreError(
            f"cannot be written: {error.strerror}", Origin(str(folder)), "check its permissions"
        ) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return count


def _replace(folder: Path, made: Path) -> None:
    """Puts the new site where the former stands; a stop between two steps loses nothing."""
    former = made.with_suffix(".former")
    ours = {entry.name for entry in made.iterdir()}
    if folder.exists():
        folder.rename(former)
    made.rename(folder)
    if former.exists():
        written = json.loads((former / MARK).read_text("utf-8")) if (former / MARK).exists() else {}
        ours.update(map(str, written.get("entries", ())))
        for entry in [*former.iterdir()]:
            if entry.name not in ours:
                entry.rename(folder / entry.name)
        shutil.rmtree(former, ignore_errors=True)


def _write(bestiary: Bestiary, folder: Path, url: str, say: Progress) -> int:
    file = known.file(bestiary)
    total = sum(file.kinds.values())
    paths = []
    for page in pages(bestiary):
        path = folder / f"{page.where or 'index'}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(drawn(page, relative(page.where), file), encoding="utf-8", errors="replace")
        paths.append(page.where)
        say("pages", len(paths), max(total, len(paths)))
    (folder / "assets").mkdir()
    for name in ASSETS:
        (folder / "assets" / name).write_bytes(asset(name))
    (folder / "assets" / "names.js").write_text(names(bestiary), encoding="utf-8", errors="replace")
    if url:
        _sitemap(folder, f"{url.rstrip('/')}/", paths)
    entries = sorted([*(entry.name for entry in folder.iterdir()), MARK])  # which of it is ours, for the next one
    (folder / MARK).write_text(json.dumps({"pages": len(paths), "entries": entries}) + "\n", encoding="utf-8")
    return len(paths)


def pages(bestiary: Bestiary) -> Iterator[Page]:
    """Every page that needs no question: those about the file, lists in parts, and one for each thing."""
    yield home.page(bestiary)
    yield about.page(bestiary)
    yield browsing.sources(bestiary)
    yield from (browsing.source(bestiary, one["id"]) for one in known.sources(bestiary))
    yield browsing.givers(bestiary)
    yield from (browsing.giver(bestiary, one["id"]) for one in known.givers(bestiary))
    yield browsing.contested(bestiary)
    for kind in ("country", "sector"):
        yield browsing.places(bestiary, kind)
        yield from (browsing.place(bestiary, kind, code) for code in known.named(bestiary, kind))
    for kind, row in schema().kind.items():
        rows = bestiary.list(kind)
        yield from browsing.parts(kind, rows)
        yield from (thing.page(bestiary, row.plural, one["id"]) for one in rows)


def names(bestiary: Bestiary) -> str:
    """A script that hands every name to the search box: its fold, itself, and what bears it. Files cannot be asked."""
    to = Links("", ".html")
    rows = (
        [fold(one["name"]), one["name"], one["profile"]["title"], one["profile"]["kind"], to(path_of(one["profile"]))]
        for one in bestiary.names()
    )
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    text = ",\n".join(lines).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"names([\n{text}\n]);\n"


def _sitemap(folder: Path, url: str, paths: list[str]) -> None:
    """The addresses of all pages; an index of several files where they are many."""
    to = Links("", ".html")
    parts = [paths[start : start + SITEMAP] for start in range(0, len(paths), SITEMAP)]
    files = ["sitemap.xml"] if len(parts) == 1 else [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(files, parts, strict=True):
        (folder / name).write_text(_listed("urlset", "url", (urljoin(url, to(path)) for path in part)), "utf-8")
    if len(files) > 1:
        (folder / "sitemap.xml").write_text(_listed("sitemapindex", "sitemap", (url + name for name in files)), "utf-8")


def _listed(whole: str, part: str, addresses: Iterator[str]) -> str:
    rows = "".join(f"<{part}><loc>{escape(address)}</loc></{part}>\n" for address in addresses)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{whole} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</{whole}>\n'
