"""About."""

from starlette.testclient import TestClient

from tests.serve.web.pages import page


def test_it_tells_of_this_file(client: TestClient) -> None:
    html = page(client, "/about")
    assert "TLP:CLEAR" in html
    assert "attributes nothing" in html
