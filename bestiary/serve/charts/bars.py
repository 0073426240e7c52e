"""Bars: how many of each."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from .svg import picture, shown

WIDTH, ROW, LABELS, NUMBERS = 640, 22, 220, 40  # units
LABEL = 34  # characters of a label


class Bar(NamedTuple):
    """A row: `note` is what a pointer is told."""

    label: str
    many: int
    note: str = ""


def bars(rows: Sequence[Bar], id: str, title: str) -> Markup:
    """Horizontal bars in the order of the rows, the largest as long as there is room."""
    most = max((row.many for row in rows), default=0) or 1
    marks = [_bar(row, place * ROW, most) for place, row in enumerate(rows)]
    said = "; ".join(f"{row.label}: {row.many}" for row in rows)
    return picture(id, "bars", (WIDTH, len(rows) * ROW + 2), title, said, marks)


def _bar(row: Bar, y: int, most: int) -> str:
    long = round(row.many / most * (WIDTH - LABELS - NUMBERS), 1)
    label, full = shown(row.label, LABEL), shown(f"{row.label}: {row.many}{'. ' if row.note else ''}{row.note}", 400)
    return (
        f'<g><title>{full}</title><text x="{LABELS - 8}" y="{y + 15}" class="label">{label}</text>'
        f'<rect x="{LABELS}" y="{y + 4}" width="{long}" height="{ROW - 8}"/>'
        f'<text x="{LABELS + long + 6}" y="{y + 15}" class="number">{row.many}</text></g>'
    )
