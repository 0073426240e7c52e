"""Updates from a server on this machine, and from folders."""

import json
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bestiary import ingest, update
from bestiary.base import Bestiary
from bestiary.diff import Changes
from bestiary.errors import InputError, StoreError, UsageError
from bestiary.fetch import kept, upstream
from bestiary.fetch.https import Limits, Web
from bestiary.fetch.kept import Kept
from bestiary.sources import sources
from bestiary.store.earlier import inputs_of
from bestiary.update import File, UpdateReport
from tests.server import Server, sends, serving, status, versioned, writes
from tests.small import ACTORS, TEAPOT, TOOLS, write

LIMITS = Limits(connect=10, idle=10, total=20, size=1_000_000)
FILES = {"misp": ("threat-actor.json", "tool.json"), "malpedia": ("malpedia.json",), "etda": ()}
NEWT = {"uuid": "00000000-0000-4000-8000-0000000000dd", "value": "Quiet Newt"}
PLOVER = {"uuid": "00000000-0000-4000-8000-0000000000ee", "value": "Plover", "meta": {"synonyms": ["Sandpiper"]}}


def cluster(*values: dict[str, Any], type: str = "threat-actor", version: int = 2) -> bytes:
    """A cluster file."""
    return json.dumps({"type": type, "version": version, "values": values}).encode()


class World:
    """A machine with a small packaged galaxy, an empty data folder, and a server as its only upstream."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder = folder
        self.server = server
        self.db = folder / "bestiary.db"
        self.packaged = folder / "packaged"
        self.data = folder / "data"
        self.packaged.mkdir()
        write(self.packaged, "threat-actor", ACTORS)
        write(self.packaged, "tool", TOOLS)

    def publish(self, path: str, body: bytes) -> None:
        """Puts a file on the server, with an ETag."""
        self.server.answers[f"/{path}"] = versioned(body, f'"{hash(body)}"')

    def publish_all(self) -> None:
        """Puts newer versions on it: one record gone, one changed, one new; and a source that is not packaged."""
        self.publish("threat-actor.json", cluster({**ACTORS[1], "description": "They boil."}, NEWT))
        self.publish("tool.json", cluster(*TOOLS, type="tool"))
        self.publish("malpedia.json", cluster(PLOVER, type="malpedia"))

    def update(self, *names: str, **options: Any) -> UpdateReport:
        """Runs an update."""
        return update.update(names, db=self.db, _web=Web(LIMITS, _loopback=True), **options)

    def build(self, *paths: Path, default: bool = True) -> None:
        """Builds the file without fetching."""
        ingest.build(paths, db=self.db, default=default)

    def names(self) -> set[str]:
        """The titles in the built file."""
        with Bestiary.open(self.db) as bestiary:
            return {thing["title"] for kind in ("actor", "tool") for thing in bestiary.list(kind)}

    def kept(self) -> list[str]:
        """The fetched files."""
        return sorted(path.relative_to(self.data).as_posix() for path in self.data.rglob("*") if path.is_file())


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with serving() as server:
        world = World(tmp_path, server)
        known = {
            id_: msgspec.structs.replace(source, url=server.url, files=FILES[id_])
            for id_, source in sources().items()
            if id_ in FILES
        }
        monkeypatch.setattr(update, "sources", lambda: known)
        monkeypatch.setattr(upstream, "sources", lambda: known)
        monkeypatch.setattr(update, "default_input", lambda: world.packaged)
        monkeypatch.setattr(ingest, "default_input", lambda: world.packaged)
        monkeypatch.setattr(kept, "data_dir", lambda: str(world.data))
        yield world


def outcomes(report: UpdateReport) -> dict[str, str]:
    """File → what became of it."""
    return {file.file: file.outcome for file in report.files}


def test_the_first_update_fetches_what_is_packaged_and_builds(world: World) -> None:
    world.publish_all()
    report = world.update()
    assert outcomes(report) == {"threat-actor.json": "new", "tool.json": "new"}
    assert (report.built, report.failed, report.changes) == (True, False, None)
    assert world.kept() == [
        "fetched.json", "fetched.json.lock", "sources/misp/threat-actor.json", "sources/misp/tool.json",
    ]  # fmt: skip
    assert "Quiet Newt" in world.names()


def test_what_changed_is_told_by_source(world: World) -> None:
    world.build()
    world.publish_all()
    report = world.update("misp", "malpedia")
    assert report.changes == [
        Changes("malpedia", new=[f"malpedia:{PLOVER['uuid']}"], names_new=["Plover", "Sandpiper"]),
        Changes(
            "misp",
            new=[f"misp:{NEWT['uuid']}"],
            changed=[f"misp:{ACTORS[1]['uuid']}"],
            gone=[f"misp:{ACTORS[0]['uuid']}"],  # the packaged file has it still, the published one no more
            names_new=["Quiet Newt"],
            names_gone=["GREY TEAPOT", "Teapot Group"],
        ),
    ]
    with Bestiary.open(world.db) as bestiary:
        assert bestiary.profile(str(ACTORS[1]["uuid"]))["descriptions"][0]["text"] == "They boil."


def test_a_record_that_the_next_version_has_no_more(world: World) -> None:
    world.publish("malpedia.json", cluster(PLOVER, NEWT, type="malpedia"))
    world.update("malpedia")
    world.publish("malpedia.json", cluster(PLOVER, type="malpedia", version=3))
    report = world.update("malpedia")
    assert report.changes == [Changes("malpedia", gone=[f"malpedia:{NEWT['uuid']}"], names_gone=["Quiet Newt"])]


def test_nothing_new_is_nothing_done(world: World) -> None:
    world.publish_all()
    world.update()
    before = (world.db.read_bytes(), world.kept())
    checked = Kept().came("misp", "tool.json")
    report = world.update()
    assert set(outcomes(report).values()) == {"unchanged"}
    assert (report.built, report.changes) == (False, None)
    assert (world.db.read_bytes(), world.kept()) == before
    assert checked is not None
    assert world.server.asked[-1][1]["if-none-match"] == checked.etag


def test_a_file_built_before_the_fetched_one_is_built_again(world: World) -> None:
    world.publish_all()
    world.update()
    os.utime(world.db, (0, 0))
    report = world.update()
    assert set(outcomes(report).values()) == {"unchanged"}
    assert (report.built, report.changes) == (True, [])


def test_a_build_of_other_paths_has_what_was_fetched(world: World) -> None:
    world.publish_all()
    world.update()
    cards = world.folder / "cards"
    cards.mkdir()
    (cards / "a.md").write_text("# Threat actor: Mossy Heron\n\n**UUID**: 3f0c2a54-6a1e-4b7c-9d7e-0d8a51f2c6b1\n")
    world.build(cards)
    assert {"Quiet Newt", "Mossy Heron"} <= world.names()
    assert not world.update().built
    assert inputs_of(world.db) == ([str(cards)], True, "")


def test_a_later_build_repeats_the_fetched_files(world: World) -> None:
    world.publish_all()
    world.update("misp", "malpedia")
    names = world.names()
    world.build()
    assert world.names() == names


def test_only_the_file_s_own_sources_are_asked_for(world: World) -> None:
    world.publish_all()
    path = write(world.folder, "malpedia", [NEWT])
    world.build(path, default=False)
    assert outcomes(world.update()) == {"malpedia.json": "new"}
    assert world.names() == {"Quiet Newt", "Plover"}
    assert inputs_of(world.db) == ([str(path), str(world.data / "sources/malpedia")], False, "")


def test_a_file_whose_sources_cannot_be_fetched(world: World) -> None:
    card = world.folder / "a.md"
    card.write_text("# Threat actor: Mossy Heron\n\n**UUID**: 3f0c2a54-6a1e-4b7c-9d7e-0d8a51f2c6b1\n")
    world.build(card, default=False)
    report = world.update()
    assert (report.files, report.built, report.failed) == ([], False, False)
    report = world.update("etda")
    assert report.files == [
        File("etda", "", world.server.url, "failed", "it publishes no file that can be fetched"),
    ]
    assert report.failed


def test_an_unknown_source(world: World) -> None:
    with pytest.raises(UsageError, match="there is no source “pond”\nknown are: misp, malpedia"):
        world.update("misp", "pond")
    assert world.server.asked == []


GOOD = cluster(*ACTORS, version=9)
BAD = {
    "missing": (status(404), "the server answered 404"),
    "broken server": (status(500), "the server answered 500"),
    "empty": (sends(b""), "it is empty"),
    "web page": (
        sends(b"<html><body>Sign in", Content_Type="text/html; charset=utf-8"),
        r"no format reads it \(sent as text/html; charset=utf-8\)",
    ),
    "other JSON": (sends(b'{"type": "threat-actor", "values": []}'), "no format reads it"),
    "other source": (sends(cluster(NEWT, type="malpedia")), "no record of misp in it"),
    "cut off": (writes(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + GOOD), "the connection broke off"),
    "half": (sends(GOOD[:-30]), "no record of misp in it .not readable as JSON"),
    "elsewhere": (status(302, Location="http://example.org/x"), "http://example.org/x: not fetched: only https"),
    "round and round": (status(302, Location="/threat-actor.json"), "more than 5 redirects"),
    "unasked 304": (status(304), "the server answered 304"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_stops_no_other_and_takes_nothing_s_place(world: World, name: str) -> None:
    world.publish_all()
    world.build()
    before = world.names()
    world.server.answers["/threat-actor.json"], reason = BAD[name]
    report = world.update("misp", "malpedia")
    assert outcomes(report) == {"threat-actor.json": "failed", "tool.json": "new", "malpedia.json": "new"}
    failed = report.files[0]
    assert failed.url == f"{world.server.url}threat-actor.json"
    assert re.match(reason, failed.reason)
    assert (report.failed, report.built) == (True, True)
    assert "sources/misp/threat-actor.json" not in world.kept()
    assert world.names() == before | {"Plover"}


@pytest.mark.parametrize("name", sorted(BAD.keys() - {"unasked 304"}))
def test_the_kept_file_stays_where_the_new_one_is_bad(world: World, name: str) -> None:
    world.publish_all()
    world.update()
    before = (world.kept(), (world.data / "sources/misp/threat-actor.json").read_bytes(), world.db.read_bytes())
    world.server.answers["/threat-actor.json"], _ = BAD[name]
    report = world.update()
    assert outcomes(report) == {"threat-actor.json": "failed", "tool.json": "unchanged"}
    assert not report.built
    assert before == (
        world.kept(), (world.data / "sources/misp/threat-actor.json").read_bytes(), world.db.read_bytes(),
    )  # fmt: skip


def test_everything_failed(world: World) -> None:
    report = world.update()
    assert set(outcomes(report).values()) == {"failed"}
    assert not report.built
    assert not world.db.exists()


def test_a_full_disk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, raw: bytes) -> None:
        raise OSError(28, "No space left on device")

    world.publish_all()
    monkeypatch.setattr(kept, "_replace", full)
    report = world.update()
    assert {file.reason for file in report.files} == {"cannot be kept: [Errno 28] No space left on device"}


def test_an_input_that_is_gone_is_said_beside_what_was_fetched(world: World) -> None:
    path = write(world.folder, "malpedia", [NEWT])
    world.build(path)
    path.unlink()
    world.publish_all()
    report = world.update("misp")
    assert f"{path}: the last build read this, and it is no longer there" in report.error
    assert (report.failed, report.built) == (True, False)
    assert outcomes(report) == {"threat-actor.json": "new", "tool.json": "new"}


def test_a_fetched_file_that_somebody_took_away_is_missed_by_no_build(world: World) -> None:
    world.publish_all()
    world.update("misp", "malpedia")
    (world.data / "sources/malpedia/malpedia.json").unlink()
    (world.data / "sources/malpedia").rmdir()
    world.build()
    assert "Plover" not in world.names()
    assert "Quiet Newt" in world.names()


def test_a_file_of_another_version_is_built_anew_without_a_comparison(world: World) -> None:
    world.build()
    with closing(sqlite3.connect(world.db)) as connection:
        connection.execute("pragma user_version = 999")
    world.publish_all()
    report = world.update()
    assert (report.built, report.changes) == (True, None)


def test_a_file_that_is_not_ours(world: World) -> None:
    world.db.write_text("a poem about newts")
    world.publish_all()
    with pytest.raises(StoreError):
        world.update()
    assert world.server.asked == []


def test_a_dry_run_says_what_would_change_and_writes_nothing(world: World) -> None:
    world.build()
    world.publish_all()
    before = world.db.read_bytes()
    report = world.update("misp", "malpedia", dry_run=True)
    assert outcomes(report) == {"threat-actor.json": "new", "tool.json": "new", "malpedia.json": "new"}
    assert report.changes == [
        Changes("malpedia", new=[f"malpedia:{PLOVER['uuid']}"], names_new=["Plover", "Sandpiper"]),
        Changes(
            "misp",
            new=[f"misp:{NEWT['uuid']}"],
            changed=[f"misp:{ACTORS[1]['uuid']}"],
            gone=[f"misp:{TEAPOT}"],
            names_new=["Quiet Newt"],
            names_gone=["GREY TEAPOT", "Teapot Group"],
        ),
    ]
    assert not world.data.exists()
    assert world.db.read_bytes() == before


def test_a_dry_run_asks_only_for_what_changed(world: World) -> None:
    world.publish_all()
    world.update()
    world.publish("tool.json", cluster({**TOOLS[0], "description": "Hot."}, type="tool", version=3))
    before = (world.kept(), (world.data / "fetched.json").read_bytes())
    report = world.update(dry_run=True)
    assert outcomes(report) == {"threat-actor.json": "unchanged", "tool.json": "changed"}
    assert report.changes == [Changes("misp", changed=[f"misp:{TOOLS[0]['uuid']}"])]
    assert (world.kept(), (world.data / "fetched.json").read_bytes()) == before


def test_from_a_folder(world: World) -> None:
    brought = world.folder / "brought"
    brought.mkdir()
    write(brought, "threat-actor", [NEWT], 2)
    (brought / "malpedia.json").write_bytes(cluster(PLOVER, type="malpedia"))
    report = world.update(folder=brought)
    assert outcomes(report) == {"threat-actor.json": "new", "tool.json": "absent"}
    assert not report.failed
    report = world.update("misp", "malpedia", folder=brought)
    assert outcomes(report) == {"threat-actor.json": "unchanged", "tool.json": "failed", "malpedia.json": "new"}
    assert {"Quiet Newt", "Plover"} <= world.names()
    assert world.server.asked == []
    came = Kept().came("misp", "threat-actor.json")
    assert came is not None
    assert came.url == str(brought / "threat-actor.json")


def test_a_folder_that_another_machine_s_update_filled(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish_all()
    world.update("misp", "malpedia")
    there = world.data
    monkeypatch.setattr(kept, "data_dir", lambda: str(world.folder / "here"))
    report = world.update("misp", "malpedia", folder=there / "sources")
    assert set(outcomes(report).values()) == {"new"}


def test_the_same_checks_hold_for_a_folder(world: World) -> None:
    brought = world.folder / "brought"
    brought.mkdir()
    (brought / "tool.json").write_bytes(GOOD[:-30])
    report = world.update(folder=brought)
    assert outcomes(report) == {"threat-actor.json": "absent", "tool.json": "failed"}
    assert not world.db.exists()


def test_a_folder_with_nothing_in_it(world: World) -> None:
    with pytest.raises(InputError, match=r"none of the files is there\nlooked for were: threat-actor.json, tool.json"):
        world.update(folder=world.packaged.parent)


def test_progress_is_told(world: World) -> None:
    world.publish_all()
    said: list[tuple[str, int, int]] = []
    world.update(progress=lambda *told: said.append(told))
    assert said[:3] == [("fetching", 0, 2), ("fetching", 1, 2), ("reading", 0, 2)]


def test_the_report_as_json(world: World) -> None:
    world.publish_all()
    world.build()
    content = json.loads(world.update("misp").as_json())
    assert content["files"][0] == {
        "source": "misp", "file": "threat-actor.json", "url": f"{world.server.url}threat-actor.json",
        "outcome": "new", "reason": "",
    }  # fmt: skip
    assert content["changes"][0]["names_new"] == ["Quiet Newt"]


def test_it_is_known_when_the_files_of_a_built_file_came(world: World) -> None:
    world.publish("malpedia.json", cluster(PLOVER, type="malpedia"))
    world.build()
    world.update("malpedia")
    with Bestiary.open(world.db) as bestiary:
        when = {
            source["id"]: Kept().fetched(file["sha256"] for file in source["files"]) for source in bestiary.sources()
        }
    came = Kept().came("malpedia", "malpedia.json")
    assert came is not None
    assert when == {"misp": None, "malpedia": {"retrieved": came.retrieved, "checked": came.checked}}
