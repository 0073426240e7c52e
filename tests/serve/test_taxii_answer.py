import pytest
from starlette.requests import Request

from bestiary.serve.taxii_answer import MEDIA_TYPE, TaxiiError, answer, check_accept, check_content


def request(**headers: str) -> Request:
    pairs = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    return Request({"type": "http", "headers": pairs})


@pytest.mark.parametrize(
    "accept",
    [
        MEDIA_TYPE, "application/taxii+json", "application/taxii+json; version=2.1",
        'Application/TAXII+JSON;version="2.1"',
        "*/*", "", "application/json, text/plain, */*", "text/html, application/taxii+json;q=0.1",
    ],
)  # fmt: skip
def test_accepted(accept: str) -> None:
    check_accept(request(accept=accept))
    check_accept(request())


@pytest.mark.parametrize(
    "accept",
    ["text/html", "application/taxii+json;version=2.0", "application/taxii+json;q=0", "application/taxii+json; q=0.000",
     "application/json", "nonsense", ";;", "application/stix+json;version=2.1"],
)  # fmt: skip
def test_not_accepted(accept: str) -> None:
    with pytest.raises(TaxiiError) as error:
        check_accept(request(accept=accept))
    assert error.value.response().status_code == 406


@pytest.mark.parametrize(
    ("kind", "length", "status"),
    [("text/plain", "1", 415), (f"{MEDIA_TYPE[:-1]}0", "1", 415), (MEDIA_TYPE, "1000001", 413),
     (MEDIA_TYPE, "9" * 5000, 413)],
)  # fmt: skip
def test_bodies(kind: str, length: str, status: int) -> None:
    check_content(request(content_type=MEDIA_TYPE, content_length="1000000"))
    with pytest.raises(TaxiiError) as error:
        check_content(request(content_type=kind, content_length=length))
    assert error.value.status == status


def test_an_answer() -> None:
    assert answer(b"{}").body == answer({}).body == b"{}"
    assert answer({}, {"Allow": "GET"}, 405).headers["allow"] == "GET"
    assert answer({}).headers["content-type"] == MEDIA_TYPE
