import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, permutations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.clusters import ENOUGH, Human, Merging, Pair, Units, _judged, _reject, cluster
from bestiary.compare import WEIGHTS
from bestiary.identity import Judgement, Reason, Subject
from bestiary.sides import Side

from .subject import subject

SAME, APART = Judgement("a:1", "b:2", "same"), Judgement("a:1", "b:2", "different")


def together(*subjects: Subject, human: Human | None = None) -> list[list[int]]:
    done = cluster(subjects, human or Human())
    return sorted(sorted(one.number for one in members) for members in done.clusters)


def test_ids_titles_and_nothing() -> None:
    a, b = subject(1, "a", "Teapot", ids={"x"}), subject(2, "b", "Kettle", ids={"x"})
    assert together(a, b, subject(3, "c", "KETTLE"), subject(4, "c", "Urn")) == [[1, 2, 3], [4]]


def test_what_took_anothers_place() -> None:
    old = subject(1, "mitre-attack", "Kettle", ids={"g0001"}, live=False, became=(2,))
    assert together(old, subject(2, "mitre-attack", "Teapot", ids={"g0002"})) == [[1, 2]]


def test_two_groups_of_attack_stay_two() -> None:
    one = subject(1, "mitre-attack", "Teapot", "Pot", ids={"g0001"})
    other = subject(2, "mitre-attack", "Kettle", "Pot", ids={"g0002"})
    card = subject(3, "etda", "Teapot", "Pot", "Whistle")
    done = cluster([one, other, card], Human())
    assert [[s.number for s in members] for members in done.clusters] == [[3, 1], [2]]
    assert {(j.a, j.b): j.relation for j in done.apart} == {("etda:3", "mitre-attack:2"): "different"}
    assert [(j.a, j.b, j.relation) for j in done.joined] == [("etda:3", "mitre-attack:1", "same")]


def test_people_decide() -> None:
    a, b = subject(1, "a", "Teapot"), subject(2, "b", "Teapot")
    assert together(a, b) == [[1, 2]]
    assert together(a, b, human=Human(apart={(1, 2): APART})) == [[1], [2]]
    a, b = subject(1, "a", "Teapot", countries={"CN"}), subject(2, "b", "Urn", countries={"RU"})
    assert together(a, b, human=Human(same={(1, 2): SAME})) == [[1, 2]]
    a, b = subject(1, "a", "Teapot", ids={"x"}), subject(2, "b", "Urn", ids={"x"})
    assert together(a, b, human=Human(apart={(1, 2): APART})) == [[1], [2]]


def test_no_way_round_through_a_third() -> None:
    """What a person holds apart stays so, whoever is like both."""
    three = [subject(1, "a", "Teapot"), subject(2, "b", "Teapot"), subject(3, "c", "Teapot")]
    found = together(*three, human=Human(apart={(1, 2): APART}))
    assert sorted(map(len, found)) == [1, 2]
    assert [1, 2] not in found


def test_a_stated_relation_is_kept() -> None:
    for number, other in ((1, 2), (2, 1)):
        part = subject(number, "misp", "Teapot", stated=(("subgroup-of", other),))
        done = cluster([part, subject(other, "misp", "Kettle", "Teapot")], Human())
        assert [(j.a, j.b, j.relation) for j in done.apart] == [(f"misp:{number}", f"misp:{other}", "subgroup-of")]


def test_of_what_a_person_holds_apart_nothing_is_computed() -> None:
    two = [subject(1, "a", "Teapot"), subject(2, "b", "Teapot")]
    assert cluster(two, Human(apart={(1, 2): APART})).apart == []


def test_what_is_just_enough_joins_two() -> None:
    two = [subject(1, "a", "Teapot"), subject(2, "b", "Kettle", "Teapot")]
    (joined,) = cluster(two, Human()).joined
    merging = Merging(Units(two, Human()), WEIGHTS["actor"]._replace(same=joined.score), frozenset(), {})
    merging.run()
    assert len(merging.alive()) == 1


@pytest.mark.parametrize(
    ("score", "in_favour", "relation"),
    [(0.0, 0.0, "unsure"), (-0.1, ENOUGH, "overlaps"), (-0.1, ENOUGH - 0.1, "different")],
)
def test_what_two_are_that_are_not_one(score: float, in_favour: float, relation: str) -> None:
    a, b = Side([(subject(1, "a", "Teapot"),)]), Side([(subject(2, "b", "Kettle"),)])
    reasons = (Reason("shared_names", in_favour, ""), Reason("country", score - in_favour, ""))
    assert _judged(a, b, score, reasons, WEIGHTS["actor"]).relation == relation


def test_a_name_that_a_third_claims_joins_no_two() -> None:
    """All three list it; the third is likely to be one with the first, but not with the second."""
    one = subject(1, "a", "Kettle", "Samovar", countries={"NO"}, sponsors={"tea"}, uses={5})
    other = subject(2, "b", "Urn", "Samovar", countries={"NO"}, sponsors={"tea"})
    third = subject(3, "c", "Cup", "Samovar", sponsors={"tea"}, uses={5})
    assert (together(one, other), together(one, third)) == ([[1, 2]], [[1, 3]])
    assert together(one, other, third) == [[1], [2], [3]]


def test_who_is_held_apart_from_the_one_that_a_name_is_the_title_of_claims_it_not() -> None:
    one = subject(1, "a", "Teapot", countries={"NO"})
    third = subject(3, "a", "Urn", "Teapot", countries={"IR"})
    assert together(one, subject(2, "b", "Kettle", "Teapot"), third) == [[1, 2], [3]]


names = st.lists(
    st.sampled_from(["Teapot", "Kettle", "Samovar", "Urn", "Cup", "Mug", "Lid", "Spout", "Steam"]),
    min_size=1,
    max_size=4,
)
records = st.lists(st.tuples(st.sampled_from(["misp", "etda", "mitre-attack", "x"]), names, st.booleans()), max_size=9)


def _subjects(rows: list[tuple[str, list[str], bool]]) -> list[Subject]:
    return [
        subject(number, source, *named, ids={f"g000{number}"} if source == "mitre-attack" else set(),
                countries={"CN"} if china else set())
        for number, (source, named, china) in enumerate(rows)
    ]  # fmt: skip


@given(records, st.randoms(use_true_random=False), st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8))))
def test_order_does_not_matter_and_people_hold(
    rows: list[tuple[str, list[str], bool]], order: random.Random, apart: set[tuple[int, int]]
) -> None:
    human = Human(apart={pair: APART for pair in apart if pair[0] < pair[1]})
    expected = cluster(_subjects(rows), human)
    shuffled = _subjects(rows)
    order.shuffle(shuffled)
    again = cluster(shuffled, human)
    assert [[s.key for s in members] for members in again.clusters] == [
        [s.key for s in members] for members in expected.clusters
    ]
    assert (again.joined, again.apart) == (expected.joined, expected.apart)
    number = {s.number: place for place, members in enumerate(expected.clusters) for s in members}
    assert sorted(number) == list(range(len(rows)))  # nobody is lost, nobody is in two
    assert all(number[one] != number[other] for one, other in human.apart if other < len(rows))
    for members in expected.clusters:  # and two living groups of ATT&CK are never one
        assert sum(s.source == "mitre-attack" for s in members) <= 1


pairs = st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda pair: pair[0] < pair[1]))


@given(records, pairs, pairs, st.permutations(range(9)))
def test_neither_the_order_nor_the_numbers_of_records_matter_to_what_people_judge(
    rows: list[tuple[str, list[str], bool]], same: set[tuple[int, int]], apart: set[tuple[int, int]], order: list[int]
) -> None:
    first = _subjects(rows)
    again = [msgspec.structs.replace(one, number=order[one.number]) for one in first]
    held = _said(first, apart, "different")
    human = Human(_said(first, same - held.keys(), "same"), held)
    expected, other = cluster(first, human), cluster(again, Human(*(_renumbered(said, order) for said in human)))
    assert [[s.key for s in members] for members in other.clusters] == [
        [s.key for s in members] for members in expected.clusters
    ]
    assert other[1:] == expected[1:]
    place = {s.key: number for number, members in enumerate(expected.clusters) for s in members}
    assert all(place[said.a] != place[said.b] for said in human.apart.values())
    refused = {said for said, _ in expected.refused}
    assert all((place[said.a] != place[said.b]) == (said in refused) for said in human.same.values())
    assert {by for _, by in expected.refused} <= set(human.apart.values())


def test_what_people_judge_of_three_does_not_depend_on_which_is_read_first() -> None:
    """A is B and B is C, but A is not C: the first two by their keys are one, and what is not obeyed is told."""
    three = [subject(number, source, source) for number, source in enumerate("abc")]
    human = Human(_said(three, [(1, 2), (0, 1)], "same"), _said(three, [(0, 2)], "different"))
    for order in permutations(range(3)):
        again = [msgspec.structs.replace(one, number=order[one.number]) for one in three]
        done = cluster(again, Human(*(_renumbered(said, order) for said in human)))
        assert [[one.source for one in members] for members in done.clusters] == [["a", "b"], ["c"]]
        assert (done.joined, done.refused) == ([human.same[0, 1]], [(human.same[1, 2], human.apart[0, 2])])


def _said(subjects: list[Subject], among: Iterable[tuple[int, int]], relation: str) -> dict[Pair, Judgement]:
    """The judgement on each of the pairs that are there."""
    keys = {one.number: one.key for one in subjects}
    here = ((one, other) for one, other in among if one in keys and other in keys)
    return {
        (one, other): Judgement(min(keys[one], keys[other]), max(keys[one], keys[other]), relation)
        for one, other in here
    }


def _renumbered(said: Mapping[Pair, Judgement], order: Sequence[int]) -> dict[Pair, Judgement]:
    return {(min(order[a], order[b]), max(order[a], order[b])): judgement for (a, b), judgement in said.items()}


@given(records)
def test_each_cluster_is_held_together_by_its_judgements(rows: list[tuple[str, list[str], bool]]) -> None:
    done = cluster(_subjects(rows), Human())
    for members in done.clusters:
        keys = {s.key for s in members}
        links = [j for j in done.joined if j.a in keys]
        assert len(links) == len(keys) - 1
        assert all(j.b in keys for j in links)
    place = {s.key: n for n, members in enumerate(done.clusters) for s in members}
    pairs = [frozenset((place[j.a], place[j.b])) for j in done.apart]
    assert all(len(pair) == 2 for pair in pairs)
    assert len(set(pairs)) == len(pairs)  # one judgement for two clusters
    assert set(pairs) <= {frozenset(pair) for pair in combinations(range(len(done.clusters)), 2)}


def test_what_a_person_said_of_a_name_stays() -> None:
    one = subject(1, "misp", "Teapot")
    one.rejected = {"teapot": "a person's reason"}
    _reject([one], {1: {"teapot": "a computed one", "kettle": "another"}})
    assert one.rejected == {"teapot": "a person's reason", "kettle": "another"}


class Unread(dict[int, Side]):
    """Sides that nobody goes through."""

    def __iter__(self):
        raise AssertionError("all sides are looked at")


def test_to_join_two_not_all_others_are_looked_at() -> None:
    """So that the time grows with the number of records, not with its square."""
    three = [subject(number, source, "Teapot", "Pot") for number, source in enumerate("abc")]
    merging = Merging(Units(three, Human()), WEIGHTS["actor"], frozenset(), {})
    merging._sides = Unread(merging._sides)
    merging.run()
    assert len(merging.alive()) == 1
