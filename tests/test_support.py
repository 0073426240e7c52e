"""Who copies from whom, and how many witnesses that leaves."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bestiary.sources import sources
from bestiary.support import ancestors, independent, witnesses

IDS = "abcdefg"
graphs = st.dictionaries(st.sampled_from(IDS), st.sets(st.sampled_from(IDS)), max_size=len(IDS))
some = st.frozensets(st.sampled_from(IDS), min_size=1)
real = st.lists(st.sampled_from([*sorted(sources()), "a team's own"]))


@pytest.mark.parametrize(
    ("stating", "count"),
    [
        ([], 0),
        (["360"], 1),
        (["360", "360"], 1),
        (["mitre-attack", "mitre-galaxy"], 1),
        (["tidal", "mitre-attack"], 1),
        (["mitre-galaxy", "microsoft-galaxy"], 2),
        (["mitre-galaxy", "microsoft-galaxy", "misp"], 2),
        (["etda", "etda-json"], 1),  # a circle
        (["etda", "etda-json", "misp"], 1),  # and a longer one
        (["etda", "etda-json", "mitre-attack"], 1),  # the circle has it from ATT&CK
        (["etda", "mitre-attack", "360"], 2),
        (["a team's own", "another's", "misp"], 3),
    ],
)
def test_the_sources_that_there_are(stating: list[str], count: int) -> None:
    assert independent(stating) == count


def test_an_ancestor_need_not_state_what_is_between() -> None:
    above = ancestors({"copy": ["between"], "between": ["first"]})
    assert above["copy"] == {"between", "first"}
    assert witnesses(frozenset({"copy", "first"}), above) == 1


def test_two_copies_of_what_does_not_state_it_count_twice() -> None:
    assert witnesses(frozenset({"one", "other"}), ancestors({"one": ["first"], "other": ["first"]})) == 2


@given(real)
def test_neither_order_nor_repetition_matters(stating: list[str]) -> None:
    assert independent(reversed(stating)) == independent([*stating, *stating]) == independent(stating)


@given(graphs, some)
@example({"a": {"a"}}, frozenset("a"))
def test_whoever_states_it_somebody_stated_it_first(graph: dict[str, set[str]], stating: frozenset[str]) -> None:
    assert 1 <= witnesses(stating, ancestors(graph)) <= len(stating)


@given(graphs, some)
def test_one_more_copy_adds_nothing_and_one_more_stranger_adds_one(
    graph: dict[str, set[str]], stating: frozenset[str]
) -> None:
    before = witnesses(stating, ancestors(graph))
    graph["copy"] = set(stating)
    assert witnesses(stating | {"copy"}, ancestors(graph)) == before
    assert witnesses(stating | {"stranger"}, ancestors(graph)) == before + 1


@given(graphs, some)
def test_a_source_that_all_draw_on_is_the_only_witness(graph: dict[str, set[str]], stating: frozenset[str]) -> None:
    for source in stating:
        graph.setdefault(source, set()).add("first")
    assert witnesses(stating | {"first"}, ancestors(graph)) == 1


@given(some, st.permutations(IDS))
def test_a_circle_counts_once(stating: frozenset[str], order: list[str]) -> None:
    graph = {source: [order[number - 1]] for number, source in enumerate(order)}
    assert witnesses(stating, ancestors(graph)) == 1


@given(graphs, some)
def test_it_is_the_number_of_classes_that_no_stating_one_stands_above(
    graph: dict[str, set[str]], stating: frozenset[str]
) -> None:
    """The same by the definition: a witness is a set of mutual ancestors that nobody else of the stating is above."""

    def reaches(one: str, other: str) -> bool:
        seen, left = set(), [one]
        while left:
            for near in graph.get(left.pop(), ()):
                if near == other:
                    return True
                if near not in seen:
                    seen.add(near)
                    left.append(near)
        return False

    classes = {frozenset({a, *(b for b in stating if reaches(a, b) and reaches(b, a))}) for a in stating}
    first = [one for one in classes if not any(reaches(a, b) for a in one for b in stating - one)]
    assert witnesses(stating, ancestors(graph)) == len(first)
