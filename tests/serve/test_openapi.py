import json
import re
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from bestiary.serve.exported import ENDPOINT
from bestiary.serve.openapi import description, page
from bestiary.serve.rest import ENDPOINTS


def test_every_endpoint_is_described() -> None:
    described = description(ENDPOINTS)
    assert described["openapi"] == "3.1.0"
    operations = [one for path in described["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations) == len(ENDPOINTS)
    assert {"Answer", "Profile", "Found", "Problem"} <= described["components"]["schemas"].keys()
    path = described["paths"]["/api/v1/actors/{id}"]["get"]
    assert [(one["name"], one["in"], one["required"]) for one in path["parameters"]] == [("id", "path", True)]


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/who?name=zzzz", "/who"), ("/names?name=zzzz", "/names"), ("/search?q=zzzz", ""),
        ("/search?q=tool:zzzz", "/search"),
        ("/suggest?q=zzzz", "/suggest"), ("/why?a=zzzz&b=teapot-group", "/why"),
        ("/compare?id=zzzz&id=teapot-group", "/compare"), ("/targets?sector=zzzz", "/targets"),
        ("/actors?tool=zzzz", "/actors"), ("/actors?cursor=zzzz", "/actors"), ("/operations?actor=zzzz", "/operations"),
        ("/actors/zzzz", "/actors/{id}"), ("/tools/teapot-group/statements", "/tools/{id}/statements"),
        ("/export/names?id=zzzz", "/export/{format}"), ("/export/names?query=zzzz", "/export/{format}"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_problem_where_the_description_says_so(
    client: TestClient, path: str, template: str
) -> None:
    answers = description([*ENDPOINTS, ENDPOINT])["paths"][f"/api/v1{template}"]["get"]["responses"] if template else {}
    assert client.get(f"/api/v1{path}").status_code == (404 if "404" in answers else 200)


def test_nothing_leads_to_a_file_that_an_installation_has_not() -> None:
    assert "docs/" not in json.dumps(description([*ENDPOINTS, ENDPOINT]))


def test_the_page_asks_nothing_of_other_hosts(client: TestClient) -> None:
    text = client.get("/api/docs").text
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)
    assert "<script" not in text
    HTMLParser().feed(text)


def test_every_example_of_the_page_is_answered(client: TestClient) -> None:
    links = re.findall(r'<a href="(/api/v1/[^"]*)"', page(ENDPOINTS))
    assert len(links) > 10
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code in (200, 404), link
