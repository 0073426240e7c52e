"""Draws the picture in the README: the terminal after a question, from the packaged sources.

`python docs/picture.py` writes docs/who.svg anew. The picture asks nothing of other hosts: its letters are those of the
reader's machine.
"""

import io
import re
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from bestiary import Bestiary
from bestiary.cli.page import answer_page
from bestiary.ingest import build

NAME = "Fraternal Jackal"
INK, DIM, PAPER = (46, 40, 33), (110, 100, 88), (250, 246, 236)
DARK = [INK, (158, 42, 31), (74, 103, 65), (154, 103, 0), (47, 84, 125), (120, 63, 110), (38, 110, 112), DIM]
LIGHT = [DIM, (190, 60, 45), (94, 130, 82), (180, 128, 20), (66, 110, 160), (150, 88, 140), (52, 140, 142), INK]
PARCHMENT = TerminalTheme(PAPER, INK, DARK, LIGHT)


def main() -> None:
    """Builds the packaged sources into a file that is thrown away, asks, and draws the answer."""
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder, "bestiary.db")
        build(db=db)
        with Bestiary.open(db) as bestiary:
            answer = bestiary.who(NAME)
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
