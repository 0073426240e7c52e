import json
from pathlib import Path

from bestiary.base import Bestiary
from bestiary.serve.library import Library
from bestiary.serve.taxii_index import Editions, Index, Place
from tests.exports.test_stix import attack, objects
from tests.small import build_small


def test_it_has_the_very_objects_of_the_export(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    with Bestiary.open(db) as bestiary:
        index = Index(bestiary.selection())
    made = {one["id"]: one for one in objects(db)}
    assert {entry.id: json.loads(index.content(entry)) for entry in index.entries} == made
    for entry in index.entries:
        one = made[entry.id]
        assert (entry.type, entry.version) == (one["type"], one.get("modified", one["created"]))


def test_a_place_need_not_be_that_of_an_object(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    with Bestiary.open(db) as bestiary:
        index = Index(bestiary.selection())
    listing = index.listings["everything"]
    every = list(listing.after(Place("", ""), index.entries))
    assert len(every) == len(index.entries)
    added, entry = every[5]
    assert list(listing.after(Place(added, entry.id), index.entries)) == every[6:]
    assert list(listing.after(Place(added, entry.id[:-1]), index.entries)) == every[5:]
    assert listing.find(index.numbers[entry.id]) == added
    assert index.listings["kind-campaign"].find(0) is None


def test_objects_without_dates(tmp_path: Path) -> None:
    odd = [
        {"type": "malware", "id": f"malware--00000000-0000-4000-8000-00000000000{digit}", "name": name, **dates}
        for digit, name, dates in (
            (1, "Sieve", {}),
            (2, "Spoon", {"modified": "long ago", "created": "2020-01-01T00:00:00Z"}),
            (3, "Fork", {"modified": 7})
        )
    ]  # fmt: skip
    build_small(tmp_path, attack(tmp_path, *odd))
    with Bestiary.open(tmp_path / "small.db") as bestiary:
        index = Index(bestiary.selection())
    versions = {
        json.loads(index.content(entry)).get("name"): (entry.version, entry.spec_version) for entry in index.entries
    }
    assert versions["Spoon"] == ("2020-01-01T00:00:00Z", "2.0")
    assert versions["Sieve"] == versions["Fork"] == ("2026-01-01T00:00:00.000000Z", "2.0")


def test_it_is_made_once_for_each_build(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    editions = Editions(Library(str(db)))
    first = editions.index()
    assert editions.index() is first
    build_small(tmp_path)
    assert editions.index() is not first
    assert first.content(first.entries[0])  # whoever began with it can end
