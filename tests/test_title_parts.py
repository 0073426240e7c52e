"""The names that a title consists of."""

import pytest

from bestiary.store.write import Head
from bestiary.title_parts import names_in_title


@pytest.mark.parametrize(
    ("collection", "title", "ids", "names"),
    [
        ("etda_card:card", "Teapot, Grey Teapot (a, b), C", [], ["Teapot", "Grey Teapot (a, b)", "C"]),
        ("etda_json:actor", "Teapot, Grey Teapot", [], ["Teapot", "Grey Teapot"]),
        ("etda_json:tool", "Tea, Pot", [], ["Tea, Pot"]),
        ("misp_galaxy:360net-threat-actor", "Teapot - APT-C-999", [], ["Teapot", "APT-C-999"]),
        ("misp_galaxy:malpedia", "Teapot (Android)", [], ["Teapot"]),
        ("misp_galaxy:malpedia", "elf.teapot", [], ["teapot"]),
        ("misp_galaxy:malpedia", "Teapot (Brown)", [], ["Teapot (Brown)"]),
        ("misp_galaxy:mitre-intrusion-set", "Teapot - G9999", ["G9999"], ["Teapot"]),
        ("misp_galaxy:mitre-intrusion-set", "Teapot - G9999", [], ["Teapot - G9999"]),
        ("misp_galaxy:threat-actor", "Tea, Pot", [], ["Tea, Pot"]),
    ],
)
def test_names_in_title(collection: str, title: str, ids: list[str], names: list[str]) -> None:
    format_, _, rest = collection.partition(":")
    head = Head(1, "s:1", "s", "actor", format_, rest, "a.json", "", "", 1, 1)
    assert names_in_title(head, title, ids) == names
