"""The first page."""

from starlette.testclient import TestClient

from tests.serve.web.pages import page


def test_it_says_what_the_file_holds_and_what_figures_are_about(client: TestClient) -> None:
    html = page(client, "/")
    assert '<span class="figure">2</span>actors' in html
    assert '<a href="/actors/teapot-group">Teapot Group</a>' in html
    assert "2024-01-16" in html
    assert "not who attacks" in html
    assert 'data-suggest="/api/v1/suggest"' in html
