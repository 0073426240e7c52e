import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.small import TEAPOT

TEXT = "The hacker group Kettle Crew used a backdoor called SteamRAT. The Kettle Crew group is also known as APT-999."


def get(client: TestClient, path: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else answer.headers


def test_who(client: TestClient) -> None:
    found = get(client, "who?name=apt+999")
    assert found["ambiguous"] is True
    assert get(client, "who?name=nobody")["matches"] == []


def test_names(client: TestClient) -> None:
    assert get(client, "names?name=Hazel+Sandstorm")[0]["giver"] == "Microsoft"


def test_lists_in_pages(client: TestClient) -> None:
    first = get(client, "actors?limit=1")
    second = get(client, f"actors?limit=1&cursor={first['next']}")
    assert [one["id"] for page in (first, second) for one in page["items"]] == ["kettle-crew", "teapot-group"]
    assert second["next"] is None
    assert get(client, "actors?country=Norway&tool=SteamRAT")["total"] == 1
    assert "no sector" in get(client, "actors?sector=Enery", 404)["detail"]


def test_one_and_what_is_stated_of_it(client: TestClient) -> None:
    assert get(client, "actors/teapot-group")["title"] == "Teapot Group"
    rows = get(client, "actors/teapot-group/statements")
    assert {row["record"] for row in rows} == {f"etda:{TEAPOT}", f"misp:{TEAPOT}"}


def test_other_ids_lead_to_its_own(client: TestClient) -> None:
    assert get(client, f"actors/{TEAPOT}", 307)["location"] == "/api/v1/actors/teapot-group"
    assert get(client, f"actors/misp:{TEAPOT}/statements", 307)["location"] == "/api/v1/actors/teapot-group/statements"
    assert get(client, "tools/teapot-group", 404)["hint"] == "it is of the kind actor"


def test_why_and_compare(client: TestClient) -> None:
    assert get(client, f"why?a=etda:{TEAPOT}&b=misp:{TEAPOT}")["relation"] == "same"
    assert len(get(client, "compare?id=teapot-group&id=kettle-crew")["profiles"]) == 2
    assert get(client, "compare?id=teapot-group", 400)["title"] == "The question is malformed"


def test_targets(client: TestClient) -> None:
    (found,) = get(client, "targets?sector=energy&country=IS&country=GB")
    assert (found["profile"]["id"], len(found["hits"])) == ("teapot-group", 3)
    assert "no sector" in get(client, "targets?sector=tea", 404)["detail"]


def test_search(client: TestClient) -> None:
    assert get(client, "search?q=recipes")["hits"][0]["profile"]["id"] == "teapot-group"
    assert "at character 1" in get(client, "search?q=contry:NO", 400)["detail"]


def test_operations(client: TestClient) -> None:
    assert get(client, "operations?since=2014&until=2014")["items"][0]["operation"]["title"] == "Operation “Earl Grey”"
    assert get(client, "operations?q=arrested")["items"][0]["counter"] is True
    assert get(client, "operations?actor=kettle-crew")["total"] == 0


@pytest.mark.parametrize("body", [TEXT.encode(), json.dumps({"text": TEXT}).encode()])
def test_tag(client: TestClient, body: bytes) -> None:
    found = client.post("/api/v1/tag", content=body).json()
    assert client.post("/api/v1/tag", json=[None]).status_code == 400
    assert {one["surface"] for one in found} >= {"Kettle Crew", "SteamRAT"}


def test_a_text_that_looks_like_json(client: TestClient) -> None:
    body = b"{not JSON} but a text on SteamRAT"
    (mention,) = client.post("/api/v1/tag", content=body, headers={"content-type": "text/plain"}).json()
    assert mention["surface"] == "SteamRAT"
    assert client.post("/api/v1/tag", content=b"SteamRAT", headers={"content-type": "Application/JSON"}).is_error
    for said in ("Application/JSON; charset=utf-8", "application/x-www-form-urlencoded"):
        assert client.post("/api/v1/tag", content=body, headers={"content-type": said}).status_code == 400


@pytest.mark.parametrize("body", [b"", b" ", b"\xff\xfe", b'{"text": 1}', b"{", b"{" * 100_000])
def test_what_is_no_text(client: TestClient, body: bytes) -> None:
    assert client.post("/api/v1/tag", content=body).status_code == 400


def test_a_text_of_more_than_a_million_characters_is_too_long(client: TestClient) -> None:
    """As docs/rest.md says."""
    assert client.post("/api/v1/tag", content=b"x" * 1_000_000).json() == []
    refused = client.post("/api/v1/tag", content=b"x" * 1_000_001)
    assert refused.status_code == 400
    assert "at most 1,000,000" in refused.json()["detail"]


def test_the_file(client: TestClient) -> None:
    assert {one["id"] for one in get(client, "sources")} == {"etda", "misp"}
    build = get(client, "build")
    assert (build["level"], build["kinds"]["actor"], len(build["ledger"])) == ("clear", 2, 64)
    assert get(client, "health") == {"status": "ok"}
