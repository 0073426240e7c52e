import random

from hypothesis import given
from hypothesis import strategies as st

from bestiary.ledger import Ledger, settle

EMPTY = Ledger({}, {})


def test_new_profiles() -> None:
    slugs, ledger = settle(EMPTY, [["s0:x"], ["s1:y", "s1:z"], ["s2:w"]], ["Teapot", "teapot", "Teapot"])
    assert slugs == ["teapot-s0", "teapot", "teapot-s2"]  # the one of the most records has the plain one
    assert ledger.slugs == {"teapot": "s1:y", "teapot-s0": "s0:x", "teapot-s2": "s2:w"}


def test_nothing_changed() -> None:
    clusters, titles = [["a:1", "b:1"], ["a:2"]], ["Teapot", "Kettle"]
    slugs, ledger = settle(EMPTY, clusters, titles)
    assert settle(ledger, clusters, titles) == (slugs, ledger)
    assert settle(ledger, clusters, ["Samovar", "Urn"]) == (slugs, ledger)  # a new title is no new address


def test_merged_and_split() -> None:
    _, first = settle(EMPTY, [["a:1"], ["b:1"]], ["Teapot", "Kettle"])
    slugs, merged = settle(first, [["b:1", "a:1"]], ["Kettle"])
    assert slugs == ["kettle"]
    assert merged.slugs == {"teapot": "a:1", "kettle": "b:1"}  # the other leads there, by its owner
    assert settle(merged, [["a:1"], ["b:1"]], ["Teapot", "Kettle"])[0] == ["teapot", "kettle"]
    slugs, _ = settle(Ledger({"kettle": "b:1"}, {}), [["a:1"], ["b:1"]], ["Kettle", "Kettle"])
    assert slugs == ["kettle-a", "kettle"]  # who comes later does not take it


def test_a_record_that_is_gone() -> None:
    _, ledger = settle(Ledger({"teapot": "a:1"}, {"a:1": "teapot"}), [["b:1"]], ["Teapot"])
    assert ledger == Ledger({"teapot": "a:1", "teapot-b": "b:1"}, {"a:1": "teapot"})
    slugs, back = settle(ledger, [["a:1"], ["b:1"]], ["Teapot", "Teapot"])
    assert slugs == ["teapot", "teapot-b"]
    assert back.gone == {}


keys = [f"{source}:{number}" for source in "ab" for number in range(4)]
states = st.lists(st.lists(st.integers(0, 3), min_size=len(keys), max_size=len(keys)), min_size=1, max_size=5)


@given(states, st.randoms(use_true_random=False))
def test_every_address_leads_somewhere_for_ever(history: list[list[int]], order: random.Random) -> None:
    """However records are put together one build after the other; group 3 is "not in the sources"."""
    ledger, given_out = EMPTY, set[str]()
    for groups in history:
        clusters = [[key for key, group in zip(keys, groups, strict=True) if group == one] for one in range(3)]
        clusters = [cluster for cluster in clusters if cluster]
        titles = ["Teapot" if "a:0" in cluster else "Kettle" for cluster in clusters]
        slugs, settled = settle(ledger, clusters, titles)
        assert len(set(slugs)) == len(slugs)
        for slug, cluster in zip(slugs, clusters, strict=True):
            assert settled.slugs[slug] in cluster  # and with it every other one that a record of the cluster owns
        given_out |= set(slugs)
        assert given_out <= settled.slugs.keys()
        assert {slug: settled.slugs[slug] for slug in ledger.slugs} == ledger.slugs  # an owner never changes
        places = [*range(len(clusters))]
        order.shuffle(places)
        again, same = settle(ledger, [clusters[place] for place in places], [titles[place] for place in places])
        assert (again, same) == ([slugs[place] for place in places], settled)
        ledger = settled
