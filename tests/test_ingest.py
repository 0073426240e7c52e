import json
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from bestiary import ingest, reading
from bestiary.base import Bestiary
from bestiary.errors import InputError, OtherVersion, UsageError
from bestiary.ingest import build, build_first, overlay_of, rederive
from bestiary.reading import BuildReport
from bestiary.sources import source_of
from tests.small import ACTORS, TEAPOT, build_small, write


def test_the_report_counts_by_source_and_kind(tmp_path: Path) -> None:
    _, report = build_small(tmp_path)
    counts = {(row.source, row.kind): row.records for row in report.sources}
    assert counts == {
        ("etda", "actor"): 1,
        ("misp", "actor"): 2,
        ("misp", "organisation"): 1,
        ("misp", "tool"): 1,
    }
    assert report.problems == []


def test_a_file_that_came_while_another_builder_was_waited_for_is_not_built_again(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    there, _ = build_small(tmp_path / "other")
    db = tmp_path / "x.db"
    done: list[BuildReport | None] = []
    with FileLock(f"{db}.lock"):
        waiting = threading.Thread(target=lambda: done.append(build_first(db)))
        waiting.start()
        waiting.join(0.5)
        assert waiting.is_alive()
        there.rename(db)
    waiting.join(60)
    assert done == [None]
    assert Bestiary.open(db).who("Kettle Crew")["matches"]
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".tmp")] == []


def test_what_was_built_while_another_builder_was_waited_for_is_read_again(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
    db, _ = build_small(tmp_path / "one")
    there, _ = build_small(tmp_path / "other")
    (tmp_path / "more").mkdir()
    write(tmp_path / "more", "threat-actor", [{"value": "Cup Crew", "uuid": "5b4ee3ea-eee3-4c8e-8323-85ae32658755"}])
    with FileLock(f"{db}.lock"):
        waiting = threading.Thread(target=lambda: build(db=db))
        waiting.start()
        waiting.join(0.5)
        build([tmp_path / "more"], db=there, default=False)
        there.replace(db)
    waiting.join(60)
    with Bestiary.open(db) as bestiary:
        assert bestiary.who("Cup Crew")["matches"]
        assert not bestiary.who("Kettle Crew")["matches"]


def test_a_file_of_another_version_is_built_first_of_what_it_was_built_from(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("pragma user_version = 999")
    report = build_first(db)
    assert report is not None
    assert {row.source for row in report.sources} == {"etda", "misp"}
    assert build_first(db) is None
    assert build(db=db).sources == report.sources, "who asks for a build is given one"


def test_a_file_of_another_version_is_not_judged(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("pragma user_version = 999")
    before = db.read_bytes(), db.stat().st_ino
    with pytest.raises(OtherVersion):
        rederive(db, tmp_path / "overlay")
    assert (db.read_bytes(), db.stat().st_ino) == before


def test_what_could_not_be_understood_is_reported_and_kept(tmp_path: Path) -> None:
    db, report = build_small(tmp_path)
    assert ("target-country", "Middle East", 1) in [(row.property, row.value, row.count) for row in report.unread]
    assert ("reference", "javascript:alert(1)", 1) in [(row.property, row.value, row.count) for row in report.unread]
    raws = [statement["raw"] for statement in Bestiary.open(db).statements("teapot-group")]
    assert "Middle East" in raws


def test_one_bad_file_never_stops_the_rest(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "bad.json").write_text('{"type": "threat-actor",\n "values": [{"value": "x" oops]}')
    (data / "notes.txt").write_text("buy milk")
    _, report = build_small(tmp_path)
    assert [str(problem.origin) for problem in report.problems] == ["bad.json:2"]
    assert [(row.file, row.reason) for row in report.skipped] == [("notes.txt", "no format reads it")]
    assert len(report.sources) == 4


def test_a_file_that_was_named_may_not_be_passed_over(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("buy milk")
    _, report = build_small(tmp_path, notes)
    assert [problem.reason for problem in report.problems] == ["no format reads this file"]


def test_the_same_bytes_twice_are_read_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "sub").mkdir(parents=True)
    write(data / "sub", "threat-actor", ACTORS)
    _, report = build_small(tmp_path)
    assert [(row.file, row.reason) for row in report.skipped] == [
        ("sub/threat-actor.json", "the same bytes as threat-actor.json")
    ]


def test_a_collection_without_a_source_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    write(tmp_path / "data", "firearms", [{"value": "x"}])
    _, report = build_small(tmp_path)
    assert report.skipped[0].reason == "misp_galaxy “firearms” is of no source in sources.toml"


def test_a_collection_kept_for_old_events_only_is_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    write(tmp_path / "data", "mitre-pre-attack-intrusion-set", [{"value": "x"}])
    _, report = build_small(tmp_path)
    assert report.skipped[0].reason == (
        "misp_galaxy “mitre-pre-attack-intrusion-set” is kept by its publisher for old events only"
    )
    assert sum(row.records for row in report.sources) == 5


@pytest.mark.parametrize("order", [(2, 10), (10, 2)])
def test_the_newer_copy_of_a_record_stays_whichever_is_read_first(tmp_path: Path, order: tuple[int, int]) -> None:
    folders = []
    for number, version in enumerate(order):
        folder = tmp_path / str(number)
        folder.mkdir()
        write(folder, "threat-actor", [{"uuid": TEAPOT, "value": f"Teapot {version}"}], version)
        folders.append(folder)
    db = tmp_path / "x.db"
    report = build(folders, db=db, default=False)
    assert Bestiary.open(db).profile(TEAPOT)["title"] == "Teapot 10"
    assert [row.reason for row in report.skipped] == ["1 record stands newer in threat-actor.json"]
    assert report.sources[0].records == 1


def bundle(name: str, domain: str, modified: str, relations: list[str]) -> dict[str, Any]:
    """An ATT&CK bundle that tells of the teapot and of what it uses in its domain."""
    actor = {"type": "intrusion-set", "id": f"intrusion-set--{TEAPOT}", "name": name, "modified": modified}
    uses = [
        {
            "type": "relationship",
            "id": f"relationship--{number}",
            "relationship_type": "uses",
            "source_ref": actor["id"],
            "target_ref": f"tool--{number}",
            "description": f"In {domain}.",
        }
        for number in relations
    ]
    matrix = {"type": "x-mitre-matrix", "id": "x-mitre-matrix--1", "x_mitre_domains": [domain]}
    return {"type": "bundle", "id": "bundle--1", "objects": [matrix, actor, *uses]}


@pytest.mark.parametrize("newer", ["enterprise-attack", "ics-attack"])
def test_a_thing_of_several_domains_is_one_record_with_the_relations_of_all(tmp_path: Path, newer: str) -> None:
    for domain, relations in (("enterprise-attack", ["1", "2"]), ("ics-attack", ["2", "3"])):
        name, date = (f"New {domain}", "2025-01-02") if domain == newer else (f"Old {domain}", "2025-01-01")
        content = bundle(name, domain, f"{date}T00:00:00.000Z", relations)
        (tmp_path / f"{domain}.json").write_text(json.dumps(content), encoding="utf-8")
    db = tmp_path / "x.db"
    report = build([tmp_path], db=db, default=False)
    assert [(row.records, row.kind) for row in report.sources] == [(1, "actor")]
    opened = Bestiary.open(db)
    profile = opened.profile(TEAPOT)
    assert profile["title"] == f"New {newer}"
    assert sorted(relation["id"] for relation in profile["relations"]) == ["tool--1", "tool--2", "tool--3"]
    assert all(relation["text"].startswith("In ") for relation in profile["relations"])
    for statement in opened.statements(TEAPOT):
        if statement["property"] == "relation" and statement["raw"] != "tool--2":
            domain = "enterprise-attack" if statement["raw"] == "tool--1" else "ics-attack"
            assert statement["file"] == f"{domain}.json"
            content = json.loads((tmp_path / statement["file"]).read_text(encoding="utf-8"))
            assert at(content, str(statement["place"])) == statement["raw"]


def at(content: Any, pointer: str) -> Any:
    """What stands at a JSON Pointer."""
    for step in pointer.split("/")[1:]:
        content = content[int(step)] if isinstance(content, list) else content[step]
    return content


def test_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no record was read"):
        build([tmp_path / "empty"], db=tmp_path / "x.db", default=False)
    with pytest.raises(InputError, match="there is no such file or folder"):
        build([tmp_path / "missing"], db=tmp_path / "x.db", default=False)
    assert not (tmp_path / "x.db").exists()


def test_a_build_without_paths_repeats_the_last(tmp_path: Path) -> None:
    db, first = build_small(tmp_path)
    again = build(db=db)
    assert again.sources == first.sources


def test_two_formats_that_claim_one_file_are_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "claims", lambda raw, name: ["one", "two"])
    write(tmp_path, "threat-actor", ACTORS)
    with pytest.raises(InputError, match="claimed by several formats: one, two"):
        build([tmp_path / "threat-actor.json"], db=tmp_path / "x.db", default=False)


def test_progress_is_told(tmp_path: Path) -> None:
    said: list[tuple[str, int, int]] = []
    write(tmp_path, "threat-actor", ACTORS)
    path = tmp_path / "threat-actor.json"
    build([path], db=tmp_path / "x.db", default=False, progress=lambda *args: said.append(args))
    assert said == [("reading", 0, 1), ("linking", 0, 1), ("comparing", 0, 1), ("assembling", 0, 2)]


def test_the_report_as_json(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/bad.json").write_text('{"values": [{"value": "x" oops]}')
    _, report = build_small(tmp_path)
    content = json.loads(report.as_json())
    assert content["problems"][0]["where"] == "bad.json:1"
    assert content["sources"][0]["source"] == "etda"


def test_the_default_input_is_built(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    report = build(db=db)
    assert report.problems == []
    expected: dict[str, int] = {}
    for path, _ in ingest.default_files():
        content = json.loads(path.read_text(encoding="utf-8"))
        source = source_of(f"misp_galaxy:{content['type']}")
        assert source is not None, path
        expected[source] = expected.get(source, 0) + len(content["values"])
    counts: dict[str, int] = {}
    for row in report.sources:
        counts[row.source] = counts.get(row.source, 0) + row.records
    assert counts == expected
    answer = Bestiary.open(db).who("Fancy Bear")
    assert {match["profile"]["title"] for match in answer["matches"]} >= {"APT28"}


def test_the_real_cards_and_galaxy_are_built_without_a_problem(shared: Path, tmp_path: Path) -> None:
    paths = [shared / "data/etda-cards", shared / "data/misp-galaxy"]
    report = build(paths, db=tmp_path / "x.db")
    assert report.problems == []
    counts = {(row.source, row.kind): row.records for row in report.sources}
    assert counts["etda", "actor"] == 233
    newest = json.loads((shared / "data/misp-galaxy/threat-actor.json").read_text(encoding="utf-8"))
    packaged = {value["uuid"] for value in newest["values"]}
    assert counts["misp", "actor"] >= len(packaged)


LYNX = "# Threat actor: Invented Lynx\n\n**UUID**: 3f0c2a54-6a1e-4b7c-9d7e-0d8a51f2c6b1\n"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """An overlay with a card, beside a public source."""
    (tmp_path / "data").mkdir()
    write(tmp_path / "data", "threat-actor", ACTORS)
    (tmp_path / "team/cards").mkdir(parents=True)
    (tmp_path / "team/cards/lynx.md").write_text(LYNX)
    return tmp_path / "team"


def test_what_the_last_build_laid_over_is_laid_over_again(team: Path, tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    build([tmp_path / "data"], db=db, default=False, overlay=team)
    build(db=db)
    with Bestiary.open(db) as bestiary:
        assert bestiary.who("Invented Lynx")["matches"]
    team.rename(tmp_path / "away")
    with pytest.raises(InputError, match="the overlay of the last build is not there"):
        build(db=db)
    build([tmp_path / "data"], db=db, default=False, afresh=True)
    with Bestiary.open(db) as bestiary:
        assert not bestiary.who("Invented Lynx")["matches"]


def test_an_input_of_the_last_build_that_is_gone_is_told(tmp_path: Path) -> None:
    data, db = tmp_path / "data", tmp_path / "x.db"
    data.mkdir()
    write(data, "threat-actor", ACTORS)
    build([data], db=db, default=False)
    data.rename(tmp_path / "away")
    with pytest.raises(InputError, match="the last build read this, and it is no longer there") as caught:
        build(db=db)
    assert "--afresh" in caught.value.hint


def test_the_cards_of_an_overlay_are_its_own(team: Path, tmp_path: Path) -> None:
    report = build([tmp_path / "data"], db=tmp_path / "x.db", default=False, overlay=team)
    assert any("TLP:CLEAR" in note for note in report.notes)
    (team / "overlay.toml").write_text('name = "Porcelain CERT"\ntlp = "amber"\n')
    report = build([tmp_path / "data"], db=tmp_path / "x.db", default=False, overlay=team)
    assert report.notes == []
    with Bestiary.open(tmp_path / "x.db") as bestiary:
        (match,) = bestiary.who("Invented Lynx")["matches"]
        (record,) = match["profile"]["records"]
        assert (record["source"], record["publisher"], record.get("tlp")) == ("overlay", "Porcelain CERT", "amber")
        source = next(one for one in bestiary.sources() if one["id"] == "overlay")
        assert (source["title"], source["terms"]) == ("Porcelain CERT", "yours")


def test_a_card_without_a_uuid_is_not_etdas(tmp_path: Path) -> None:
    (tmp_path / "own.md").write_text("# Threat actor: Invented Bear\n")
    build([tmp_path / "own.md"], db=tmp_path / "x.db", default=False)
    with Bestiary.open(tmp_path / "x.db") as bestiary:
        assert bestiary.profile("invented-bear")["records"][0]["source"] == "own-cards"


def test_a_folder_without_files_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    write(tmp_path / "data", "threat-actor", ACTORS)
    (tmp_path / "empty").mkdir()
    report = build([tmp_path / "data", tmp_path / "empty"], db=tmp_path / "x.db", default=False)
    assert [problem.reason for problem in report.problems] == ["there is no file in it"]


def test_judgements_go_where_the_file_s_overlay_is(team: Path, tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    build([tmp_path / "data"], db=db, default=False, overlay=team)
    assert overlay_of(db) == team
    with pytest.raises(UsageError, match="another overlay counts"):
        overlay_of(db, tmp_path / "other")
