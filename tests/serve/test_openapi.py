import re
from html.parser import HTMLParser

from starlette.testclient import TestClient

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
