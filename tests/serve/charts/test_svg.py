"""What all pictures have."""

import xml.etree.ElementTree as ElementTree

from hypothesis import given
from hypothesis import strategies as st

from bestiary.serve.charts.svg import picture, shown


@given(st.text(), st.text())
def test_a_picture_is_well_formed_whatever_its_texts(title: str, said: str) -> None:
    root = ElementTree.fromstring(picture("x", "bars", (10, 20), title, said, []))
    assert (root.get("viewBox"), root.get("role"), root.get("aria-labelledby")) == ("0 0 10 20", "img", "x-t x-d")
    assert [child.get("id") for child in root] == ["x-t", "x-d"]


def test_text_can_neither_act_nor_mislead() -> None:
    assert str(shown('<script>"&\u202eabc')) == "&lt;script&gt;&#34;&amp;\ufffdabc"
    assert len(shown("word " * 100)) < 125
