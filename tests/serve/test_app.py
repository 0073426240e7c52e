"""What holds for every answer; and what a machine makes up to ask."""

import json
import shutil
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from bestiary.ingest import build
from bestiary.serve.app import BODY, application
from bestiary.serve.library import Library
from tests.small import build_small


def test_an_answer_that_is_known_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/api/v1/actors/teapot-group")
    etag = first.headers["etag"]
    for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        again = client.get("/api/v1/actors/teapot-group", headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get("/api/v1/actors/teapot-group", headers={"if-none-match": '"x"'}).status_code == 200


def test_long_answers_are_compressed(client: TestClient) -> None:
    assert client.get("/api/v1/actors/teapot-group").headers["content-encoding"] == "gzip"
    plain = client.get("/api/v1/actors/teapot-group", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers


def test_a_body_is_bounded(client: TestClient) -> None:
    assert client.post("/api/v1/tag", content=b"a " * (BODY // 2 + 1)).status_code == 413


@pytest.mark.parametrize(("path", "status"), [("/api/v1/nothing", 404), ("/api/v1/", 404), ("/api/v1/who", 400)])
def test_errors_are_problems(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    refused = client.delete("/api/v1/who?name=x")
    assert (refused.status_code, set(refused.headers["allow"].split(", "))) == (405, {"HEAD", "GET"})


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1"])
def test_whoever_asks_for_the_root_is_told_what_there_is(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (307, "/api/docs")
    assert client.get("/api/docs").status_code == 200


def test_a_rebuild_fails_no_request(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    client = TestClient(application(Library(str(db))))
    statuses: list[int] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            statuses.append(client.get("/api/v1/who?name=teapot").status_code)
            statuses.append(client.get("/api/v1/export/stix").status_code)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        build_small(tmp_path)
    done.set()
    for thread in threads:
        thread.join()
    assert len(statuses) > 6
    assert set(statuses) == {200}


@pytest.mark.parametrize("instead", ["nothing", "another version's"])
def test_while_there_is_no_file_to_open_the_former_answers(tmp_path: Path, instead: str) -> None:
    db, _ = build_small(tmp_path)
    client = TestClient(application(Library(str(db))), raise_server_exceptions=False)
    assert client.get("/api/v1/who?name=teapot").status_code == 200
    other = Path(shutil.copy(db, tmp_path / "other.db"))
    db.unlink()
    if instead != "nothing":
        with closing(sqlite3.connect(other)) as connection:
            connection.execute("pragma user_version = 99")
        other.replace(db)
    for path in ("/api/v1/who?name=teapot", "/api/v1/who?name=steamrat", "/", "/tool/steamrat"):
        statuses = {one.status_code for one in _at_once(client, path)}
        assert statuses == {200}, path


def _at_once(client: TestClient, path: str) -> list[Any]:
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(client.get, [path] * 8))


def test_whatever_the_description_allows(served: Path) -> None:
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", application(Library(str(served))))
    asked = set()
    for found in schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]

        @settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            answer = case.call()
            assert answer.status_code in (200, 307, 400, 404)
            if answer.status_code == 200 and "{format}" not in case.path:
                case.validate_response(answer)

        ask()
        asked.add(operation.path)
    assert len(asked) > 25


@pytest.mark.parametrize("slash", ["/", "%2F"])
@pytest.mark.parametrize("behind", ["", "/statements"])
def test_a_key_may_have_a_slash(tmp_path: Path, slash: str, behind: str) -> None:
    table = '{"type": "threat-actor", "version": 1, "values": [{"value": "Urn", "meta": {"external_id": "A/B"}}]}'
    (tmp_path / "threat-actor.json").write_text(table, encoding="utf-8")
    build([tmp_path / "threat-actor.json"], db=tmp_path / "b.db", default=False)
    client = TestClient(application(Library(str(tmp_path / "b.db"))), follow_redirects=False)
    answer = client.get(f"/api/v1/actors/a{slash}b{behind}")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/api/v1/actors/urn{behind}")
    assert client.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize("id_", ["api", "v1", "actors"])
def test_a_redirect_leads_to_the_path_that_was_asked_whatever_the_id_is(tmp_path: Path, id_: str) -> None:
    table = {"type": "threat-actor", "version": 1, "values": [{"value": "Urn", "meta": {"external_id": id_}}]}
    (tmp_path / "threat-actor.json").write_text(json.dumps(table), encoding="utf-8")
    build([tmp_path / "threat-actor.json"], db=tmp_path / "b.db", default=False)
    client = TestClient(application(Library(str(tmp_path / "b.db"))), follow_redirects=False)
    answer = client.get(f"/api/v1/actors/{id_}/statements")
    assert (answer.status_code, answer.headers["location"]) == (307, "/api/v1/actors/urn/statements")
