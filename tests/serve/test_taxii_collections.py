"""Which objects are in which collections, and since when."""

from pathlib import Path
from uuid import UUID

import pytest

from bestiary.base import Bestiary
from bestiary.serve.taxii_collections import Members, collections
from tests.exports.test_stix import objects as exported
from tests.serve.taxii import FIRST, SECOND, THIRD, A, B, Builds, T, actor, client
from tests.small import build_small

Dates = dict[str, dict[str, str]]  # alias → id or name → when it was added


def dates(db: Path) -> Dates:
    with Bestiary.open(db) as bestiary:
        selection = bestiary.selection()
        chosen = collections(selection)
        members = Members(selection, chosen)
        made = exported(db)
        for one in made:
            members.add(one, selection.added(one["id"]))
        names = [one.get("name", one["id"]) for one in made]
        return {
            collection.alias: {names[number]: added for number, added in found.items()}
            for collection, found in zip(chosen, members.dates(), strict=True)
        }


def test_ids_are_uuids_that_stay(tmp_path: Path) -> None:
    with Bestiary.open(build_small(tmp_path)[0]) as bestiary:
        found = collections(bestiary.selection())
    ids = [UUID(one.id) for one in found]
    assert len({*ids}) == len(ids)
    assert {id_.version for id_ in ids} == {5}
    assert found[0].resource()["id"] == "60c79aa8-561e-508e-afeb-54b2ce50705a"


def test_nothing_points_out_of_a_collection(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    by_name = {one.get("name", one["id"]): one for one in exported(db)}
    found = dates(db)
    assert found["everything"].keys() == by_name.keys()
    for members in found.values():
        inside = {by_name[name]["id"] for name in members}
        for name in members:
            one = by_name[name]
            refs = [one[key] for key in ("source_ref", "target_ref", "created_by_ref") if key in one]
            assert {*refs, *one.get("object_marking_refs", [])} <= inside


def test_kinds_and_sources(tmp_path: Path) -> None:
    found = dates(build_small(tmp_path)[0])
    assert {"Teapot Group", "Kettle Crew", "SteamRAT", "Iceland"} <= found["kind-actor"].keys()
    assert "SteamRAT" in found["kind-tool"]
    assert "Kettle Crew" not in found["kind-tool"]
    assert {"Teapot Group", "Energy"} <= found["source-etda"].keys()
    assert "Energy" not in found["source-misp"]
    assert found["kind-campaign"] == {}


def test_what_is_pointed_at_came_with_what_points_at_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builds = Builds(tmp_path, monkeypatch)
    builds.make(FIRST, actor(A, "Teapot"))
    builds.make(SECOND, actor(A, "Teapot"), actor(B, "Kettle", related=[{"dest-uuid": T, "type": "uses"}]))
    found = dates(builds.db)
    assert found["everything"]["SteamRAT"] == found["kind-tool"]["SteamRAT"] == FIRST
    assert found["kind-actor"]["SteamRAT"] == SECOND
    assert found["kind-actor"]["Norway"] == FIRST


def test_what_is_withdrawn_stays_in_its_collections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builds = Builds(tmp_path, monkeypatch)
    builds.make(FIRST, actor(A, "Teapot"), actor(B, "Kettle"))
    builds.make(THIRD, actor(A, "Teapot"))
    found = dates(builds.db)
    for alias in ("everything", "kind-actor", "source-misp"):
        assert found[alias]["Kettle"] == THIRD
    assert "Kettle" not in found["kind-tool"]
    taxii = client(builds.db)
    news = taxii.get("/taxii2/bestiary/collections/source-misp/objects/", params={"added_after": FIRST}).json()
    assert {one["type"] for one in news["objects"] if one["revoked"]} == {"intrusion-set", "relationship"}
