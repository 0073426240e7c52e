import json
from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.errors import Problem
from bestiary.formats import attack_stix
from bestiary.origin import Origin
from bestiary.sources import sources
from bestiary.statement import Record, Statement

ORIGIN = Origin("x.json", None, "0" * 64)
MITRE = "identity--c78cb6e5-0c4b-4611-8297-d1b8b55e40b5"
UUID = "00000000-0000-4000-8000-00000000000a"
GROUP = f"intrusion-set--{UUID}"
TOOL = "malware--00000000-0000-4000-8000-00000000000b"
MATRIX = {"type": "x-mitre-matrix", "id": "x-mitre-matrix--1", "x_mitre_domains": ["ics-attack"]}
KINDS = {
    "intrusion-set": "actor", "threat-actor": "actor", "malware": "tool", "tool": "tool", "attack-pattern": "technique",
    "campaign": "campaign", "vulnerability": "vulnerability", "identity": "organisation", "location": "country",
    "report": "reference",
}  # fmt: skip


def read(*objects: object) -> tuple[list[Statement], list[Problem]]:
    return read_bytes(json.dumps({"type": "bundle", "id": "bundle--1", "objects": objects}).encode())


def read_bytes(raw: bytes) -> tuple[list[Statement], list[Problem]]:
    items = list(attack_stix.parse(raw, ORIGIN))
    return [i for i in items if isinstance(i, Statement)], [i for i in items if isinstance(i, Problem)]


def group(**more: object) -> dict[str, object]:
    return {"type": "intrusion-set", "id": GROUP, **more}


def uses(**more: object) -> dict[str, object]:
    return {"type": "relationship", "relationship_type": "uses", "source_ref": GROUP, "target_ref": TOOL, **more}


def said(**more: object) -> list[tuple[str, str, dict[str, str], int | None]]:
    """What a group says after its UUID, which is statement 0."""
    statements, problems = read(group(**more))
    assert not problems
    return [(s.property, s.raw, s.qualifiers, s.parent) for s in statements[1:]]


# --- objects ---


@pytest.mark.parametrize(("type_", "kind"), KINDS.items())
def test_a_kind_by_the_type_and_the_record_by_the_id(type_: str, kind: str) -> None:
    statements, problems = read({"type": type_, "id": f"{type_}--{UUID}", "name": "Teapot"})
    assert not problems
    assert statements[0].record == Record(
        "attack_stix", "stix", f"{type_}--{UUID}", ORIGIN.at("/objects/0"), kind, edition=""
    )
    assert [(s.property, s.raw, str(s.origin)) for s in statements] == [
        ("uuid", UUID, "x.json#/objects/0/id"),
        ("title", "Teapot", "x.json#/objects/0/name"),
    ]


@pytest.mark.parametrize(
    "type_",
    [
        "course-of-action",
        "x-mitre-tactic",
        "x-mitre-collection",
        "marking-definition",
        "indicator",
        "x-made-up",
        "actor",
    ],
)
def test_other_types_are_left_out_with_what_goes_out_from_them(type_: str) -> None:
    other = {"type": type_, "id": f"{type_}--{UUID}", "name": "Lid"}
    relation = uses(source_ref=other["id"], target_ref=GROUP)
    assert read(other, relation) == ([], [])


def test_a_class_of_organisations_is_a_sector_and_a_person_is_none() -> None:
    identity = {"type": "identity", "id": f"identity--{UUID}", "name": "Tea rooms"}
    statements, _ = read(identity | {"identity_class": "class"})
    assert statements[0].record.kind == "sector"
    assert read(identity | {"identity_class": "individual"}, uses(source_ref=identity["id"])) == ([], [])


@pytest.mark.parametrize(
    ("key", "content", "expected"),
    [
        ("description", "Pours.\n\nBoils.", [("description", "Pours.\n\nBoils.", {})]),
        ("created", "2020-01-01T00:00:00Z", [("created", "2020-01-01T00:00:00Z", {})]),
        ("modified", "2021-01-01T00:00:00Z", [("modified", "2021-01-01T00:00:00Z", {})]),
        ("first_seen", "2012-01-01T00:00:00Z", [("first-seen", "2012-01-01T00:00:00Z", {})]),
        ("last_seen", "2013-01-01T00:00:00Z", [("last-seen", "2013-01-01T00:00:00Z", {})]),
        ("revoked", True, [("revoked", "true", {"form": "json"})]),
        ("revoked", "yes", [("x-revoked", "yes", {})]),
        ("x_mitre_deprecated", False, [("deprecated", "false", {"form": "json"})]),
        ("aliases", ["A", "B"], [("name", "A", {}), ("name", "B", {})]),
        ("aliases", "A", [("name", "A", {"form": "one"})]),
        ("aliases", ["", 5], [("x-aliases", "", {}), ("x-aliases", "5", {"form": "json"})]),
        ("aliases", [], [("x-aliases", "[]", {"form": "json"})]),
        ("x_mitre_aliases", ["A"], [("name", "A", {"key": "x_mitre_aliases"})]),
        ("name", " ", [("x-name", " ", {})]),
        ("name", ["A"], [("title", "A", {"form": "list"})]),
        ("name", None, [("x-name", "null", {"form": "json"})]),
        ("primary_motivation", "ideology", [("motivation", "ideology", {})]),
        ("secondary_motivations", ["revenge"], [("motivation", "revenge", {"key": "secondary_motivations"})]),
        ("resource_level", "club", [("resource-level", "club", {})]),
        ("sophistication", "expert", [("sophistication", "expert", {})]),
        ("goals", ["Recipes"], [("goal", "Recipes", {})]),
        ("roles", ["agent"], [("role", "agent", {})]),
        ("sectors", ["energy"], [("sector", "energy", {})]),
        ("malware_types", ["wiper"], [("tool-type", "wiper", {})]),
        ("tool_types", ["exploitation"], [("tool-type", "exploitation", {"key": "tool_types"})]),
        ("x_mitre_platforms", ["Android"], [("platform", "Android", {})]),
        ("kill_chain_phases", [{"kill_chain_name": "k", "phase_name": "p"}], [("tactic", "p", {"kill_chain": "k"})]),
        ("kill_chain_phases", [7], [("x-kill_chain_phases", "7", {"form": "json"})]),
        ("kill_chain_phases", "p", [("x-kill_chain_phases", "p", {})]),
        ("labels", ["a", 1], [("x-labels", "a", {"form": "list"}), ("x-labels", "1", {"form": "json-list"})]),
        ("created_by_ref", MITRE, [("x-created_by_ref", MITRE, {})]),
        ("x_new", {"a": [1]}, [("x-x_new", '{"a":[1]}', {"form": "json"})]),
        ("external_references", "none", [("x-external_references", "none", {})]),
    ],
)
def test_properties(key: str, content: object, expected: list[tuple[str, str, dict[str, str]]]) -> None:
    assert [line[:3] for line in said(**{key: content})] == expected


def test_the_type_is_kept_where_the_id_does_not_tell_it() -> None:
    statements, _ = read({"type": "tool", "id": "malware--1"})
    assert [(s.property, s.raw) for s in statements] == [("x-type", "tool")]


# --- external references ---

PAPER = {"source_name": "Saucer 1999", "description": "Saucer, C. (1999)."}
PAGE = {**PAPER, "url": "https://example.org/saucer"}


@pytest.mark.parametrize("giver", ["mitre-attack", "mitre-ics-attack", "mitre-mobile-attack"])
def test_the_attack_id_and_its_page(giver: str) -> None:
    url = "https://attack.example/G9999"
    reference = {"source_name": giver, "external_id": "G9999"}
    id_ = ("external-id", "G9999", {"source_name": giver}, None)
    assert said(external_references=[reference]) == [id_]
    assert said(external_references=[{**reference, "url": url}]) == [id_, ("reference", url, reference, None)]


def test_the_id_of_another_thing_is_no_id_of_this_one() -> None:
    capec = {"source_name": "capec", "external_id": "CAPEC-0"}
    assert said(external_references=[{**capec, "url": "https://c.example"}]) == [
        ("reference", "https://c.example", capec, None)
    ]
    cve = {"source_name": "cve", "external_id": "CVE-2099-0001"}
    assert "external-id" not in [line[0] for line in said(external_references=[cve])]
    statements, _ = read({"type": "vulnerability", "id": "vulnerability--1", "external_references": [cve]})
    assert [(s.property, s.raw) for s in statements] == [("external-id", "CVE-2099-0001")]


def test_references_with_an_address_and_without() -> None:
    assert said(external_references=[PAGE, PAPER, {**PAGE, "hashes": {"MD5": "0"}}, {}]) == [
        ("reference", "https://example.org/saucer", {"source_name": "Saucer 1999"}, None),
        ("text", "Saucer, C. (1999).", {}, 1),
        ("citation", "Saucer, C. (1999).", {"source_name": "Saucer 1999"}, None),
        ("reference", "https://example.org/saucer", {"source_name": "Saucer 1999"}, None),
        ("text", "Saucer, C. (1999).", {}, 4),
        ("x-hashes", '{"MD5":"0"}', {"form": "json"}, 4),
        ("x-external_references", "{}", {"form": "json"}, None),
    ]


@pytest.mark.parametrize("first", ["aliases", "external_references"])
def test_what_is_cited_on_a_name_stands_with_it(first: str) -> None:
    references = [{"source_name": "grey TEAPOT", "description": "(Citation: A)(Citation: B)"}]
    content = {"aliases": ["Teapot", "GREY TEAPOT"], "external_references": references}
    content = {first: content[first], **content}
    assert said(name="Teapot", **content) == [
        ("title", "Teapot", {}, None),
        ("name", "Teapot", {}, None),
        ("name", "GREY TEAPOT", {}, None),
        ("text", "(Citation: A)(Citation: B)", {"source_name": "grey TEAPOT"}, 3),
    ]


def test_a_citation_of_the_title_stands_with_the_same_alias_or_with_the_title() -> None:
    cited = [{"source_name": "Teapot", "description": "(Citation: A)", "url": "https://example.org"}]
    parts = [("url", "https://example.org", {"source_name": "Teapot"}), ("text", "(Citation: A)", {})]
    for aliases, parents in ((["Teapot", "Teapot"], [2, 4]), (["Pot"], [1, 2])):
        lines = said(name="Teapot", aliases=aliases, external_references=cited)
        assert [line for line in lines if line[0] in ("url", "text")] == [
            (*part, parent) for part, parent in zip(parts, parents, strict=True)
        ]


# --- relationships ---


def test_a_relationship_is_a_statement_of_the_record_it_goes_out_from() -> None:
    relation = uses(id="relationship--1", description="Seen.", external_references=[PAGE, PAPER], confidence=60)
    statements, problems = read(relation, group(), {"type": "malware", "id": TOOL})
    assert not problems
    assert [(s.record.id, s.property, s.raw, s.qualifiers, s.parent, s.origin.place) for s in statements[1:-1]] == [
        (GROUP, "relation", TOOL, {"type": "uses", "id": "relationship--1"}, None, "/objects/0/target_ref"),
        (GROUP, "text", "Seen.", {}, 1, "/objects/0/description"),
        (GROUP, "url", PAGE["url"], {"source_name": "Saucer 1999"}, 1, "/objects/0/external_references/0/url"),
        (GROUP, "text", PAGE["description"], {}, 3, "/objects/0/external_references/0/description"),
        (GROUP, "text", PAPER["description"], {"source_name": "Saucer 1999"}, 1,
         "/objects/0/external_references/1/description"),
        (GROUP, "x-relationship", '{"confidence":60}', {"form": "json"}, 1, "/objects/0"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "qualifiers", "rest"),
    [
        ({"revoked": True}, {"type": "uses", "revoked": "true"}, None),
        ({"x_mitre_deprecated": True}, {"type": "uses", "deprecated": "true"}, None),
        ({"revoked": False, "x_mitre_deprecated": False}, {"type": "uses"}, None),
        ({"relationship_type": "revoked-by"}, {"type": "revoked-by"}, None),
        ({"revoked": "no"}, {"type": "uses"}, {"revoked": "no"}),
        ({"relationship_type": None}, {}, {"relationship_type": None}),
        (
            {"description": 5, "external_references": {}},
            {"type": "uses"},
            {"description": 5, "external_references": {}},
        ),
        ({"created": "2020", "x_new": [1]}, {"type": "uses"}, {"created": "2020", "x_new": [1]}),
    ],
)
def test_what_a_relationship_says(more: dict[str, object], qualifiers: dict[str, str], rest: object) -> None:
    statements, _ = read(group(), uses(**more))
    assert statements[1].qualifiers == qualifiers
    assert [json.loads(s.raw) for s in statements[2:]] == ([] if rest is None else [rest])


def test_relations_of_an_object_that_is_not_here_are_a_record_of_its_id() -> None:
    statements, problems = read(uses(), uses(target_ref="tool--2"), uses(source_ref="x-made-up--1"))
    assert not problems
    assert {s.record for s in statements} == {Record("attack_stix", "stix", GROUP, ORIGIN.at("/objects/0"), "actor")}
    assert [(s.property, s.raw, s.origin.place) for s in statements] == [
        ("uuid", UUID, "/objects/0/source_ref"),
        ("relation", TOOL, "/objects/0/target_ref"),
        ("relation", "tool--2", "/objects/1/target_ref"),
    ]


# --- whose it is ---


@pytest.mark.parametrize("domain", ["enterprise-attack", "ics-attack", "mobile-attack"])
def test_a_release_of_attack_is_known_by_its_matrix(domain: str) -> None:
    matrix = MATRIX | {"x_mitre_domains": [domain]}
    for more in ({}, {"created_by_ref": MITRE}):
        statements, _ = read(group(x_mitre_domains=["elsewhere"], **more), matrix)
        assert {s.record.collection for s in statements} == {domain}


@pytest.mark.parametrize("domains", [None, [], ["tea"], [{}], "ics-attack"])
def test_a_bundle_without_a_known_matrix_is_not_mitre_s(domains: object) -> None:
    statements, _ = read(group(x_mitre_domains=["ics-attack"]), MATRIX | {"x_mitre_domains": domains})
    assert {s.record.collection for s in statements} == {"stix"}


def test_what_others_add_to_a_release_is_theirs() -> None:
    other = "identity--1"
    mitre = uses(created_by_ref=MITRE)
    theirs = uses(created_by_ref=other, target_ref="tool--2")
    own = {"type": "tool", "id": "tool--2", "created_by_ref": other}
    statements, _ = read(MATRIX, group(), mitre, theirs, own)
    assert [(s.record.collection, s.record.id, s.raw) for s in statements if s.property == "relation"] == [
        ("ics-attack", GROUP, TOOL),
        ("stix", GROUP, "tool--2"),
    ]
    assert {s.record.collection for s in statements if s.record.id == "tool--2"} <= {"stix"}


def test_every_collection_has_a_source() -> None:
    declared = {collection for spec in sources().values() for collection in spec.records}
    collections = ("enterprise-attack", "ics-attack", "mobile-attack", "stix")
    assert {f"attack_stix:{name}" for name in collections} <= declared


# --- what is broken ---


@pytest.mark.parametrize(
    ("raw", "place", "reason"),
    [
        (b'{\n"type": "bundle",\n"objects": [}', "x.json:3", "not readable as JSON"),
        (b'{"objects": [NaN]}', "x.json:1", "not readable as JSON"),
        (b'{"objects": [{"type": "tool", "name": "\\ud800"}]}', "x.json:1", "not readable as JSON"),
        (b'{"objects": ' + b"[" * 100_000, "x.json:1", "not readable as JSON"),
        (b"", "x.json:1", "not readable as JSON"),
        (b"\xff\xfe", "x.json:1", "not readable as JSON"),
        (b"[]", "x.json", "not a STIX bundle"),
        (b'{"type": "bundle", "objects": {}}', "x.json", "not a STIX bundle"),
        (b'{"objects": [null]}', "x.json#/objects/0", "without a type"),
        (b'{"objects": [{"type": 5}]}', "x.json#/objects/0", "without a type"),
        (b'{"objects": [{"type": "tool"}]}', "x.json#/objects/0", "without an id"),
        (b'{"objects": [{"type": "tool", "id": " "}]}', "x.json#/objects/0", "without an id"),
        (b'{"objects": [{"type": "relationship", "source_ref": "tool--1"}]}', "x.json#/objects/0", "between what"),
        (
            b'{"objects": [{"type": "relationship", "source_ref": [], "target_ref": "a"}]}',
            "x.json#/objects/0",
            "between",
        ),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_its_place(raw: bytes, place: str, reason: str) -> None:
    statements, problems = read_bytes(raw)
    assert not statements
    assert [str(problem.origin) for problem in problems] == [place]
    assert reason in problems[0].reason


def test_one_bad_object_does_not_stop_the_rest() -> None:
    statements, problems = read(None, group(), {"type": "tool"})
    assert [s.record.id for s in statements] == [GROUP]
    assert len(problems) == 2


def test_versions_of_one_object_are_records_that_each_have_the_relations() -> None:
    statements, problems = read(group(modified="2020"), uses(), group(modified="2021"))
    assert not problems
    assert [(s.origin.place, s.property) for s in statements if s.property in ("modified", "relation")] == [
        ("/objects/0/modified", "modified"),
        ("/objects/1/target_ref", "relation"),
        ("/objects/2/modified", "modified"),
        ("/objects/1/target_ref", "relation"),
    ]
    assert [record.origin.place for record, _ in groupby(statements, key=lambda s: s.record)] == [
        "/objects/0",
        "/objects/2",
    ]


@pytest.mark.parametrize("depth", [100, *range(900, 1000, 7)])
def test_values_of_any_depth(depth: int) -> None:
    raw = b'{"objects": [{"type": "tool", "id": "tool--1", "x": %b}]}' % (b"[" * depth + b"]" * depth)
    statements, problems = read_bytes(raw)
    assert len(statements) + len(problems) == 1


@given(st.binary())
def test_any_bytes_give_statements_or_problems(raw: bytes) -> None:
    assert all(isinstance(item, Statement | Problem) for item in attack_stix.parse(raw, ORIGIN))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
ids = st.sampled_from([GROUP, TOOL, f"identity--{UUID}", "x-made-up--1", ""])
names = st.sampled_from(["Teapot", "TEAPOT", "Pot", ""])
references = st.fixed_dictionaries(
    {}, optional={"source_name": names | json_values, "url": st.text(max_size=5) | json_values,
                  "description": json_values, "external_id": json_values, "x": json_values},
)  # fmt: skip
objects = st.fixed_dictionaries(
    {"type": st.sampled_from([*KINDS, "relationship", "x-mitre-matrix", "indicator"]), "id": ids | json_values},
    optional={
        "name": names | json_values, "aliases": st.lists(names) | json_values, "x_mitre_aliases": json_values,
        "external_references": st.lists(references | json_values) | json_values, "revoked": json_values,
        "kill_chain_phases": json_values, "identity_class": json_values, "source_ref": ids | json_values,
        "target_ref": ids | json_values, "relationship_type": json_values, "description": json_values,
        "created_by_ref": ids | json_values, "x_mitre_domains": json_values, "x~/new": json_values,
    },
)  # fmt: skip


@given(st.lists(objects | json_values, max_size=6))
def test_any_objects_give_whole_records_and_lose_nothing(things: list[Any]) -> None:
    statements, _ = read(*things)
    groups = [list(said) for _, said in groupby(statements, key=lambda s: s.record)]
    assert len(groups) == len({s.record for s in statements}), "each record stands together"
    for said_ in groups:
        assert [s.ord for s in said_] == list(range(len(said_)))
        assert all(s.parent is None or s.parent < s.ord for s in said_)
        assert all(isinstance(text, str) for s in said_ for text in (s.raw, *s.qualifiers.values()))
        thing = things[int(str(said_[0].record.origin.place).split("/")[2])]
        if thing["type"] != "relationship":
            assert strings(thing) - {thing["type"]} <= told(said_)


def strings(value: object) -> set[str]:
    """Every text inside a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return set().union(*map(strings, value))
    return {value} if isinstance(value, str) else set()


def told(statements: list[Statement]) -> set[str]:
    """Every text that a record's statements hold."""
    found = {statements[0].record.id}
    for said_ in statements:
        found |= {said_.raw, *said_.qualifiers.values()}
        if said_.qualifiers.get("form", "").startswith("json"):
            found |= strings(json.loads(said_.raw))
    return found


# --- the real releases ---


@cache
def release(path: Path) -> tuple[list[dict[str, Any]], list[list[Statement]]]:
    raw = path.read_bytes()
    statements, problems = read_bytes(raw)
    assert not problems
    return json.loads(raw)["objects"], [list(said_) for _, said_ in groupby(statements, key=lambda s: s.record)]


@pytest.fixture(params=["enterprise-attack", "ics-attack", "mobile-attack"])
def real(request: pytest.FixtureRequest, shared: Path) -> tuple[str, list[dict[str, Any]], Any]:
    (path,) = (shared / "data/attack").glob(f"{request.param}-*.json")
    return request.param, *release(path)


def test_every_object_of_a_real_release_is_a_record(real: Any) -> None:
    domain, things, records = real
    assert Counter(said_[0].record.kind for said_ in records) == Counter(
        KINDS[thing["type"]] for thing in things if thing["type"] in KINDS
    )
    assert {said_[0].record.collection for said_ in records} == {domain}


def test_every_relationship_of_a_real_release_is_found_again(real: Any) -> None:
    _, things, records = real
    found = {
        (said_[0].record.id, s.qualifiers["type"], s.raw, s.qualifiers["id"])
        for said_ in records for s in said_ if s.property == "relation"
    }  # fmt: skip
    assert found == {
        (thing["source_ref"], thing["relationship_type"], thing["target_ref"], thing["id"])
        for thing in things if thing["type"] == "relationship" and thing["source_ref"].partition("--")[0] in KINDS
    }  # fmt: skip


def test_nothing_that_a_real_release_says_is_lost(real: Any) -> None:
    _, things, records = real
    by_id = {thing["id"]: thing for thing in things}
    for said_ in records:
        related = [s.qualifiers["id"] for s in said_ if s.property == "relation"]
        says = told(said_)
        for id_ in (said_[0].record.id, *related):
            assert strings(by_id[id_]) - {by_id[id_]["type"]} <= says


def test_every_name_s_citation_of_a_real_release_stands_with_the_name(real: Any) -> None:
    _, things, records = real
    by_id = {thing["id"]: thing for thing in things}
    for said_ in records:
        thing = by_id[said_[0].record.id]
        listed = {name.casefold() for name in thing.get("aliases", thing.get("x_mitre_aliases", []))}
        cited = [r for r in thing.get("external_references", []) if r["source_name"].casefold() in listed]
        parents = {s.ord for s in said_ if s.property == "name"}
        assert sum(s.parent in parents for s in said_) == len(cited)


# --- whose file it is ---


@pytest.mark.parametrize(
    ("head", "name", "claimed"),
    [
        (b'{"type": "bundle", "id": "bundle--1", "objects": [', "x.json", True),
        (b'{"objects" : [{"created": "2020", "id": "tool--%b"' % UUID.encode(), "X.JSON", True),
        (b'{"more": true, "objects": [{"type": "tool", "id": "tool--%b"' % UUID.encode(), "x.json", True),
        (b'{"type": "bundle", "id": "bundle--1", "objects": [', "x.txt", False),
        (b'{"type": "bundle", "id": "bundle--1"', "x.json", False),
        (b'{"objects": [{"type": "teapot", "id": "5"}]}', "x.json", False),
        (b'{"type": "tool", "values": [{"value": "Teapot"}]}', "x.json", False),
    ],
)
def test_identify(head: bytes, name: str, claimed: bool) -> None:
    assert attack_stix.identify(head, name) is claimed
