"""Lists."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from bestiary.serve.web.browsing import parts
from bestiary.serve.web.links import relative
from bestiary.serve.web.page import File, drawn
from tests.serve.web.pages import page


def test_a_list_is_filtered_and_ordered(client: TestClient) -> None:
    html = page(client, "/actors")
    assert html.index("Kettle Crew") < html.index("Teapot Group")
    assert html.index(">Teapot Group<", html.index("<tbody>")) < page(client, "/actors?sort=names").index("</html>")
    ordered = page(client, "/actors?sort=names")
    assert ordered.index("Teapot Group") < ordered.index("Kettle Crew")
    filtered = page(client, "/actors?country=Iceland")
    assert "Kettle Crew" in filtered
    assert "Teapot Group" not in filtered


@pytest.mark.parametrize("path", ["/actors?sort=size", "/actors?from=-1", "/actors?size=3", "/tag?x=%ff"])
def test_what_is_no_filter(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (200, 400)
    assert "Traceback" not in client.get(path).text


def test_no_such_list(client: TestClient) -> None:
    assert "there is no page" in page(client, "/dragons", 404)
    assert "there is no page" in page(client, "/actor", 404), "one address for one page"


def test_things_of_one_title_are_told_apart() -> None:
    row = {"kind": "tool", "title": "Same", "names": 1, "countries": [], "first_seen": None, "sources": []}
    rows: Any = [row | {"id": "same"}, row | {"id": "same-misp"}, row | {"id": "other", "title": "Other"}]
    html = drawn(next(parts("tool", rows)), relative("tools"), File("clear", "2026-01-01", {}))
    assert '<span class="quiet">same-misp</span>' in html
    assert '<span class="quiet">same</span>' in html
    assert '<span class="quiet">other</span>' not in html


def test_givers_and_their_names(client: TestClient) -> None:
    assert 'href="/givers/porcelainlabs"' in page(client, "/givers")
    html = page(client, "/givers/porcelainlabs")
    assert "GREY TEAPOT" in html
    assert "etda" in html
    assert "nobody says" in page(client, "/givers/nobody", 404)


def test_sources_with_terms_and_checksums(client: TestClient) -> None:
    assert 'href="/sources/etda"' in page(client, "/sources")
    html = page(client, "/sources/misp")
    assert "threat-actor.json" in html
    assert "SHA-256" in html
    assert "CC0" in html
    assert "no source" in page(client, "/sources/nothing", 404)


def test_contested_names(client: TestClient) -> None:
    html = page(client, "/contested")
    assert "APT 999" in html
    assert "Kettle Crew" in html


def test_countries_and_sectors(client: TestClient) -> None:
    assert 'href="/country/NO"' in page(client, "/country")
    html = page(client, "/country/IS")
    here, hit = html.split("<h2>Said to hit it")
    assert "Kettle Crew" in here
    assert "Teapot Group" not in here
    assert "Teapot Group" in hit
    assert "Teapot Group" in page(client, "/sector/energy")
    assert "is no country" in page(client, "/country/XX", 404)
    assert "is no sector" in page(client, "/sector/tea", 404)
