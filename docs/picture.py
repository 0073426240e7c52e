"""Draws the pictures in the README: the terminal after a question, and a page of the encyclopedia.

`python docs/picture.py` writes docs/who.svg and docs/page.png anew, from the packaged sources; the second needs
Chromium and the packages of the tests. The first asks nothing of other hosts: its letters are those of the reader's
machine. The descriptions, which are their authors', are left out of both.
"""

import io
import re
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import TerminalTheme

from bestiary import Bestiary
from bestiary.cli.page import answer_page
from bestiary.ingest import build
from bestiary.profile import Answer
from bestiary.serve.web.site import write

NAME = "Hazel Sandstorm"
PAGE = "actors/oilrig.html"
INK, DIM, PAPER = (46, 40, 33), (110, 100, 88), (250, 246, 236)
DARK = [INK, (158, 42, 31), (74, 103, 65), (154, 103, 0), (47, 84, 125), (120, 63, 110), (38, 110, 112), DIM]
LIGHT = [DIM, (190, 60, 45), (94, 130, 82), (180, 128, 20), (66, 110, 160), (150, 88, 140), (52, 140, 142), INK]
PARCHMENT = TerminalTheme(PAPER, INK, DARK, LIGHT)


def main() -> None:
    """Builds the packaged sources into a file that is thrown away, asks, and draws the answers."""
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder, "bestiary.db")
        build(db=db)
        with Bestiary.open(db) as bestiary:
            answer = bestiary.who(NAME)
            for match in answer["matches"]:
                match["profile"]["descriptions"] = []
            _terminal(answer)
            write(bestiary, Path(folder, "site"))
        _page(Path(folder, "site", PAGE))


def _page(file: Path) -> None:
    """The upper part of a page, as a browser shows it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 1500}, color_scheme="light")
        page.goto(file.as_uri())
        page.evaluate("document.querySelectorAll('.lead, #description').forEach(one => one.remove())")
        page.screenshot(path=Path(__file__).with_name("page.png"))
        browser.close()


def _terminal(answer: Answer) -> None:
    """The answer, drawn as a terminal."""
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(f"[bold]$[/] bestiary who {NAME}\n", highlight=False)
    for part in answer_page(answer):
        console.print(part)
    svg = console.export_svg(title="bestiary", theme=PARCHMENT, font_aspect_ratio=0.6)
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)  # letters from another host
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas")
    svg = "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"
    Path(__file__).with_name("who.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
