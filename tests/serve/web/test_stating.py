"""Every statement with its place."""

from starlette.testclient import TestClient

from tests.serve.web.pages import page


def test_statements_page_by_page(client: TestClient) -> None:
    html = page(client, "/actors/teapot-group/statements")
    assert "Ministry of Tea" in html
    assert "teapot.md:" in html
    later = page(client, "/actors/teapot-group/statements?from=5")
    assert later.count("<tr id=") == html.count("<tr id=") - 5
    assert client.get("/tools/teapot-group/statements").headers["location"] == "/actors/teapot-group/statements"
    page(client, "/actors/teapot-group/statements?from=x", 400)
