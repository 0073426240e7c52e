"""Side by side."""

import re

from starlette.testclient import TestClient

from tests.serve.web.pages import page


def test_what_two_share(client: TestClient) -> None:
    html = page(client, "/compare?id=teapot-group&id=kettle-crew")
    row = html[html.index('<th scope="row">Names</th>') :]
    assert "APT 999" in row[: row.index("</td>")]
    assert "only" in html.lower()


def test_sources_of_all_are_in_common(client: TestClient) -> None:
    html = page(client, "/compare?id=teapot-group&id=kettle-crew")
    row = html[html.index('<th scope="row">Sources</th>') :].partition("</tr>")[0]
    cells = [re.sub("<[^>]*>", "", cell).strip() for cell in row.split("<td")[1:]]
    assert [cell.partition(">")[2] for cell in cells] == ["1 misp", "1 etda", ""]


def test_the_form_and_what_is_nothing(client: TestClient) -> None:
    assert "Two or three names" in page(client, "/compare?id=teapot-group")
    page(client, "/compare?id=teapot-group&id=nobody", 404)
    page(client, "/compare?id=teapot-group&id=teapot-group", 400)
