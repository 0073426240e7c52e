"""Draws the house and the way of the data through it: `python docs/house.py` writes docs/house.svg and docs/way.svg.

The rows of the house are those that import-linter holds in the tests (`pyproject.toml`). A test says if the pictures
were forgotten.
"""

import tomllib
from html import escape
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent
WIDTH = 760
INK, DIM, PAPER = "#2e2821", "#6e6458", "#faf6ec"
SHADES = {"ask": "#d9e4ee", "answer": "#efe3c4", "decide": "#e6dcec", "file": "#dcead8", "know": "#ece6da"}
ROOMS = (  # the lowest module of each part of the house, from the top
    ("base", "ask", "interfaces"),
    ("render", "answer", "questions and answers"),
    ("sides", "decide", "which records are one, and profiles"),
    ("store", "file", "files, and the built file"),
    ("origin", "know", "what everything else is told in"),
)

WAY = (  # step, what it does, what comes out of it
    ("fetch", "files and folders, or the publishers' own", "bytes and their origin"),
    ("formats/NAME", "the one format that claims a file", "statements, or a Problem with file, line and reason"),
    ("ingest", "the value as written, and beside it what it means", "the store: bestiary.db"),
    ("link", "names and ids that are used as values", "which records each may mean"),
    ("identify", "what speaks for and against, and what people judged", "which records are one, and why"),
    ("derive", "every value with all who state it", "profiles, names, facts: all that can be asked"),
    ("base.Bestiary", "one object, asked by everything", "command line · pages · REST · TAXII · MCP · exports"),
)  # fmt: skip


def main() -> None:
    """Writes both pictures."""
    for name, text in drawn().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def drawn() -> dict[str, str]:
    """Each picture by its file name."""
    return {"house.svg": house(), "way.svg": way()}


def house() -> str:
    """The layers, highest first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = [one["layers"] for one in contracts if one["id"] == "layers"]
    rows = [[name.strip(" ()") for name in row.split("|")] for row in layers]
    parts: list[str] = []
    y, rooms = 10.0, list(ROOMS)
    top = y
    for row in rows:
        x = 20.0
        for name in row:
            wide = 7.3 * len(name) + 18
            if x + wide > WIDTH - 190:
                x, y = 20.0, y + 32
            parts.append(_box(x, y, wide, name, SHADES[rooms[0][1]]))
            x += wide + 8
        y += 36
        if rooms[0][0] in row:
            _, shade, title = rooms.pop(0)
            parts.append(
                f'<rect x="{WIDTH - 175}" y="{top}" width="6" height="{y - top - 10:g}" rx="3" fill="{SHADES[shade]}"/>'
                + _text(WIDTH - 160, (top + y) / 2, title, DIM, wrap=20)
            )
            y += 8
            top = y
    return _svg(y, parts, "The layers of Bestiary: a row imports only from rows below it")


def _box(x: float, y: float, wide: float, name: str, shade: str) -> str:
    """A module or folder."""
    box = f'<rect x="{x:g}" y="{y:g}" width="{wide:.1f}" height="26" rx="4" fill="{shade}"/>'
    return box + _text(x + 9, y + 17, name, INK)


def way() -> str:
    """The way of the data, from top to bottom."""
    parts: list[str] = []
    y = 10.0
    for number, (step, does, gives) in enumerate(WAY):
        parts.append(f'<rect x="20" y="{y:g}" width="150" height="40" rx="5" fill="{SHADES["file"]}"/>')
        parts.append(
            _text(32, y + 25, step, INK) + _text(190, y + 17, does, INK) + _text(190, y + 35, f"→ {gives}", DIM)
        )
        if number + 1 < len(WAY):
            parts.append(f'<path d="M95 {y + 40:g} v14 m-4 -5 l4 5 l4 -5" fill="none" stroke="{DIM}"/>')
        y += 56
    return _svg(y, parts, "The way of the data: from files to answers", 720)


def _text(x: float, y: float, text: str, colour: str, wrap: int = 200) -> str:
    """Text, broken into lines of at most so many characters."""
    lines = [""]
    for word in text.split(" "):
        lines[-1:] = [f"{lines[-1]} {word}".strip()] if len(lines[-1]) + len(word) < wrap else [lines[-1], word]
    spans = "".join(f'<tspan x="{x:g}" dy="{18 * bool(n)}">{escape(line)}</tspan>' for n, line in enumerate(lines))
    return f'<text x="{x:g}" y="{y:g}" fill="{colour}">{spans}</text>'


def _svg(height: float, parts: list[str], title: str, wide: int = WIDTH) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {height + 10:g}" role="img" '
        f'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="12"><title>{escape(title)}</title>'
        f'<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


if __name__ == "__main__":
    main()
