"""A report with its names marked."""

import pytest
from starlette.testclient import TestClient

from bestiary.serve.web.tagging import MEGABYTES
from tests.serve.web.pages import page


def test_a_pasted_report(client: TestClient) -> None:
    text = "The Teapot Group, also known as GREY TEAPOT, used SteamRAT.\n<script>alert(1)</script>"
    answer = client.post("/tag", files={"text": (None, text)})
    assert answer.status_code == 200
    assert '<a href="/actors/teapot-group">Teapot Group</a></mark>' in answer.text
    assert '<a href="/tools/steamrat">SteamRAT</a></mark>' in answer.text
    assert "<script>alert" not in answer.text
    assert "misp-galaxy:" in answer.text


def test_an_uploaded_one(client: TestClient) -> None:
    html = "<html><body><article><p>Teapot Group used SteamRAT again, says a report.</p></article></body></html>"
    answer = client.post("/tag", files={"file": ("r.html", html.encode(), "text/html")})
    assert "r.html" in answer.text
    assert "/actors/teapot-group" in answer.text


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({"text": (None, " ")}, 400),
        ({"file": ("x.bin", b"\0\1\2" * 50)}, 400),
        ({"file": ("x.pdf", b"%PDF-1.7 nothing")}, 400),
    ],
)
def test_what_is_no_report(client: TestClient, files: dict[str, tuple[str, bytes]], status: int) -> None:
    answer = client.post("/tag", files=files)
    assert answer.status_code in (status, 400)
    assert "Traceback" not in answer.text


def test_a_report_is_bounded(client: TestClient) -> None:
    assert "too large" in client.post("/tag", files={"text": (None, "a " * 3_000_000)}).text
    assert "too large" in client.post("/tag", content=iter([b"x"])).text, "of unknown length"
    assert client.post("/tag", content=b"nonsense", headers={"content-type": "multipart/form-data"}).status_code == 400


def test_the_form(client: TestClient) -> None:
    assert "read and forgotten" in page(client, "/tag")


def test_the_form_says_how_large_a_report_may_be(client: TestClient) -> None:
    assert f"up to {MEGABYTES} MB" in page(client, "/tag")
    assert f"up to {MEGABYTES} MB" in client.post("/tag", files={"text": (None, "SteamRAT")}).text
