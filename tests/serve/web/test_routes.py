"""How pages are sent."""

import pytest
from starlette.testclient import TestClient

PATHS = (
    "/",
    "/actors",
    "/actors/teapot-group",
    "/search?q=teapot",
    "/nothing",
    "/assets/app.js",
    "/tag",
    "/assets/none",
)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_of_another_host_and_no_script_but_ours_runs(client: TestClient, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert client.get(path).headers["x-content-type-options"] == "nosniff"


def test_a_page_that_is_known_is_not_sent_again(client: TestClient) -> None:
    etag = client.get("/actors/teapot-group").headers["etag"]
    again = client.get("/actors/teapot-group", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_pages_are_compressed_and_the_same_each_time(client: TestClient) -> None:
    assert client.get("/actors/teapot-group").headers["content-encoding"] == "gzip"
    assert client.get("/actors/teapot-group").content == client.get("/actors/teapot-group").content


@pytest.mark.parametrize("name", ["../page.py", "style.css/", "..%2fpage.py", "none.css"])
def test_only_what_is_to_be_seen_is_given_out(client: TestClient, name: str) -> None:
    assert client.get(f"/assets/{name}").status_code in (404, 308)
    assert b"import" not in client.get(f"/assets/{name}").content
