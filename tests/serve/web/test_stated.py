"""Facts as they are stated."""

from pathlib import Path
from typing import Any

from bestiary.base import Bestiary
from bestiary.serve.web.stated import CELL, HEAD, VALUES, facts, others, side_by_side, title_of
from tests.small import build_small


def profile(facts: dict[str, list[tuple[str, list[int]]]], sources: list[str]) -> Any:
    records = [{"source": source, "file": f"{source}.json", "title": source} for source in sources]
    made = {
        prop: [
            {"value": value, "label": value, "support": 1, "stated": [{"record": one, "place": 1} for one in stated]}
            for value, stated in values
        ]
        for prop, values in facts.items()
    }
    return {"records": records, "facts": made, "names": [], "title": "x", "id": "x", "kind": "actor"}


def test_sources_disagree_where_they_share_no_value() -> None:
    two = profile({"country": [("NO", [0]), ("IS", [1])]}, ["a", "b"])
    assert facts(two, HEAD)[0].disputed
    shared = profile({"country": [("NO", [0, 1]), ("IS", [1])]}, ["a", "b"])
    assert not facts(shared, HEAD)[0].disputed
    one_source = profile({"country": [("NO", [0]), ("IS", [1])]}, ["a", "a"])
    assert not facts(one_source, HEAD)[0].disputed
    words = profile({"sponsor": [("GRU", [0]), ("Russia", [1])]}, ["a", "b"])
    assert not facts(words, HEAD)[0].disputed


def test_a_date_that_is_less_precise_is_no_contradiction() -> None:
    assert not facts(profile({"first-seen": [("2014", [0]), ("2014-06", [1])]}, ["a", "b"]), HEAD)[0].disputed
    assert facts(profile({"first-seen": [("2014", [0]), ("2015-06", [1])]}, ["a", "b"]), HEAD)[0].disputed


def test_what_is_not_understood_contradicts_nothing() -> None:
    kept = profile({"country": [("NO", [0]), ("over the sea", [1])]}, ["a", "b"])
    assert facts(kept, HEAD)[0].disputed
    kept["facts"]["country"][1]["value"] = None
    assert not facts(kept, HEAD)[0].disputed


def test_long_lists_say_how_much_is_not_shown() -> None:
    [fact] = facts(profile({"goal": [(str(n), [0]) for n in range(VALUES + 7)]}, ["a"]), HEAD)
    assert (len(fact.values), fact.more) == (VALUES, 7)


def test_further_facts_come_without_how_a_record_was_published() -> None:
    found = others(profile({"x-own": [("1", [0])], "x-spec_version": [("2.1", [0])], "language": [("de", [0])]}, ["a"]))
    assert [one.property for one in found] == ["language", "x-own"]
    assert [title_of("first-seen"), title_of("x-observed_countries")] == ["First seen", "Observed countries"]


def test_records_side_by_side(tmp_path: Path) -> None:
    with Bestiary.open(build_small(tmp_path)[0]) as bestiary:
        rows = {row.label: row.cells for row in side_by_side(bestiary.profile("teapot-group"))}
    sources = [values for values, _ in rows["Country of origin"]]
    assert sources == [["Norway"], ["Norway"]]
    assert rows["Victim sectors"] == [(["Government", "Energy"], 0), ([], 0)] or rows["Victim sectors"][1][0]
    many = profile({"target-country": [(str(n), [0]) for n in range(CELL + 3)]}, ["a", "b"])
    assert [(len(values), more) for values, more in side_by_side(many)[0].cells] == [(CELL, 3), (0, 0)]
