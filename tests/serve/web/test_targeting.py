"""Who targets us."""

from html import unescape

from starlette.testclient import TestClient


def page(client: TestClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    return unescape(answer.text)


def test_who_and_why(client: TestClient) -> None:
    html = page(client, "/targets?sector=energy&country=IS")
    assert '<a href="/actors/teapot-group">' in html
    assert "Iceland" in html
    assert "/api/v1/export/navigator?id=teapot-group" in html
    assert '<option value="energy" selected>' in html


def test_nothing_asked_and_nobody(client: TestClient) -> None:
    html = page(client, "/targets")
    assert "<table" not in html
    assert "how well it is documented" in html
    assert "does not mean that nobody does it" in page(client, "/targets?country=JP")
    page(client, "/targets?country=Atlantis", 404)
