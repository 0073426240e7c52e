import re

import pytest

from bestiary.dictionary import Bearer, Entry, Thing
from bestiary.tag import Tagger
from bestiary.tag.case import Case
from bestiary.tag.choose import choose, kinds_as_written
from bestiary.tag.context import shape_of


def meant(tagger: Tagger, text: str, surface: str) -> list[tuple[str, float]]:
    mention = next(one for one in tagger.tag(text) if one.surface == surface)
    return [(one.id, one.share) for one in mention.profiles]


def test_a_contested_name_is_never_picked_silently(tagger: Tagger) -> None:
    found = meant(tagger, "It was the APT 999 group, also known as others.", "APT 999")
    assert {id_ for id_, _ in found} == {"teapot-group", "kettle-crew"}
    assert sum(share for _, share in found) == pytest.approx(1, abs=0.01)
    assert all(share < 0.9 for _, share in found)


def test_what_else_the_text_names_speaks_for_one(tagger: Tagger) -> None:
    text = "The APT 999 group used the SteamRAT malware, and SteamRAT malware again."
    (best, share), *_ = meant(tagger, text, "APT 999")
    assert best == "teapot-group"
    assert share > dict(meant(tagger, "It was the APT 999 group.", "APT 999"))["teapot-group"]


def test_what_the_text_names_otherwise_speaks_for_it(tagger: Tagger) -> None:
    (best, share), *_ = meant(tagger, "The actor GREY TEAPOT. Of the APT 999 group.", "APT 999")
    assert best == "teapot-group"
    assert share > dict(meant(tagger, "It was the APT 999 group.", "APT 999"))["teapot-group"]


def test_a_new_name_means_nothing_that_is_known(tagger: Tagger) -> None:
    assert meant(tagger, "by UNC99999, who", "UNC99999") == []


def shares(*bearers: Bearer) -> list[tuple[str, float]]:
    """What a name that these bear is said to mean; things 0 and 1 are actors, 2 is malware."""
    kinds = ("actor", "actor", "tool")
    things = [Thing(str(place), "", kind, (), (), frozenset()) for place, kind in enumerate(kinds)]
    case = Case("teapot", 0.0, 1, Entry("teapot", ("Teapot",), 0.0, bearers))
    case.see("Teapot", b"aaaaaa", 0, 6, ())
    return [(one.id, one.share) for one in choose(case, things, ())]


def test_what_is_hardly_meant_is_not_told() -> None:
    ((best, share),) = shares(Bearer(0, 4, 4), Bearer(2, 0, 0))
    assert best == "0"
    assert 0.98 < share < 1
    assert len(shares(Bearer(0, 4, 4), Bearer(2, 4, 4))) == 2


def test_of_things_that_are_as_likely_the_first_of_the_dictionary_is_first() -> None:
    assert shares(Bearer(1, 1, 1), Bearer(0, 1, 1)) == [("0", 0.5), ("1", 0.5)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the group UNC99999", "actor"),
        ("as Backdoor.SteamRAT did", "tool"),
        ("exploits CVE-2099-12345", "vulnerability"),
        ("the CVE-2099-12345 malware and the CVE-2099-12345 backdoor", "vulnerability"),
        ("the Operation TeaLeaf group had the Operation TeaLeaf malware", "campaign"),
        ("the TeaLeaf campaign had the TeaLeaf backdoor and TeaLeaf malware", "tool"),
    ],
)
def test_the_kind(tagger: Tagger, text: str, kind: str) -> None:
    assert {one.kind for one in tagger.tag(text)} == {kind}


def test_a_name_of_both_kinds_is_of_the_one_that_words_say_beside_each_way_of_writing_it() -> None:
    text = "The Teapot group has the TEAPOT backdoor. The Teapot group uses the TEAPOT backdoor, and teapot too."
    case = Case("teapot", 0.0, 1, kinds={"actor", "tool"})
    for found in re.finditer("teapot", text, re.IGNORECASE):
        case.see(text, shape_of(text.encode()), *found.span(), ("Teapot",))
    assert kinds_as_written(case) == {"Teapot": "actor", "TEAPOT": "tool"}
    case.kinds = {"actor"}
    assert kinds_as_written(case) == {}
