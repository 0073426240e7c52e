from pathlib import Path

import pytest

from bestiary.offered import names, word
from bestiary.store.read import Reader
from tests.small import build_small, write


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    called = ["Hazel Kettledrum", "Kettle Drum Company", "Kettle Drum", "Kattle Drum", "Two  Blanks", "Samovar Öl"]
    drums = [{"uuid": f"00000000-0000-4000-8000-0000000000f{n}", "value": one} for n, one in enumerate(called)]
    return Reader(str(build_small(tmp_path, write(tmp_path, "360net-threat-actor", drums))[0]))


@pytest.mark.parametrize(
    ("asked", "limit", "offered"),
    [
        ("kettle d", 5, ["Kettle Drum", "Kettle Drum Company"]),  # what begins so, the shortest first
        ("Kettle Drums", 2, ["Kettle Drum", "Kattle Drum"]),  # else what is written alike
        ("kattle drum", 2, ["Kattle Drum", "Kettle Drum"]),  # both, in this order
        ("kettle", 1, ["Kettle Crew"]),
        ("drum company", 1, ["Kettle Drum Company"]),  # of which these are words
        ("drum-company", 1, ["Kettle Drum Company"]),
        ("rum company", 1, []),
        ("Öl", 1, ["Samovar Öl"]),
        ("???", 5, []),
        ("", 5, []),
        ("\udcff", 5, []),
    ],
)
def test_names(reader: Reader, asked: str, limit: int, offered: list[str]) -> None:
    assert names(reader, asked, limit) == offered


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("hazle", "hazel"),
        ("Hazell", "hazel"),
        ("ketledrum", "Kettle Drum"),
        ("hazel k", "Hazel Kettledrum"),
        ("zzzqqq", ""),
        ("", ""),
    ],
)
def test_a_word(reader: Reader, asked: str, found: str) -> None:
    assert word(reader, asked) == found
