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


def test_an_address_does_not_change_because_another_record_tells_more_now() -> None:
    slugs, ledger = settle(Ledger({"teapot": "a:1", "kettle": "b:1"}), [["a:1", "b:1"]], ["Teapot"])
    assert slugs == ["teapot"]
    stood = ledger._replace(gone={"a:1": "teapot", "b:1": "teapot"})
    assert settle(stood, [["b:1", "a:1"]], ["Teapot"]) == (["teapot"], ledger)


def test_profiles_that_become_one_stand_where_most_records_stood() -> None:
    old = Ledger({"teapot": "a:1", "kettle": "b:1"}, {"a:1": "teapot", "b:1": "kettle", "b:2": "kettle"})
    assert settle(old, [["a:1", "b:1", "b:2"]], ["Teapot"])[0] == ["kettle"]


def test_a_title_without_a_word() -> None:
    slugs, _ = settle(EMPTY, [["a:1"], ["a:2"], ["a:3"]], ["", " ", "\u200b"])
    assert slugs == ["a", "a-2", "u-200b"]


def test_an_owner_that_goes_leaves_the_others_findable() -> None:
    stood = dict.fromkeys(["a:1", "b:1", "c:1", "c:2"], "teapot")
    slugs, ledger = settle(Ledger({"teapot": "a:1"}, stood), [["b:1"], ["c:1", "c:2"]], ["Teapot", "Teapot"])
    assert slugs == ["teapot-b", "teapot-c"]
    assert ledger.gone == {"a:1": "teapot-c"}  # by way of its owner “teapot” leads there too
    slugs, later = settle(
        Ledger(ledger.slugs, {"a:1": "teapot-c", "c:1": "teapot-c", "c:2": "teapot-c"}), [["c:2"]], ["x"]
    )
    assert slugs == ["x"]
    assert later.gone == {"a:1": "x", "c:1": "x"}
    assert settle(later, [["a:1"], ["c:2"]], ["x", "x"])[0] == ["teapot", "x"]  # back again, it has what it owns


def test_a_record_that_is_gone() -> None:
    _, ledger = settle(Ledger({"teapot": "a:1"}, {"a:1": "teapot"}), [["b:1"]], ["Teapot"])
    assert ledger == Ledger({"teapot": "a:1", "teapot-b": "b:1"}, {"a:1": "teapot"})
    slugs, back = settle(ledger, [["a:1"], ["b:1"]], ["Teapot", "Teapot"])
    assert slugs == ["teapot", "teapot-b"]
    assert back.gone == {}


def test_what_goes_leads_to_the_owner_of_its_address_though_more_of_the_others_went_elsewhere() -> None:
    stood = dict.fromkeys(["a:1", "b:1", "b:2", "c:1"], "teapot")
    _, ledger = settle(Ledger({"teapot": "a:1"}, stood), [["a:1"], ["b:1", "b:2"]], ["Teapot", "Kettle"])
    assert ledger.gone == {"c:1": "teapot"}


def test_a_former_address_leads_to_what_its_owner_was_part_of() -> None:
    """x:1 stood at “kettle”, whose owner became a part of “teapot” and then went too."""
    slugs = {"teapot": "a:1", "kettle": "b:1"}
    stood = {"a:1": "teapot", "b:1": "teapot", "x:1": "kettle"}
    assert settle(Ledger(slugs, stood), [["a:1"]], ["Teapot"])[1].gone == {"b:1": "teapot", "x:1": "teapot"}
    stood["c:1"] = "teapot"  # which is what is left, if the owner of “teapot” goes
    assert settle(Ledger(slugs, stood), [["c:1"]], ["Cup"])[1].gone == dict.fromkeys(["a:1", "b:1", "x:1"], "cup")


keys = [f"{source}:{number}" for source in "ab" for number in range(4)]
states = st.lists(st.lists(st.integers(0, 3), min_size=len(keys), max_size=len(keys)), min_size=1, max_size=5)


@given(states, st.randoms(use_true_random=False))
def test_every_address_leads_somewhere_for_ever(history: list[list[int]], order: random.Random) -> None:
    """However records are put together one build after the other; group 3 is "not in the sources"."""
    ledger = EMPTY
    led_to: dict[str, list[str]] = {}  # every address ever given out → the records of the profile it last led to
    for groups in history:
        clusters = [[key for key, group in zip(keys, groups, strict=True) if group == one] for one in range(3)]
        clusters = [cluster for cluster in clusters if cluster]
        titles = ["Teapot" if "a:0" in cluster else "Kettle" for cluster in clusters]
        slugs, settled = settle(ledger, clusters, titles)
        assert len(set(slugs)) == len(slugs)
        for slug, cluster in zip(slugs, clusters, strict=True):
            assert settled.slugs[slug] in cluster  # and with it every other one that a record of the cluster owns
        assert {slug: settled.slugs[slug] for slug in ledger.slugs} == ledger.slugs  # an owner never changes
        part_of = {key: cluster for cluster in clusters for key in cluster}
        before = dict(led_to)
        for address, records in before.items():
            found = profile_at(address, settled, part_of)
            if own := part_of.get(settled.slugs.get(address, address)):  # the record itself, or the owner of the slug
                assert found == own
            elif any(key in part_of for key in records):
                assert found is not None
                assert any(before[key] == records for key in found if key in before)  # one that led there too
            led_to[address] = found or records
        led_to |= part_of | {slug: part_of[settled.slugs[slug]] for slug in slugs}
        places = [*range(len(clusters))]
        order.shuffle(places)
        again, same = settle(ledger, [clusters[place] for place in places], [titles[place] for place in places])
        assert (again, same) == ([slugs[place] for place in places], settled)
        stood = {key: slug for slug, cluster in zip(slugs, clusters, strict=True) for key in cluster}
        ledger = Ledger(settled.slugs, {**settled.gone, **stood})
        assert settle(ledger, clusters, titles) == (slugs, settled)  # nothing changed


def profile_at(address: str, ledger: Ledger, part_of: dict[str, list[str]]) -> list[str] | None:
    """The records of the profile that an address leads to: of a slug by its owner, of a key by where it was."""
    key = ledger.slugs.get(address, address)
    return part_of.get(key) or part_of.get(ledger.slugs.get(ledger.gone.get(key, ""), ""))
