"""Who targets us."""

from starlette.testclient import TestClient

from tests.serve.web.pages import page


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
