"""Search."""

import pytest
from starlette.testclient import TestClient

from bestiary.serve.web.finding import marked
from tests.serve.web.pages import page


def test_an_ambiguous_name_is_never_picked(client: TestClient) -> None:
    html = page(client, "/search?q=APT+999")
    assert "Ambiguous:" in html
    assert {"/actors/teapot-group", "/actors/kettle-crew"} <= set(html.split('"'))


def test_hits_are_marked_and_can_be_narrowed(client: TestClient) -> None:
    html = page(client, "/search?q=teapot")
    assert "<mark>Teapot</mark>" in html
    html = page(client, "/search?q=kind:actor")
    assert "/search?q=kind%3Aactor%20country%3ANorway" in html
    narrowed = page(client, "/search?q=kind%3Aactor%20country%3ANorway")
    assert "Kettle Crew" not in narrowed


def test_what_was_found_is_marked() -> None:
    assert marked({"field": "description", "text": "Teapot & a Teapot.", "marks": [[0, 6], [11, 17]]}) == (
        "<mark>Teapot</mark> &amp; a <mark>Teapot</mark>."
    )


def test_near_names_are_said_to_be_near(client: TestClient) -> None:
    assert "Nothing bears this name" in page(client, "/search?q=Ketle+Crw")
    assert "Written much like it: porcelain" in page(client, "/search?q=Porcelian")  # a word of names, which is none


@pytest.mark.parametrize("query", ["size:3", '"open', "x" * 3000])
def test_a_query_that_is_none(client: TestClient, query: str) -> None:
    assert "That cannot be asked so" in page(client, f"/search?q={query}", 400)


def test_without_words_it_says_how(client: TestClient) -> None:
    assert "Words, names and filters" in page(client, "/search")
    assert "0 found" in page(client, "/search?q=zzzzqqqq+kind:actor")


def test_the_query_is_escaped(client: TestClient) -> None:
    raw = client.get("/search", params={"q": '<script>alert(1)</script>"'.replace('"', "")}).text
    assert "<script>alert" not in raw
