"""Profiles as a whole: support, what is decided of them, and their lines in lists."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.assemble import UNDECIDED, Identity, Source, assemble, summary
from bestiary.base import Bestiary
from bestiary.ingest import build
from bestiary.profile import Judged, Name, Profile, Thing
from bestiary.store.write import Head, Said
from tests.small import TEAPOT, open_small, write


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    with open_small(tmp_path) as bestiary:
        return bestiary.profile(f"etda:{TEAPOT}")


def test_summary(profile: Profile) -> None:
    assert summary(profile) == {
        "id": profile["id"],
        "kind": "actor",
        "title": profile["title"],
        "names": 5,
        "countries": ["Norway"],
        "first_seen": "2012",
        "sources": ["etda", "misp"],
    }


THING: Thing = {"id": "teapot", "title": "Teapot", "kind": "actor"}
KETTLE: Thing = {"id": "kettle", "title": "Kettle", "kind": "actor"}
JUDGED: Judged = {
    "a": "misp:1", "b": "misp:2", "relation": "same", "score": 2.5, "by": "", "made": "", "why": "", "id": "",
    "reasons": [{"signal": "same_title", "weight": 2.5, "text": "both are called Teapot"}],
}  # fmt: skip


def record(number: int, source: str, *statements: tuple[str, str], collection: str = "threat-actor") -> Source:
    """A record with the statements (property, value) in this order; "giver" and "url" belong to the name before."""
    said: list[Said] = []
    parent = 0
    for ord_, (prop, raw) in enumerate(statements):
        if prop == "giver":
            said[parent] = said[parent]._replace(qualifiers=json.dumps({"giver": raw}))
            continue
        if prop != "url":
            parent = len(said)
        said.append(Said(ord_, parent if prop == "url" else None, prop, raw, "", f"/{ord_}", None))
    head = Head(number, f"{source}:{number}", source, "actor", "misp_galaxy", collection, "a.json", "", "", 1, 1)
    return Source(head, "P", said, {})


def names_of(records: list[Source], identity: Identity = UNDECIDED) -> dict[str, Name]:
    return {name["name"]: name for name in assemble(THING, records, identity)["names"]}


def test_a_name_has_the_support_of_those_who_do_not_copy_each_other() -> None:
    records = [
        record(1, "mitre-attack", ("title", "Teapot"), ("name", "Urn")),
        record(2, "mitre-galaxy", ("title", "TEAPOT"), ("name", "Samovar")),  # has it from ATT&CK
        record(3, "360", ("title", "Teapot"), ("name", "Samovar")),
        record(4, "360", ("title", "Teapot")),
    ]
    support = {name: entry["support"] for name, entry in names_of(records).items()}
    assert support == {"Teapot": 2, "Urn": 1, "Samovar": 2}


def test_a_name_counts_the_different_publications_cited_for_it() -> None:
    first = record(1, "misp", ("name", "Urn"), ("url", "https://a.example/1"), ("url", "https://a.example/2"))
    second = record(2, "360", ("name", "URN"), ("url", "https://a.example/2"), ("url", "javascript:x"), ("name", "Pot"))
    names = names_of([first, second])
    assert (names["Urn"]["publications"], names["Pot"]["publications"]) == (2, 0)


def test_facts_and_references_have_support_too() -> None:
    records = [
        record(1, "etda", ("country", "Norway"), ("reference", "https://a.example/1")),
        record(2, "etda-json", ("country", "NO"), ("country", "Iceland")),
        record(3, "360", ("country", "Iceland"), ("reference", "https://a.example/1")),
    ]
    profile = assemble(THING, records)
    assert {value["label"]: value["support"] for value in profile["facts"]["country"]} == {"Norway": 1, "Iceland": 2}
    assert [value["support"] for value in profile["references"]] == [2]


def test_a_rejected_use_stays_with_its_reason_and_counts_for_nothing() -> None:
    url = ("url", "https://a.example/1")
    records = [
        record(1, "misp", ("title", "Teapot"), ("name", "URN"), ("giver", "Porcelain Labs"), url),
        record(2, "360", ("title", "Pot"), ("name", "Urn")),
    ]
    names = names_of(records, Identity(rejected={1: {"urn": "is malware"}, 2: {"pot": "is a sponsor", "no": "x"}}))
    urn, pot = names["URN"], names["Pot"]
    assert [stated.get("rejected") for stated in urn["stated"]] == ["is malware", None]
    assert (urn["support"], urn["publications"], urn["givers"]) == (1, 0, [])
    assert (pot["support"], [stated.get("rejected") for stated in pot["stated"]]) == (0, ["is a sponsor"])
    assert names["Teapot"]["support"] == 1


def test_a_name_that_is_rejected_everywhere_keeps_its_giver_and_is_not_counted_in_lists() -> None:
    records = [record(1, "misp", ("title", "Teapot"), ("name", "Urn"), ("giver", "Porcelain Labs"))]
    profile = assemble(THING, records, Identity(rejected={1: {"urn": "is malware"}}))
    assert [(name["name"], name["givers"], name["support"]) for name in profile["names"]] == [
        ("Teapot", [], 1),
        ("Urn", ["Porcelain Labs"], 0),
    ]
    assert summary(profile)["names"] == 1


def test_what_else_is_decided_stands_in_the_profile() -> None:
    records = [record(1, "misp", ("title", "Teapot"), ("name", "Urn")), record(2, "misp", ("title", "Tea Pot"))]
    identity = Identity(
        contested={"urn": [KETTLE]},
        judgements=[JUDGED],
        related=[{"profile": KETTLE, "relation": "overlaps", "judgement": JUDGED}],
    )
    profile = assemble(THING, records, identity)
    assert {name["name"]: name["contested"] for name in profile["names"]} == {"Teapot": [], "Urn": [KETTLE]}
    assert profile["judgements"] == [JUDGED]
    assert [related["profile"] for related in profile["related"]] == [KETTLE]


@pytest.mark.parametrize(
    ("how", "identity"),
    [
        ("as one that bears its name", Identity(contested={"urn": [KETTLE]})),
        ("as related", Identity(related=[{"profile": KETTLE, "relation": "different", "judgement": JUDGED}])),
        ("as what it refers to", Identity()),
        ("not at all", Identity()),
    ],
)
def test_a_profile_has_the_level_of_what_it_names(how: str, identity: Identity) -> None:
    one = record(1, "misp", ("title", "Teapot"), ("name", "Urn"), ("tool", "Kettle"))
    if how == "as what it refers to":
        one = one._replace(means={(2, ""): [KETTLE]})
    profile = assemble(THING, [one], identity._replace(named={"kettle": "amber", "ladle": "red"}))
    assert profile.get("tlp") == (None if how == "not at all" else "amber")


def test_without_decisions_nothing_is_judged() -> None:
    profile = assemble(THING, [record(1, "misp", ("title", "Teapot"))])
    assert (profile["judgements"], profile["related"]) == ([], [])


@given(
    st.lists(st.tuples(st.sampled_from(["misp", "360", "etda"]), st.lists(st.sampled_from("ABC"))), min_size=1),
    st.dictionaries(st.integers(0, 4), st.dictionaries(st.sampled_from("abc"), st.just("no"))),
)
def test_a_name_has_support_exactly_if_some_use_of_it_counts(
    rows: list[tuple[str, list[str]]], rejected: dict[int, dict[str, str]]
) -> None:
    records = [record(n, source, *(("name", name) for name in names)) for n, (source, names) in enumerate(rows)]
    for name in names_of(records, Identity(rejected=rejected)).values():
        counting = [one for one in name["stated"] if "rejected" not in one]
        assert {one["record"] for one in name["stated"]} == {
            number for number, (_, listed) in enumerate(rows) if name["name"] in listed
        }
        assert (name["support"] > 0) is bool(counting)
        assert name["support"] <= len({rows[one["record"]][0] for one in counting})


def test_an_actor_s_name_that_nobody_gave_says_by_whose_names_it_is_built_like(tmp_path: Path) -> None:
    write(tmp_path, "threat-actor", [{"uuid": TEAPOT, "value": "Sooty Sandstorm", "meta": {"synonyms": ["Ladle"]}}])
    write(tmp_path, "tool", [{"uuid": TEAPOT[:-1] + "b", "value": "Sooty Blizzard"}])
    build([tmp_path], db=tmp_path / "x.db", default=False)
    with Bestiary.open(tmp_path / "x.db") as bestiary:
        names = {name["name"]: name.get("like") for kind in ("actor", "tool") for one in bestiary.list(kind)
                 for name in bestiary.profile(one["id"])["names"]}  # fmt: skip
    assert names == {"Sooty Sandstorm": "Microsoft", "Ladle": None, "Sooty Blizzard": None}


def test_one_operation_that_two_records_report_alike_stands_once() -> None:
    def told(number: int, source: str, title: str) -> Source:
        made = record(number, source, ("title", "Teapot"), ("operation", ""))
        parts = [("date", "2019-06"), ("title", title), ("url", "https://example.org/1")]
        inside = [Said(10 + place, 1, prop, raw, "", 0, None) for place, (prop, raw) in enumerate(parts)]
        return made._replace(statements=[*made.statements, *inside])

    profile = assemble(THING, [told(1, "a", "It rains"), told(2, "b", "It rains"), told(3, "c", "It snows")])
    assert [(one["title"], [stated["record"] for stated in one["stated"]]) for one in profile["operations"]] == [
        ("It rains", [0, 1]),
        ("It snows", [2]),
    ]
