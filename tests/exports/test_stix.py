"""The bundle, by the official validator and library, and read again."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import stix2
from stix2validator import ValidationOptions, validate_instance

from bestiary.base import Bestiary
from bestiary.ingest import build
from bestiary.store.read import Reader
from tests.small import TEAPOT, build_small

GROUP = "intrusion-set--00000000-0000-4000-8000-0000000000a1"
MALWARE = "malware--00000000-0000-4000-8000-0000000000a2"


def objects(db: Path, *ids: str) -> list[dict[str, Any]]:
    with Bestiary.open(db) as bestiary:
        ((_, content),) = bestiary.export("stix", ids or None)
        bundle = json.loads(b"".join(content))
    assert bundle["type"] == "bundle"
    found: list[dict[str, Any]] = bundle["objects"]
    return found


def check(found: list[dict[str, Any]]) -> None:
    """No object twice, none that points at nothing, none that the validator or the library refuses."""
    ids = {one["id"] for one in found}
    assert len(ids) == len(found)
    options = ValidationOptions(version="2.1")
    for one in found:
        stix2.parse(one, allow_custom=any(key.startswith("x_") for key in one))  # as a publisher has it
        assert [str(error) for error in validate_instance(one, options).errors] == []
        refs = [one[key] for key in ("source_ref", "target_ref", "created_by_ref") if key in one]
        assert {*refs, *one.get("object_marking_refs", [])} <= ids


def test_everything_of_a_small_file(tmp_path: Path) -> None:
    found = objects(build_small(tmp_path)[0])
    check(found)
    by_name = {one.get("name"): one for one in found}
    assert by_name["Teapot Group"]["type"] == "intrusion-set"
    assert "APT 999" not in by_name["Teapot Group"].get("aliases", [])  # Kettle Crew bears it too
    store = stix2.MemoryStore(found)
    assert {one["name"] for one in store.query([stix2.Filter("type", "=", "intrusion-set")])} == {
        one["name"] for one in found if one["type"] == "intrusion-set"
    }
    (uses,) = store.relationships(by_name["SteamRAT"]["id"], "uses")
    assert uses["source_ref"] == by_name["Teapot Group"]["id"]
    countries = store.relationships(by_name["Teapot Group"]["id"], "targets")
    assert {store.get(one["target_ref"])["name"] for one in countries} >= {"Iceland", "United Kingdom", "Energy"}


def test_a_choice_has_what_it_points_at(tmp_path: Path) -> None:
    found = objects(build_small(tmp_path)[0], f"etda:{TEAPOT}")
    check(found)
    assert "SteamRAT" in {one.get("name") for one in found}
    teapot = next(one["id"] for one in found if one["type"] == "intrusion-set" and "Brown Betty" in one["aliases"])
    assert {one["source_ref"] for one in found if one["type"] == "relationship"} == {teapot}


def attack(folder: Path, *more: dict[str, Any]) -> Path:
    """A bundle of ATT&CK's form with an actor that uses malware."""
    now = {"spec_version": "2.1", "created": "2020-01-01T00:00:00.000Z", "modified": "2021-01-01T00:00:00.000Z"}
    creator = "identity--c78cb6e5-0c4b-4611-8297-d1b8b55e40b5"
    marking = "marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168"
    by = {"created_by_ref": creator, "object_marking_refs": [marking]}
    made = [
        {"type": "x-mitre-matrix", "id": "x-mitre-matrix--1", "x_mitre_domains": ["enterprise-attack"], **now, **by},
        {"type": "identity", "id": creator, "name": "MITRE", "identity_class": "organization", **now},
        {"type": "intrusion-set", "id": GROUP, "name": "Urn", "aliases": ["Urn", "Samovar"], **now, **by},
        {"type": "malware", "id": MALWARE, "name": "Ladle", "is_family": True, "x_mitre_version": "1.0", **now, **by},
        {"type": "relationship", "id": f"relationship--{GROUP[15:]}", "relationship_type": "uses", "source_ref": GROUP,
         "target_ref": MALWARE, "description": "It ladles.", **now, **by},
        *more,
    ]  # fmt: skip
    path = folder / "enterprise-attack.json"
    path.write_text(json.dumps({"type": "bundle", "id": "bundle--1", "objects": made}), encoding="utf-8")
    return path


def test_what_is_a_publishers_alone_is_passed_on_as_it_is(tmp_path: Path) -> None:
    path = attack(tmp_path)
    published = {one["id"]: one for one in json.loads(path.read_text("utf-8"))["objects"]}
    db = tmp_path / "x.db"
    build([path], db=db, default=False)
    found = objects(db)
    check(found)
    ours = {one["id"]: one for one in found}
    passed = [id_ for id_ in published if not id_.startswith("x-mitre")]
    assert [ours[id_] for id_ in passed] == [published[id_] for id_ in passed]


def test_what_is_joined_with_others_is_ours(tmp_path: Path) -> None:
    table = tmp_path / "aliases.csv"
    table.write_text("actor,alias\nUrn,Samovar\n", encoding="utf-8")
    db = tmp_path / "x.db"
    build([attack(tmp_path), table], db=db, default=False)
    found = objects(db)
    check(found)
    (urn,) = (one for one in found if one["type"] == "intrusion-set")
    assert urn["id"] != GROUP
    assert {"source_name": "mitre-attack-stix", "external_id": GROUP} in urn["external_references"]
    (uses,) = (one for one in found if one["type"] == "relationship")
    assert (uses["source_ref"], uses["target_ref"], uses["description"]) == (urn["id"], MALWARE, "It ladles.")


def test_published_objects_are_read_again_to_the_same_statements(tmp_path: Path) -> None:
    build([attack(tmp_path)], db=tmp_path / "x.db", default=False)
    (tmp_path / "again").mkdir()
    matrix = [{"type": "x-mitre-matrix", "id": "x-mitre-matrix--1", "x_mitre_domains": ["enterprise-attack"]}]
    again = tmp_path / "again/enterprise-attack.json"
    again.write_text(
        json.dumps({"type": "bundle", "objects": [*matrix, *objects(tmp_path / "x.db")]}), encoding="utf-8"
    )
    build([again], db=tmp_path / "y.db", default=False)
    one, other = Reader(str(tmp_path / "x.db")), Reader(str(tmp_path / "y.db"))
    for key in (f"mitre-attack:{GROUP}", f"mitre-attack:{MALWARE}"):
        assert {said.id for said in one.statements(key)} == {said.id for said in other.statements(key)} != set()


def test_what_is_exported_can_be_read_again(tmp_path: Path) -> None:
    first = objects(build_small(tmp_path)[0])
    (tmp_path / "again").mkdir()
    again = tmp_path / "again/bundle.json"
    again.write_text(json.dumps({"type": "bundle", "objects": first}), encoding="utf-8")
    build([again], db=tmp_path / "y.db", default=False)
    with Bestiary.open(tmp_path / "y.db") as bestiary:
        answer = bestiary.who("Brown Betty")
        profile = answer["matches"][0]["profile"]
        assert profile["title"] == "Teapot Group"
        assert {one["title"] for one in profile["relations"]} >= {"SteamRAT", "Iceland", "Norway", "Energy"}
        assert {name["name"] for name in profile["names"]} >= {"Teapot Group", "Brown Betty", "Grey Teapot"}
        assert [value["value"] for value in profile["facts"]["first-seen"]] == ["2012-01-01"]


@pytest.fixture(scope="session")
def everything(packaged: Path) -> list[dict[str, Any]]:
    """The bundle of the packaged sources."""
    return objects(packaged)


def test_everything_that_is_packaged(everything: list[dict[str, Any]]) -> None:
    assert len(everything) > 20_000
    ids = {one["id"] for one in everything}
    assert len(ids) == len(everything)
    for one in everything:
        refs = [one[key] for key in ("source_ref", "target_ref", "created_by_ref") if key in one]
        assert {*refs, *one.get("object_marking_refs", [])} <= ids
    check_alone = everything[::400]
    options = ValidationOptions(version="2.1")
    for one in check_alone:
        stix2.parse(one, allow_custom=False)
        assert [str(error) for error in validate_instance(one, options).errors] == []


def test_no_two_objects_of_a_type_share_a_name_or_alias(everything: list[dict[str, Any]]) -> None:
    """Consumers merge what does."""
    seen: dict[tuple[str, str], str] = {}
    for one in everything:
        if one["type"] in ("intrusion-set", "malware", "tool", "campaign"):
            for name in {one["name"], *one.get("aliases", [])}:
                assert seen.setdefault((one["type"], name.casefold()), one["id"]) == one["id"], name


def test_the_bundle_streams(packaged: Path) -> None:
    """What is held does not grow with what is written: a tenth of the bundle in the middle costs next to nothing."""
    command = (
        "import sys, tracemalloc\n"
        "from bestiary.base import Bestiary\n"
        "with Bestiary.open(sys.argv[1]) as bestiary:\n"
        "    ((_, content),) = bestiary.export('stix')\n"
        "    size, parts = 0, iter(content)\n"
        "    for part in parts:\n"
        "        size += len(part)\n"
        "        if size > 5_000_000: break\n"
        "    tracemalloc.start()\n"
        "    for part in parts:\n"
        "        size += len(part)\n"
        "        if size > 15_000_000: break\n"
        "    print(size, tracemalloc.get_traced_memory()[1])\n"
    )
    run = subprocess.run([sys.executable, "-c", command, str(packaged)], capture_output=True, text=True, check=True)
    size, held = map(int, run.stdout.split())
    assert size > 15_000_000
    assert held < 10_000_000
