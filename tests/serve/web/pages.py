"""A page, as it is sent."""

from html import unescape

from starlette.testclient import TestClient


def page(client: TestClient, path: str, status: int = 200) -> str:
    """The HTML at a path, with its entities as characters; it has to come with the status."""
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    return unescape(answer.text)
