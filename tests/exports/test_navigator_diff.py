import json
from pathlib import Path

import pytest

from bestiary.errors import NotFound, UsageError
from bestiary.profile import Profile

from .chosen import Given, exported

CASE = Path(__file__).parents[1] / "golden/exports/navigator_diff/two/given.json"


def profiles() -> list[Profile]:
    found: list[Profile] = json.loads(CASE.read_text("utf-8"))["profiles"]
    return found


def test_colours_tell_whose_a_technique_is() -> None:
    layer = json.loads(exported("navigator_diff", Given(profiles()))["enterprise-attack.json"])
    colours = {item["label"]: item["color"] for item in layer["legendItems"]}
    assert list(colours) == ["both", 'only Teapot "<b>"', "only Kettle"]
    cells = {cell["techniqueID"]: cell for cell in layer["techniques"]}
    assert cells["T9001.001"]["color"] == colours["both"]
    assert "Kettle: It steeps too." in cells["T9001.001"]["comment"]
    mobile = json.loads(exported("navigator_diff", Given(profiles()))["mobile-attack.json"])
    assert [cell["color"] for cell in mobile["techniques"]] == [colours['only Teapot "<b>"']]


def test_it_takes_two() -> None:
    for number in (0, 1, 3):
        with pytest.raises(UsageError, match="two are compared"):
            exported("navigator_diff", Given([*profiles()[:1] * number, *profiles()[2:]]))


def test_two_that_use_nothing() -> None:
    idle: list[Profile] = [{**one, "relations": []} for one in profiles()]
    with pytest.raises(NotFound, match="neither uses"):
        exported("navigator_diff", Given(idle))
