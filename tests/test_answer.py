import json
from pathlib import Path

import pytest

from bestiary import Bestiary
from bestiary.ingest import build, rederive
from bestiary.judgements import reject_name
from tests.small import TEAPOT, build_small, open_small, write


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
    assert use["modified"] is None


def test_an_external_id_is_named_with_the_record_that_has_it(tmp_path: Path) -> None:
    pouring = {"uuid": TEAPOT, "value": "Pouring - T9998", "meta": {"external_id": "T9998"}}
    write(tmp_path, "mitre-attack-pattern", [pouring])
    build([tmp_path / "mitre-attack-pattern.json"], db=tmp_path / "b.db", default=False)
    with Bestiary.open(tmp_path / "b.db") as bestiary:
        (match,) = bestiary.who("t9998")["matches"]
    (use,) = match["matched"]
    assert (use["name"], use["relation"], use["record"]) == ("T9998", "id", f"mitre-galaxy:{TEAPOT}")


def test_what_several_bear_is_ambiguous(bestiary: Bestiary) -> None:
    assert [bestiary.who(name)["ambiguous"] for name in ("APT 999", "Teapot Group", "nobody")] == [True, False, False]


def test_a_name_that_is_rejected_everywhere_is_told_as_that_and_no_more(tmp_path: Path) -> None:
    overlay, kettle = tmp_path / "overlay", "misp:00000000-0000-4000-8000-00000000000c"
    db, _ = build_small(tmp_path)
    for record, name in ((f"misp:{TEAPOT}", "APT 999"), (kettle, "apt-999")):
        reject_name(overlay, record, name, by="alice", made="2026-11-23T09:00:00Z", why="one report")
    rederive(db, overlay)
    with Bestiary.open(db) as bestiary:
        answer = bestiary.who("APT 999")
    assert (answer["matches"], answer["near"], answer["ambiguous"]) == ([], [], False)
    assert {one["record"] for one in answer["rejected"]} == {f"misp:{TEAPOT}", kettle}


def test_the_text_is_json_as_the_answer_is(bestiary: Bestiary) -> None:
    for name in ("APT 999", "teapot-group", "Teapod Group", 'x"y'):
        count, text = bestiary.who_json(name)
        assert json.loads(text) == bestiary.who(name)
        assert count == len(json.loads(text)["matches"])
