from collections import Counter
from typing import Any, cast

import pytest

from bestiary.misp_related import TERMS, TYPES, Relations, clusters
from bestiary.profile import Profile
from bestiary.selection import Loss

from .exports.chosen import Given

UUID = "00000000-0000-4000-8000-00000000000{}"
TAG = 'misp-galaxy:tool="x"'


def profile(id_: str, *records: tuple[str, str | None], **more: Any) -> Profile:
    made = {
        "id": id_, "kind": "tool", "title": id_, "records": [{"key": key, "misp_tag": tag} for key, tag in records],
        "facts": {}, "relations": [], "judgements": [], "related": [],
    }  # fmt: skip
    return cast(Profile, made | more)


def relation(**more: Any) -> dict[str, Any]:
    return {"type": "uses", "id": "x", "profile": None, "likelihood": ""} | more


def judged(a: str, b: str, score: float = 0.0, by: str = "") -> dict[str, Any]:
    return {"a": a, "b": b, "score": score, "by": by}


URN = profile("urn", ("misp:" + UUID.format(1), TAG), ("misp:" + UUID.format(2), TAG), ("etda:" + UUID.format(3), None))
CARD = profile("card", ("etda:card", None))


def told(**more: Any) -> tuple[list[tuple[str, str, str]], dict[str, int]]:
    """The relations of a pot that is exported with a cup, while an urn and a card are not; and the loss."""
    pot, cup, loss = profile("pot", ("etda:pot", None), **more), profile("cup", ("etda:cup", None)), Loss()
    relations = Relations(Given([pot, cup, URN, CARD]), {"pot": "own-pot", "cup": "own-cup"}, loss).of(pot)
    rows = [
        (one["dest-uuid"], one["type"], "".join(one.get("tags", [])).rpartition("=")[2].strip('"')) for one in relations
    ]
    lost: Counter[str] = Counter()
    for prop, _, count in loss.rows():
        lost[prop] += count
    return rows, lost


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (relation(profile="cup"), [("own-cup", "uses", "")]),
        (relation(profile="cup", type=" uses ", likelihood="likely"), [("own-cup", "uses", "likely")]),
        (relation(profile="cup", type="", likelihood="odd"), [("own-cup", "related-to", "")]),
        (relation(profile="cup", type="subgroup"), [("own-cup", "includes", "")]),
        (relation(profile="urn", id=UUID.format(2).upper()), [(UUID.format(2), "uses", "")]),
        (relation(profile="urn", id="Urn"), [(UUID.format(1), "uses", "")]),
        (relation(profile="card"), []),
        (relation(profile="pot"), []),
        (relation(), []),
        (relation(profile="cup", means=[{"id": "cup"}, {"id": "urn"}]), []),
    ],
)
def test_what_a_record_states_leads_somewhere_or_is_counted(stated: Any, expected: list[Any]) -> None:
    rows, lost = told(relations=[stated])
    assert rows == expected
    assert lost == ({} if expected else {"relation": 1})


def test_a_relation_stands_once_with_what_is_most_likely() -> None:
    stated = [relation(profile="cup", likelihood=likelihood) for likelihood in ("", "very-likely", "unlikely")]
    assert told(relations=stated)[0] == [("own-cup", "uses", "very-likely")]


def test_what_a_relation_has_no_place_for_is_counted() -> None:
    assert told(relations=[relation(profile="cup", text="a", urls=["b", "c"])])[1] == {
        "relation: text and publications": 3
    }


def test_a_tool_that_is_one_thing_is_used() -> None:
    means: list[list[dict[str, str]]] = [[{"id": "cup"}], [], [{"id": "cup"}, {"id": "urn"}], [{"id": "card"}]]
    rows, lost = told(facts={"tool": [{"means": things} for things in means]})
    assert rows == [("own-cup", "uses", "")]
    assert lost == {"tool": 3}


@pytest.mark.parametrize(("by", "likelihood"), [("", "likely"), ("ann", "very-likely")])
def test_what_was_judged_of_others_says_how_likely_it_is(by: str, likelihood: str) -> None:
    judgement = judged("etda:pot", "misp:" + UUID.format(2), by=by)
    related = [
        {"profile": {"id": id_}, "relation": relation_, "judgement": judgement}
        for id_, relation_ in [("cup", "overlaps"), ("urn", "subgroup-of"), ("cup", "different"), ("urn", "unsure")]
    ]
    rows, lost = told(related=related)
    assert rows == [("own-cup", "overlaps", likelihood), (UUID.format(2), "subgroup", likelihood)]
    assert lost == {"judgement: different": 1, "judgement: unsure": 1}


@pytest.mark.parametrize(
    ("score", "by", "likelihood"),
    [(10.0, "", "almost-certain"), (3.0, "", "very-likely"), (1.6, "", "likely"), (0.0, "ann", "almost-certain")],
)
def test_it_is_similar_to_the_clusters_that_it_was_made_of(score: float, by: str, likelihood: str) -> None:
    keys = ["misp:" + UUID.format(number) for number in (1, 2)]
    one = profile(
        "one", (keys[0], TAG), ("etda:x", None), (keys[1], TAG), judgements=[judged(keys[0], keys[1], score, by)]
    )
    assert clusters(one) == [UUID.format(1), UUID.format(2)]
    relations = Relations(Given([one]), {"one": "own"}, Loss()).of(one)
    assert [(entry["dest-uuid"], entry["type"]) for entry in relations] == [(UUID.format(n), "similar") for n in (1, 2)]
    assert [entry["tags"][0].split('"')[1] for entry in relations] == ["almost-certain", likelihood]


def test_every_relation_that_may_be_judged_has_a_type_or_says_nothing() -> None:
    from bestiary.decisions import ORDER

    assert set(ORDER) - set(TYPES) == {"different", "unsure"}
    assert len(set(TERMS)) == len(TERMS)
