"""Names by giver."""

from pathlib import Path
from typing import Any

from bestiary.base import Bestiary
from bestiary.serve.web.names import groups, implication, refused
from tests.small import build_small


def test_names_stand_with_their_givers(tmp_path: Path) -> None:
    with Bestiary.open(build_small(tmp_path)[0]) as bestiary:
        found = {group.giver: {name.name for name in group.names} for group in groups(bestiary.profile("teapot-group"))}
        contested = [
            name for group in groups(bestiary.profile("kettle-crew")) for name in group.names if name.contested
        ]
    assert found["Porcelain Labs"] == {"Grey Teapot", "Teapot"}
    assert {"Teapot Group", "Brown Betty"} <= found[""]
    assert list(found)[-1] == ""
    assert [thing["id"] for thing in contested[0].contested] == ["teapot-group"]


def test_what_a_name_implies() -> None:
    assert implication("Hazel Sandstorm") == ("Microsoft", "Iran, state-aligned")
    assert implication("Teapot") == ("", "")
    assert implication("G0007") == ("", ""), "an id is no name"
    assert implication("Cosmic Lynx") == ("", ""), "known to be of no scheme"


def test_the_rule_is_told_of_the_scheme_that_reads_a_name() -> None:
    stated = {"record": 0, "place": 1, "giver": "Microsoft"}
    name = {
        "name": "Hazel Sandstorm",
        "givers": ["Microsoft"],
        "support": 1,
        "publications": 0,
        "contested": [],
        "stated": [stated],
    }
    profile: Any = {"names": [name], "kind": "actor"}
    [group] = groups(profile)
    assert len(group.rules) == 1
    assert "weather" in group.rules[0]


def test_names_of_unknown_giver_stand_with_those_they_are_built_like(packaged: Path) -> None:
    with Bestiary.open(packaged) as bestiary:
        found = groups(bestiary.profile("oilrig"))
    [microsoft] = [group for group in found if group.like == "Microsoft"]
    assert {"Hazel Sandstorm", "EUROPIUM"} <= {name.name for name in microsoft.names}
    assert len(microsoft.rules) == 2
    assert (found[-1].giver, found[-1].like) == ("", "")


def test_refused_names_keep_their_reason(packaged: Path) -> None:
    with Bestiary.open(packaged) as bestiary:
        some = next(found for one in bestiary.list("actor") if (found := list(refused(bestiary.profile(one["id"])))))
    assert some[0].why
    assert some[0].stated
