"""The page of a profile."""

import pytest
from starlette.testclient import TestClient

from tests.serve.web.pages import page


def test_it_has_every_part(client: TestClient) -> None:
    html = page(client, "/actors/teapot-group")
    for part in (
        "facts", "names", "description", "operations", "victims", "tools", "relations", "references", "records", "why",
        "take",
    ):  # fmt: skip
        assert f'<section id="{part}">' in html, part
        assert f'href="#{part}"' in html, part
    for said in ("Porcelain Labs", "contested", "Ministry of Tea", "Earl Grey", "Two members arrested", "Cite as",
                 "Iceland", "likely", "/api/v1/export/stix?id=teapot-group"):  # fmt: skip
        assert said in html, said
    assert "<li>javascript:alert(1)" in html, "it is shown, and leads nowhere"
    assert 'href="javascript:' not in html
    assert 'href="https://example.org/teapot" rel="noopener noreferrer nofollow"' in html


def test_who_uses_a_tool(client: TestClient) -> None:
    html = page(client, "/tools/steamrat")
    assert '<a href="/actors/teapot-group">Teapot Group</a>' in html[html.index('id="users"') :]


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/tools/teapot-group", "/actors/teapot-group"),
        ("/actors/misp:00000000-0000-4000-8000-00000000000a", "/actors/teapot-group"),
        ("/id/00000000-0000-4000-8000-00000000000a", "/actors/teapot-group"),
        ("/id/steamrat", "/tools/steamrat"),
    ],
)
def test_other_addresses_lead_to_it(client: TestClient, asked: str, path: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["location"]) == (308, path)


def test_what_is_nothing_is_said_to_be(client: TestClient) -> None:
    html = page(client, "/actors/nobody", 404)
    assert "Not found" in html
    assert "bestiary who" not in html, "that is for a terminal"
    assert "Not found" in page(client, "/id/nobody", 404)
