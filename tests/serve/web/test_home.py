"""The first page."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bestiary.serve.web import home, known
from bestiary.serve.web.links import Links, relative
from bestiary.serve.web.page import drawn
from tests.serve.web.pages import page
from tests.small import open_small


def test_it_says_what_the_file_holds_and_what_figures_are_about(client: TestClient) -> None:
    html = page(client, "/")
    assert '<span class="figure">2</span>actors' in html
    assert '<a href="/actors/teapot-group">Teapot Group</a>' in html
    assert "2024-01-16" in html
    assert "not who attacks" in html
    assert 'data-suggest="/api/v1/suggest"' in html


def test_it_offers_names_that_the_file_has_as_links(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Try" not in page(client, "/")
    monkeypatch.setattr(known, "EXAMPLES", ("Fancy Bear", "Grey Teapot", "steamrat"))
    with open_small(tmp_path) as bestiary:
        file = known.file(bestiary)
        server, files = (drawn(home.page(bestiary), links, file) for links in (Links(), relative("")))
    assert (
        'Try <a href="/search?q=Grey%20Teapot">Grey Teapot</a> · <a href="/search?q=steamrat">steamrat</a></p>'
        in server
    )
    assert (
        'Try <a href="actors/teapot-group.html">Grey Teapot</a> · <a href="tools/steamrat.html">steamrat</a>' in files
    )
