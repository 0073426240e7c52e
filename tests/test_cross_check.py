import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import cross_check
from benchmarks.cross_check import Difference, compare, explained, read_cards, read_json, report, stale

ROOT = Path(__file__).parents[1]
DATE = "2024-01-16"
TEAPOT = "3f0c2a54-6a1e-4b7c-9d7e-0d8a51f2c6b1"

CARD = f"""# Threat actor: Teapot

**UUID**: {TEAPOT}

**First seen**: 2012

**Source last modified**: DATE

## Threat actor aliases

Teapot (Porcelain Labs), Grey Ladle (?)

## Description

(Porcelain Labs) They steal recipes.

## Observed attacked sectors where victims operate in

Museums, cafés, bars and kiosks

## Reported hacking operations

2014: Operation “Earl Grey”
Target: Tea rooms.
https://example.org/earl-grey
"""
ACTOR: dict[str, Any] = {
    "actor": "Teapot",
    "uuid": TEAPOT,
    "first-seen": "2012",
    "last-card-change": DATE,
    "names": [{"name": "Teapot", "name-giver": "Porcelain Labs"}, {"name": "Grey Ladle", "name-giver": "?"}],
    "description": "(Porcelain Labs) They steal recipes.",
    "observed-sectors": ["Museums", "cafés, bars and kiosks"],
    "operations": [
        {"date": "2014", "activity": "Operation “Earl Grey”\nTarget: Tea rooms.\nhttps://example.org/earl-grey"}
    ],
}
LAST = Difference(
    TEAPOT,
    "target-sector",
    [("Museums", "", ""), ("cafés", "", ""), ("bars and kiosks", "", "")],
    [("Museums", "", ""), ("cafés, bars and kiosks", "", "")],
)


def files(folder: Path, date: str, **changed: object) -> tuple[Path, Path]:
    """A folder with the card, and the JSON with what is changed in it."""
    (folder / "teapot.md").write_text(CARD.replace("DATE", date), encoding="utf-8")
    path = folder / "actors.json"
    path.write_text(json.dumps({"values": [{**ACTOR, **changed}]}), encoding="utf-8")
    return folder, path


def differences(folder: Path, **changed: object) -> list[Difference]:
    cards, actors = files(folder, DATE, **changed)
    return compare(read_cards(cards), read_json(actors)).differences


def test_a_card_and_its_json_differ_only_in_a_list_in_words(tmp_path: Path) -> None:
    assert differences(tmp_path) == [LAST]


@pytest.mark.parametrize(
    ("changed", "properties"),
    [
        ({"first-seen": "2013"}, ["first-seen"]),
        ({"names": [{"name": "Teapot", "name-giver": "Table Institute"}]}, ["name"]),
        ({"description": "(Table Institute) They steal recipes."}, ["description"]),
        ({"operations": []}, ["operation", "part.date", "part.title", "part.target", "part.url"]),
        (
            {"operations": [{"date": "2015", "activity": ACTOR["operations"][0]["activity"]}]},
            ["operation", "part.date"],
        ),
    ],
)
def test_whatever_differs_is_found(tmp_path: Path, changed: dict[str, object], properties: list[str]) -> None:
    assert [found.property for found in differences(tmp_path, **changed) if found != LAST] == properties


def test_records_of_different_dates_are_not_compared(tmp_path: Path) -> None:
    cards, actors = files(tmp_path, "2023-01-01")
    found = compare(read_cards(cards), read_json(actors))
    assert (found.both, found.same_date, found.differences) == (1, 0, [])


def test_only_a_listed_difference_of_the_one_sort_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not explained(LAST)
    monkeypatch.setattr(cross_check, "EXPLAINED", {(TEAPOT, "target-sector"): 2})
    assert explained(LAST)
    assert not explained(LAST._replace(card=LAST.card[:2]))
    assert not explained(LAST._replace(json=[]))
    monkeypatch.setattr(cross_check, "EXPLAINED", {(TEAPOT, "target-sector"): 3})
    assert not explained(LAST)


def test_an_explanation_that_explains_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cross_check, "EXPLAINED", {(TEAPOT, "tool"): 2})
    assert stale([LAST]) == {(TEAPOT, "tool")}
    told = list(report(cross_check.Comparison(1, 1, {}, [LAST])))
    assert [line.split()[0] for line in told[1:]] == ["UNEXPLAINED", "GONE"]


def test_the_command_fails_on_what_is_not_explained(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.cross_check", *map(str, files(tmp_path, DATE))]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 1, ran.stderr
    assert f"UNEXPLAINED {TEAPOT} target-sector" in ran.stdout


def test_the_real_cards_state_what_the_real_json_states(shared: Path) -> None:
    found = compare(read_cards(shared / "data/etda-cards"), read_json(shared / "data/etda-json/actors.json"))
    assert [difference for difference in found.differences if not explained(difference)] == []
    assert stale(found.differences) == set()
    assert found.same_date >= 199
    assert found.values["operation"][0] == found.values["operation"][1] > 400
