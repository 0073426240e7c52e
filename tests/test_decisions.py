from bestiary.decisions import Decisions
from bestiary.identify import Identified
from bestiary.identity import Judgement, Reason
from bestiary.judged import judged
from bestiary.profile import Thing

from .subject import subject

THINGS = [Thing(id=name, title=name.title(), kind="actor") for name in ("teapot", "kettle", "urn")]
PLACES = {"a:1": 0, "b:2": 0, "c:3": 1, "d:4": 2}
JOINED = Judgement("a:1", "b:2", "same", 3.2, (Reason("shared_names", 3.2, "one title"),))
PART = Judgement("c:3", "a:1", "subgroup-of", -1.0)
UNSURE = Judgement("b:2", "d:4", "unsure", 0.5)


def decisions() -> Decisions:
    first = subject(1, "a", "Teapot", "Pot")
    first.rejected = {"pot": "a brand"}
    clusters = [[first, subject(2, "b", "Teapot")], [subject(3, "c", "Kettle")], [subject(4, "d", "Urn")]]
    found = Identified(clusters, [JOINED], [PART, UNSURE], {0: {"teapot": [2]}}, [])
    return Decisions(found, THINGS, PLACES, {})


def test_of_a_profile() -> None:
    identity = decisions().of(0)
    assert identity.rejected == {1: {"pot": "a brand"}}
    assert identity.contested == {"teapot": [THINGS[2]]}
    assert identity.judgements == [judged(JOINED)]
    assert [(one["profile"]["id"], one["relation"]) for one in identity.related] == [
        ("kettle", "has-subgroup"),
        ("urn", "unsure"),
    ]


def test_a_relation_has_two_ends() -> None:
    (related,) = decisions().of(1).related
    assert (related["profile"]["id"], related["relation"], related["judgement"]["a"]) == (
        "teapot",
        "subgroup-of",
        "c:3",
    )
    (unsure,) = decisions().of(2).related
    assert (unsure["profile"]["id"], unsure["relation"]) == ("teapot", "unsure")


def test_rows_name_the_profiles() -> None:
    assert decisions().rows == [(JOINED, 0, 0), (PART, 1, 0), (UNSURE, 0, 2)]
