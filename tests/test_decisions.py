from bestiary.decisions import Decisions
from bestiary.identify import Identified
from bestiary.identity import Judgement, Reason, Rejection
from bestiary.judged import judged
from bestiary.profile import Thing

from .subject import subject

THINGS = [Thing(id=name, title=name.title(), kind="actor") for name in ("teapot", "kettle", "urn")]
PLACES = {"a:1": 0, "b:2": 0, "c:3": 1, "d:4": 2}
JOINED = Judgement("a:1", "b:2", "same", 3.2, (Reason("shared_names", 3.2, "one title"),))
PART = Judgement("c:3", "a:1", "subgroup-of", -1.0)
UNSURE = Judgement("b:2", "d:4", "unsure", 0.5)


def decisions(levels: dict[str, str] | None = None, *rejections: Rejection) -> Decisions:
    first = subject(1, "a", "Teapot", "Pot")
    first.rejected = {"pot": "a brand"}
    clusters = [[first, subject(2, "b", "Teapot")], [subject(3, "c", "Kettle")], [subject(4, "d", "Urn")]]
    found = Identified(clusters, [JOINED], [PART, UNSURE], {0: {"teapot": [2]}}, [])
    return Decisions(found, THINGS, PLACES, levels or {}, rejections)


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


def test_a_judgement_has_the_level_of_its_records_and_both_ends_have_its() -> None:
    found = decisions({"c:3": "amber"})
    assert [(one.relation, one.tlp) for one, _, _ in found.rows] == [
        ("same", "clear"),
        ("subgroup-of", "amber"),
        ("unsure", "clear"),
    ]
    assert [found.of(place).level for place in range(3)] == ["amber", "amber", "clear"]
    assert found.of(0).named == {"kettle": "amber"}


def test_what_a_person_judged_has_its_own_level() -> None:
    found = Decisions(
        Identified([[], [], []], [JOINED._replace(tlp="green")], [PART._replace(tlp="red")], {}, []),
        THINGS, PLACES, {"d:4": "amber"}, [Rejection("d:4", "urn", "it is a pot", tlp="amber+strict")],
    )  # fmt: skip
    assert [found.of(place).level for place in range(3)] == ["red", "red", "amber+strict"]
    assert found.of(1).named == {"teapot": "green", "urn": "amber"}, "what is said of a profile does not show elsewhere"
