"""Victims on a map and as bars."""

from pathlib import Path
from typing import Any

from bestiary.serve.web.victims import victims
from tests.small import open_small


def test_countries_are_on_the_map(tmp_path: Path) -> None:
    with open_small(tmp_path) as bestiary:
        found = victims(bestiary.profile("teapot-group"))
        none = victims(bestiary.profile("kettle-crew"))
    assert "Iceland: 1" in found.map
    assert "United Kingdom: 1" in found.map
    assert found.bars == "", "each is said by one source: bars of one length tell nothing"
    assert (none.countries, none.sectors, none.map, none.bars) == (None, None, "", "")


def test_sectors_that_several_state_are_bars() -> None:
    stated = [{"record": 0, "place": 1}]
    profile: Any = {
        "title": "x", "records": [{"source": "a", "file": "a"}], "kind": "actor", "id": "x", "names": [],
        "facts": {"target-sector": [
            {"value": "tea", "label": "Tea", "support": 1, "stated": stated},
            {"value": "energy", "label": "Energy", "support": 2, "stated": stated},
        ]},
    }  # fmt: skip
    found = victims(profile).bars
    assert found.index("Energy: 2") < found.index("Tea: 1")
