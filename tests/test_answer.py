import json
from pathlib import Path

import pytest

from bestiary import Bestiary
from tests.small import TEAPOT, open_small


@pytest.fixture
def bestiary(tmp_path: Path) -> Bestiary:
    return open_small(tmp_path)


def test_what_bears_the_name_comes_before_what_has_it_as_id(bestiary: Bestiary) -> None:
    (match,) = bestiary.who("Teapot Group")["matches"]
    assert {use["relation"] for use in match["matched"]} == {""}


@pytest.mark.parametrize("id_", [f"misp:{TEAPOT}", f" MISP:{TEAPOT.upper()} "])
def test_what_is_no_name_may_be_an_id(bestiary: Bestiary, id_: str) -> None:
    answer = bestiary.who(id_)
    (match,) = answer["matches"]
    assert match["profile"]["id"] == "teapot-group"
    (use,) = match["matched"]
    assert (use["name"], use["relation"], use["record"]) == (f"misp:{TEAPOT}", "id", f"misp:{TEAPOT}")
    assert answer["near"] == []


def test_the_text_is_json_as_the_answer_is(bestiary: Bestiary) -> None:
    for name in ("APT 999", "teapot-group", "Teapod Group", 'x"y'):
        count, text = bestiary.who_json(name)
        assert json.loads(text) == bestiary.who(name)
        assert count == len(json.loads(text)["matches"])
