"""What was read from such a file is written as it was, and read again as the same statements."""

import json
from itertools import groupby
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.base import Bestiary
from bestiary.errors import Problem
from bestiary.formats import etda_json
from bestiary.ingest import build
from bestiary.origin import Origin
from bestiary.profile import Profile
from bestiary.selection import Loss
from bestiary.statement import Statement
from bestiary.store.read import Stored

from .chosen import Given, exported

UUID = "7c1d9f60-2b3e-4c5a-8f10-6a5e4d3c2b1a"
ACTOR = {
    "actor": "Teapot, Brown Betty",
    "names": [{"name": "Teapot", "name-giver": "Porcelain Labs", "since": "2012"}, {"name": "Urn"}],
    "country": ["Norway"],
    "motivation": ["Information theft and espionage"],
    "first-seen": "2012",
    "sponsor": "State-sponsored, Unit 999",
    "description": "They brew.\n\n(Porcelain Labs) They steep:\n- long",
    "observed-sectors": ["Energy"],
    "observed-countries": ["Iceland", "UK"],
    "tools": ["Ladle"],
    "operations": [
        {"date": "2014 Summer", "activity": "Operation “Earl Grey”\nTarget: tea\nhttps://tea.example/1\nRecipes left."},
        {"date": "2015", "activity": "https://tea.example/2", "x": {"y": [1, None]}},
        {"activity": "Unknown date\nMethod: spoon"},
        {"date": "2016"},
    ],
    "counter-operations": [{"date": "2017-01", "activity": "A lid was put on"}],
    "information": ["https://tea.example/3"],
    "playbook": ["https://tea.example/4"],
    "mitre-attack": ["https://attack.example/groups/G0999/"],
    "uuid": UUID,
    "last-card-change": "2020-04-15",
    "source": "https://tea.example/",
    "odd": ["a", {"b": 1}],
    "odder": [[1, 2], "c"],
    "oddest": None,
}
TOOL = {"tool": "Ladle", "names": [{"name": "Ladle"}], "category": "Malware", "type": ["Backdoor"], "uuid": UUID}


def read(content: bytes) -> list[Statement]:
    return [one for one in etda_json.parse(content, Origin("cards.json", None, "")) if not isinstance(one, Problem)]


def given_of(statements: list[Statement]) -> Given:
    """The records of these statements, each with a profile of its own."""
    profiles, stored = [], {}
    for record, said in groupby(statements, lambda one: one.record):
        key = f"etda-json:{record.id}"
        stored[key] = [
            Stored("", key, s.ord, s.parent, s.property, s.raw, None, s.qualifiers, s.tlp, "", 1, "") for s in said
        ]
        profiles.append({"id": record.id, "kind": record.kind, "title": "", "records": [{"key": key, "file": ""}]})
    return Given(cast(list[Profile], profiles), stored)


def again(content: dict[str, Any]) -> tuple[bytes, Loss, bool]:
    """What is written of a file, what is lost, and whether it says the same."""
    first = read(json.dumps(content).encode())
    loss = Loss()
    (made,) = exported("etda_json", given_of(first), loss).values()

    def plain(one: Statement) -> tuple[Any, ...]:
        return one.record.id, one.record.kind, one.ord, one.parent, one.property, one.raw, one.qualifiers

    same = sorted(map(plain, first), key=str) == sorted(map(plain, read(made)), key=str)
    return made, loss, same


def test_a_card_is_written_as_it_was() -> None:
    content = {"values": [ACTOR, TOOL]}
    made, loss, same = again(content)
    assert json.loads(made) == content
    assert [*json.loads(made)["values"][0]] == [*ACTOR]
    assert (loss.rows(), same) == ([], True)
    assert etda_json.identify(made, "cards.json")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("first-seen", ["2012", "2013"]),
        ("country", "Norway"),
        ("names", {"name": "A"}),
        ("names", ["A", 5, {"name": "B", "name-giver": 5}]),
        ("operations", {"date": "2012", "activity": "A"}),
        ("operations", ["A", {"note": "B"}]),
        ("description", ["A", "B"]),
        ("uuid", "none"),
        ("tool", "Ladle"),
        ("a\n'\"", 'x"}]}\u2028'),
    ],
)
def test_other_forms_are_read_again_as_the_same(key: str, value: object) -> None:
    _, loss, same = again({"values": [{"actor": "Teapot", key: value}]})
    assert (loss.rows(), same) == ([], True)


TEXT = st.text("aZ (:)\n\t/", max_size=12) | st.sampled_from(["https://a/b", "Target: x", "(A) b", "x\n\ny"])
OPERATION = st.fixed_dictionaries({}, optional={"date": TEXT, "activity": TEXT})


@given(st.fixed_dictionaries({"actor": TEXT}, optional={
    "description": TEXT, "names": st.lists(st.fixed_dictionaries({"name": TEXT}, optional={"name-giver": TEXT})),
    "operations": st.lists(OPERATION, max_size=3), "sponsor": TEXT, "note": TEXT, "tools": st.lists(TEXT),
}))  # fmt: skip
def test_what_is_not_read_as_the_same_is_counted(value: dict[str, Any]) -> None:
    _, loss, same = again({"values": [value]})
    assert same or loss.rows()


def test_real_files(tmp_path: Path) -> None:
    source = tmp_path / "cards.json"
    source.write_text(json.dumps({"values": [ACTOR, TOOL | {"uuid": ""}]}), encoding="utf-8")
    build([source], db=tmp_path / "x.db", default=False)
    with Bestiary.open(tmp_path / "x.db") as bestiary:
        loss = Loss()
        ((_, content),) = bestiary.export("etda_json", loss=loss)
        assert json.loads(b"".join(content))["values"][0] == ACTOR
        assert loss.rows() == []


def test_nothing_chosen() -> None:
    assert exported("etda_json", Given([])) == {"cards.json": b'{"values":[]}\n'}
