"""A map of the world as tiles, one for each country."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from .svg import picture, shown

TILE, GAP = 30, 2  # units
LEVELS = 4  # shades


@cache
def tiles() -> dict[str, tuple[int, int]]:
    """ISO 3166-1 code → column and row."""
    text = files(__package__).joinpath("world.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if not line.startswith("#")]
    return {code: (x, y) for y, row in enumerate(rows) for x, code in enumerate(row) if code != ".."}


def world(
    values: Mapping[str, int], id: str, title: str, href: Callable[[str], str], name: Callable[[str], str]
) -> Markup:
    """The map with the countries that have a value shaded by it; `href` gives where a tile leads, "" for nowhere."""
    columns, rows = (max(place[axis] for place in tiles().values()) + 1 for axis in (0, 1))
    known = {code: many for code, many in values.items() if code in tiles()}
    most = max(known.values(), default=1)
    marks = [
        _empty(frozenset(known)),
        *(_tile(code, many, most, href(code), name(code)) for code, many in known.items()),
    ]
    said = "; ".join(f"{name(code)}: {many}" for code, many in values.items())
    return picture(id, "world", (columns * TILE, rows * TILE), title, said, marks)


def _empty(known: frozenset[str]) -> str:
    """The tiles without a value: one shape for all, and their codes."""
    at = [(code, x * TILE, y * TILE) for code, (x, y) in tiles().items() if code not in known]
    side = TILE - GAP
    shape = "".join(f"M{x} {y}h{side}v{side}h-{side}z" for _, x, y in at)
    codes = "".join(f'<tspan x="{x + side // 2}" y="{y + 19}">{code}</tspan>' for code, x, y in at)
    return f'<path class="none" d="{shape}"/><text class="none" aria-hidden="true">{codes}</text>'


def _tile(code: str, many: int, most: int, href: str, name: str) -> str:
    x, y = (place * TILE for place in tiles()[code])
    level = 1 if most == 1 else 1 + round((many - 1) / (most - 1) * (LEVELS - 1))
    side = TILE - GAP
    tile = (
        f'<g class="level-{level}"><title>{shown(name)}: {many}</title><rect x="{x}" y="{y}" width="{side}"'
        f' height="{side}"/><text x="{x + side // 2}" y="{y + 19}">{code}</text></g>'
    )
    return f'<a href="{shown(href, 500)}">{tile}</a>' if href else tile
