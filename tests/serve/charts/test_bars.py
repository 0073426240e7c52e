"""Bars."""

import xml.etree.ElementTree as ElementTree

from hypothesis import given
from hypothesis import strategies as st

from bestiary.serve.charts.bars import LABELS, WIDTH, Bar, bars

SVG = "{http://www.w3.org/2000/svg}"
ROWS = st.lists(st.builds(Bar, st.text(), st.integers(0, 10**6), st.text()), max_size=40)


@given(ROWS)
def test_each_row_has_a_bar_inside_the_picture(rows: list[Bar]) -> None:
    root = ElementTree.fromstring(bars(rows, "b", "Bars"))
    widths = [float(rect.get("width", "")) for rect in root.iter(f"{SVG}rect")]
    assert len(widths) == len(rows)
    assert all(0 <= width <= WIDTH - LABELS for width in widths)
    most = max((row.many for row in rows), default=0)
    assert all(
        (width == 0) == (row.many == 0) or row.many < most / 100 for row, width in zip(rows, widths, strict=True)
    )


def test_bars_are_as_long_as_they_count() -> None:
    root = ElementTree.fromstring(bars([Bar("Energy", 4), Bar("Tea", 2, "said by one")], "b", "Sectors"))
    longer, shorter = (float(rect.get("width", "")) for rect in root.iter(f"{SVG}rect"))
    assert longer == 2 * shorter
    assert root.findtext(f"{SVG}desc") == "Energy: 4; Tea: 2"
    assert [found.text for found in root.iter(f"{SVG}title")][1:] == ["Energy: 4", "Tea: 2. said by one"]
