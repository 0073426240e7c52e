"""The first page."""

from html import unescape

from starlette.testclient import TestClient


def page(client: TestClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    return unescape(answer.text)


def test_it_says_what_the_file_holds_and_what_figures_are_about(client: TestClient) -> None:
    html = page(client, "/")
    assert '<span class="figure">2</span>actors' in html
    assert '<a href="/actors/teapot-group">Teapot Group</a>' in html
    assert "2024-01-16" in html
    assert "not who attacks" in html
    assert 'data-suggest="/api/v1/suggest"' in html
