"""About."""

from html import unescape

from starlette.testclient import TestClient


def page(client: TestClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    return unescape(answer.text)


def test_it_tells_of_this_file(client: TestClient) -> None:
    html = page(client, "/about")
    assert "TLP:CLEAR" in html
    assert "attributes nothing" in html
