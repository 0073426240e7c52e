"""The page of a profile."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bestiary.base import Bestiary
from bestiary.serve.web import known, thing
from bestiary.serve.web.links import Links
from bestiary.serve.web.page import drawn
from tests.serve.web.pages import page
from tests.small import build_small, write


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


def test_without_words_there_is_no_description(tmp_path: Path) -> None:
    mute = {"uuid": "00000000-0000-4000-8000-0000000000dd", "value": "MuteRAT", "description": " "}
    with Bestiary.open(build_small(tmp_path, write(tmp_path, "rat", [mute]))[0]) as bestiary:
        assert bestiary.profile("muterat")["descriptions"]
        html = drawn(thing.page(bestiary, "tools", "muterat"), Links(), known.file(bestiary))
    assert "Description" not in html
    assert 'id="names"' in html


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
