"""Every statement with its place."""

from html import unescape

from starlette.testclient import TestClient


def page(client: TestClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    return unescape(answer.text)


def test_statements_page_by_page(client: TestClient) -> None:
    html = page(client, "/actors/teapot-group/statements")
    assert "Ministry of Tea" in html
    assert "teapot.md:" in html
    later = page(client, "/actors/teapot-group/statements?from=5")
    assert later.count("<tr id=") == html.count("<tr id=") - 5
    assert client.get("/tools/teapot-group/statements").headers["location"] == "/actors/teapot-group/statements"
    page(client, "/actors/teapot-group/statements?from=x", 400)
