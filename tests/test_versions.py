"""The dates of exported objects: what changed is newer, all else stays, and what is gone is withdrawn."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import stix2

from bestiary.base import Bestiary
from bestiary.ingest import build, rederive
from bestiary.judgements import judge
from bestiary.stix import own
from bestiary.stix.common import DEFINED
from bestiary.store.read import Reader
from bestiary.store.tables import VERSION
from bestiary.versions import published

from .exports.test_stix import attack
from .small import write

A, B, T = (f"00000000-0000-4000-8000-00000000000{digit}" for digit in "abc")
FIRST, SECOND, THIRD = ("2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z")
EPOCHS = {FIRST: "1767225600", SECOND: "1769904000", THIRD: "1772323200"}


def actor(uuid: str, name: str, **more: Any) -> dict[str, Any]:
    return {"uuid": uuid, "value": name, "meta": {"country": "NO"}, **more}


USES = [{"dest-uuid": T, "type": "uses"}]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Builds the actors at a time and gives what is exported then, by name or (type, name, name) of a relationship."""

    def make(when: str, *actors: dict[str, Any], judged: tuple[str, str] | None = None) -> dict[Any, dict[str, Any]]:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCHS[when])
        data, db = tmp_path / "data", tmp_path / "x.db"
        data.mkdir(exist_ok=True)
        write(data, "threat-actor", [*actors])
        write(data, "tool", [{"uuid": T, "value": "SteamRAT"}])
        if judged:
            judge(tmp_path / "o", "same", *judged, by="a", made=when, why="They are.")
        build([data], db=db, default=False, overlay=tmp_path / "o")
        return exported(db)

    return make


def bundle(db: Path) -> list[dict[str, Any]]:
    with Bestiary.open(db) as bestiary:
        ((_, content),) = bestiary.export("stix")
        found: list[dict[str, Any]] = json.loads(b"".join(content))["objects"]
    for one in found:
        stix2.parse(one, allow_custom=any(key.startswith("x_") for key in one))  # as a publisher has it
    return found


def exported(db: Path) -> dict[Any, dict[str, Any]]:
    objects = bundle(db)
    names = {one["id"]: one.get("name") for one in objects}
    return {
        (one["relationship_type"], names[one["source_ref"]], names[one["target_ref"]])
        if one["type"] == "relationship"
        else one["name"]: one
        for one in objects
        if one["type"] != "marking-definition"
    }


def dates(one: dict[str, Any]) -> tuple[str, str]:
    return one["created"], one["modified"]


def test_what_does_not_change_keeps_its_dates(made: Any) -> None:
    before = made(FIRST, actor(A, "Teapot", related=USES), actor(B, "Kettle"))
    assert dates(before["Teapot"]) == dates(before["uses", "Teapot", "SteamRAT"]) == (FIRST, FIRST)
    assert made(SECOND, actor(B, "Kettle"), actor(A, "Teapot", related=USES)) == before  # in whatever order and place


def test_what_changes_is_newer_and_nothing_else_is(made: Any) -> None:
    made(FIRST, actor(A, "Teapot", related=USES), actor(B, "Kettle"))
    found = made(SECOND, actor(A, "Teapot", related=USES, description="It pours."), actor(B, "Kettle"))
    assert dates(found["Teapot"]) == (FIRST, SECOND)
    assert {dates(found[key]) for key in ("Kettle", ("uses", "Teapot", "SteamRAT"))} == {(FIRST, FIRST)}
    found = made(THIRD, actor(A, "Teapot", related=USES, description="It pours."), actor(B, "Kettle", related=USES))
    assert dates(found["Teapot"]) == (FIRST, SECOND)
    assert dates(found["uses", "Kettle", "SteamRAT"]) == (THIRD, THIRD)
    assert dates(found["Kettle"]) == (FIRST, FIRST)


def test_what_is_gone_is_withdrawn_and_may_come_back(made: Any) -> None:
    before = made(FIRST, actor(A, "Teapot", related=USES), actor(B, "Kettle"))
    after = made(SECOND, actor(B, "Kettle"))
    for key in ("Teapot", ("uses", "Teapot", "SteamRAT")):
        assert after[key]["revoked"] is True
        assert after[key]["id"] == before[key]["id"]
        assert dates(after[key]) == (FIRST, SECOND)
    again = made(THIRD, actor(A, "Teapot", related=USES), actor(B, "Kettle"))
    assert "revoked" not in again["Teapot"]
    assert dates(again["Teapot"]) == (FIRST, THIRD)


def test_what_was_merged_is_withdrawn(made: Any, tmp_path: Path) -> None:
    before = made(FIRST, actor(A, "Teapot"), actor(B, "Kettle"))
    ids = {before["Teapot"]["id"], before["Kettle"]["id"]}
    made(SECOND, actor(A, "Teapot"), actor(B, "Kettle"), judged=(f"misp:{A}", f"misp:{B}"))
    two = [one for one in bundle(tmp_path / "x.db") if one["id"] in ids]
    gone, stays = sorted(two, key=lambda one: "extensions" in one)
    assert (gone["revoked"], "revoked" in stays) == (True, False)
    assert dates(gone) == dates(stays) == (FIRST, SECOND)


def test_judging_alone_dates_objects_too(made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(FIRST, actor(A, "Teapot"), actor(B, "Kettle"))
    judge(tmp_path / "o", "same", f"misp:{A}", f"misp:{B}", by="a", made=SECOND, why="They are.")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCHS[SECOND])
    rederive(tmp_path / "x.db", tmp_path / "o")
    assert sum("revoked" in one for one in bundle(tmp_path / "x.db")) == 2  # it and where it comes from


def test_another_form_makes_all_of_it_newer(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made(FIRST, actor(A, "Teapot"))
    monkeypatch.setattr("bestiary.versions.FORM", own.FORM + 1)
    assert dates(made(SECOND, actor(A, "Teapot"))["Teapot"]) == (FIRST, SECOND)
    assert dates(made(THIRD, actor(A, "Teapot"))["Teapot"]) == (FIRST, SECOND)


def test_a_file_that_never_changed_has_no_rows(made: Any, tmp_path: Path) -> None:
    made(FIRST, actor(A, "Teapot"))
    made(SECOND, actor(A, "Teapot"))
    found = published(Reader(str(tmp_path / "x.db")))
    assert (found.first, found.changed, dict(found.versions)) == (FIRST, FIRST, {})


def added(db: Path) -> dict[str, tuple[str, str]]:
    """Name → when the object came, and its own date of change."""
    with Bestiary.open(db) as bestiary:
        selection = bestiary.selection()
        return {
            one.get("name", one["id"]): (selection.added(one["id"]), one.get("modified", one["created"]))
            for one in bundle(db)
        }


def test_what_stands_beside_profiles_is_dated_when_it_comes(made: Any, tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    made(FIRST, actor(A, "Teapot"))
    assert added(db)["Norway"] == (FIRST, DEFINED)
    iceland = {"country": "NO", "cfr-suspected-victims": ["Iceland"]}
    made(SECOND, actor(A, "Teapot", meta=iceland), actor(B, "Kettle"))
    assert added(db)["Norway"] == (FIRST, DEFINED)
    assert added(db)["Iceland"] == (SECOND, DEFINED)
    made(THIRD, actor(A, "Teapot"), actor(B, "Kettle", meta=iceland))
    assert added(db)["Iceland"] == (SECOND, DEFINED)  # it never was away


def test_a_country_that_is_no_profile_any_more_stays(made: Any, tmp_path: Path) -> None:
    data, db = tmp_path / "data", tmp_path / "x.db"
    data.mkdir()
    write(data, "country", [{"uuid": B, "value": "norway", "meta": {"ISO": "NO"}}])
    made(FIRST, actor(A, "Teapot"))
    (data / "country.json").unlink()
    after = made(SECOND, actor(A, "Teapot"))
    assert "revoked" not in after["Norway"]
    assert added(db)["Norway"] == (SECOND, DEFINED)


def test_what_is_withdrawn_keeps_its_markings(made: Any) -> None:
    before = made(FIRST, actor(A, "Teapot"), actor(B, "Kettle"))
    after = made(SECOND, actor(B, "Kettle"))
    assert after["Teapot"]["object_marking_refs"] == before["Teapot"]["object_marking_refs"]


def test_what_is_passed_on_is_dated_when_it_comes_or_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = tmp_path / "x.db"
    old = "2021-01-01T00:00:00.000Z"
    for when, more in ((FIRST, []), (SECOND, [extra("Spoon")]), (THIRD, [extra("Spoon", description="It stirs.")])):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCHS[when])
        build([attack(tmp_path, *more)], db=db, default=False)
        found = added(db)
        assert found["Urn"] == found["Ladle"] == found["MITRE"] == (FIRST, old)
        assert when == FIRST or found["Spoon"] == (when, old)


def extra(name: str, **more: str) -> dict[str, Any]:
    return {
        "type": "malware", "spec_version": "2.1", "id": f"malware--{T}", "name": name, "is_family": True,
        "created": "2020-01-01T00:00:00.000Z", "modified": "2021-01-01T00:00:00.000Z",
        "x_mitre_domains": ["enterprise-attack"], **more,
    }  # fmt: skip


def test_dates_never_run_backwards(made: Any, tmp_path: Path) -> None:
    made(SECOND, actor(A, "Teapot"))
    after = made(FIRST, actor(A, "Teapot", description="It pours."))
    assert dates(after["Teapot"]) == (SECOND, "2026-02-01T00:00:00.001Z")
    again = made(FIRST, actor(A, "Teapot", description="It pours and pours."))
    assert dates(again["Teapot"]) == (SECOND, "2026-02-01T00:00:00.002Z")


def test_what_changes_twice_in_one_moment_is_newer_the_second_time(made: Any) -> None:
    made(FIRST, actor(A, "Teapot"))
    after = made(FIRST, actor(A, "Teapot", description="It pours."))
    assert dates(after["Teapot"]) == (FIRST, "2026-01-01T00:00:00.001Z")


def another_version(db: Path, *changes: str) -> None:
    """Makes a file one that another version built, with what is other in it."""
    with closing(sqlite3.connect(db)) as connection, connection:
        for sql in (f"pragma user_version = {VERSION - 1}", *changes):
            connection.execute(sql)


def test_dates_go_on_from_a_file_of_another_version(made: Any, tmp_path: Path) -> None:
    made(FIRST, actor(A, "Teapot", related=USES), actor(B, "Kettle"), actor(T[:-1] + "d", "Urn"))
    made(SECOND, actor(A, "Teapot", related=USES), actor(B, "Kettle"))
    another_version(tmp_path / "x.db")
    after = made(THIRD, actor(B, "Kettle"))
    assert dates(after["Kettle"]) == (FIRST, FIRST)
    assert (after["Urn"]["revoked"], dates(after["Urn"])) == (True, (FIRST, SECOND))
    for key in ("Teapot", ("uses", "Teapot", "SteamRAT")):
        assert (after[key]["revoked"], dates(after[key])) == (True, (FIRST, THIRD))


def test_a_profile_in_a_form_of_another_version_counts_as_changed(made: Any, tmp_path: Path) -> None:
    made(FIRST, actor(A, "Teapot"), actor(B, "Kettle"))
    another_version(tmp_path / "x.db", "update profile set json = '{\"id\": \"teapot\"}' where slug = 'teapot'")
    after = made(SECOND, actor(A, "Teapot"), actor(B, "Kettle"))
    assert (dates(after["Teapot"]), dates(after["Kettle"])) == ((FIRST, SECOND), (FIRST, FIRST))
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection, connection:
        connection.execute("update profile set json = '{}' where slug = 'teapot'")
    with pytest.raises(KeyError):  # of this version it is a mistake
        made(THIRD, actor(A, "Teapot"))


def test_a_file_with_other_tables_begins_anew(made: Any, tmp_path: Path) -> None:
    made(FIRST, actor(A, "Teapot"))
    another_version(tmp_path / "x.db", "alter table profile rename column json to content")
    assert dates(made(SECOND, actor(A, "Teapot"))["Teapot"]) == (SECOND, SECOND)
