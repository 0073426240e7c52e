"""Fetching from a server on this machine that behaves as badly as servers do."""

import gzip
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from urllib3 import ProxyManager

from bestiary.errors import InputError
from bestiary.fetch.https import Fetched, Limits, Web, _through
from tests.server import Answer, Server, sends, serving, status, writes

LIMITS = Limits(connect=10, idle=10, total=20, size=100_000, redirects=3)
HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    """The server, with nothing on it and nothing asked for."""
    running.answers.clear()
    running.asked.clear()
    return running


def get(server: Server, *answers: Answer, limits: Limits = LIMITS, path: str = "0") -> Fetched | None:
    """What comes of asking for the first of the answers."""
    server.answers.update({f"/{number}": answer for number, answer in enumerate(answers)})
    return Web(limits, _loopback=True).get(server.url + path)


def test_a_file(server: Server) -> None:
    answer = sends(b"abc", ETag='"1"', Last_Modified="Tue, 02 Jan 2024 03:04:05 GMT", Content_Type="text/plain")
    assert get(server, answer) == Fetched(b"abc", '"1"', "Tue, 02 Jan 2024 03:04:05 GMT", "text/plain")
    (_, headers) = server.asked[0]
    assert headers["user-agent"].startswith("bestiary/")
    assert headers["accept-encoding"] == "gzip"
    assert not {"if-none-match", "if-modified-since", "cookie", "authorization"} & set(headers)


def test_a_compressed_file(server: Server) -> None:
    fetched = get(server, sends(gzip.compress(b"abc" * 1000), Content_Encoding="gzip"))
    assert fetched is not None
    assert fetched.raw == b"abc" * 1000


def test_a_file_in_pieces(server: Server) -> None:
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    fetched = get(server, writes(chunked + b"3\r\nabc\r\n", b"2\r\nde\r\n0\r\n\r\n"))
    assert fetched is not None
    assert fetched.raw == b"abcde"


def test_one_that_did_not_change(server: Server) -> None:
    server.answers["/0"] = status(304)
    assert Web(LIMITS, _loopback=True).get(server.url + "0", '"1"', "Tue, 02 Jan 2024 03:04:05 GMT") is None
    assert server.asked[0][1]["if-none-match"] == '"1"'
    assert server.asked[0][1]["if-modified-since"] == "Tue, 02 Jan 2024 03:04:05 GMT"


def test_nothing_changed_although_nobody_asked(server: Server) -> None:
    with pytest.raises(InputError, match="the server answered 304"):
        get(server, status(304))


@pytest.mark.parametrize("code", [204, 206, 301, 401, 403, 404, 410, 429, 500, 503])
def test_any_other_status(server: Server, code: int) -> None:
    with pytest.raises(InputError, match=rf"^{server.url}0: the server answered {code}"):
        get(server, status(code))


def test_redirects_are_followed(server: Server) -> None:
    answers = [status(301, Location="/1"), status(302, Location="2"), status(308, Location=f"{server.url}3")]
    assert get(server, *answers, sends(b"abc")) == Fetched(b"abc")


def test_a_loop_of_redirects_ends(server: Server) -> None:
    with pytest.raises(InputError, match="more than 3 redirects"):
        get(server, status(302, Location="/0"))
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://localhost:1/x", "data:,x", "http://[", "//0", "javascript:1"],
)
def test_a_redirect_to_somewhere_else(server: Server, target: str) -> None:
    with pytest.raises(InputError, match=r"not fetched: only https|Invalid IPv6 URL"):
        get(server, status(302, Location=target))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/x",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "https://user:word@example.org/x",
        "https:///x",
    ],
)
def test_only_https_is_asked(url: str) -> None:
    with pytest.raises(InputError, match="not fetched: only https"):
        Web(LIMITS).get(url)


def test_a_server_that_speaks_no_tls(server: Server) -> None:
    with pytest.raises(InputError, match="no secure connection"):
        Web(LIMITS, _loopback=True).get(server.url.replace("http:", "https:") + "0")
    assert server.asked == []


DRIPS = [
    (HEAD + b"Content-Length: 1000\r\n\r\n", *[b"x"] * 40),
    (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"0"] * 40),
    (HEAD + b"X: ", *[b"x"] * 40),
    tuple(b"HTTP/1.1 200 OK and so on and so on"[i : i + 1] for i in range(35)),
]


@pytest.mark.parametrize("pieces", DRIPS, ids=["body", "size of a chunk", "header", "status"])
def test_a_drip_is_not_waited_for(server: Server, pieces: tuple[bytes, ...]) -> None:
    begun = time.monotonic()
    with pytest.raises(InputError, match=r"took longer than 0.2 seconds"):
        get(server, writes(*pieces, every=0.05), limits=LIMITS._replace(total=0.2))
    assert time.monotonic() - begun < 1.5  # all of it takes longer


def test_what_was_given_up_is_read_no_further(server: Server) -> None:
    hung_up = threading.Event()

    def drips(handler: BaseHTTPRequestHandler) -> None:
        try:
            writes(HEAD + b"Content-Length: 10000\r\n\r\n", *[b"x"] * 1000, every=0.02)(handler)
        except OSError:
            hung_up.set()

    with pytest.raises(InputError, match=r"took longer than 0.1 seconds"):
        get(server, drips, limits=LIMITS._replace(total=0.1))
    assert hung_up.wait(10)  # all of it takes longer


def test_silence(server: Server) -> None:
    with pytest.raises(InputError, match=r"no byte came for 0.1 seconds"):
        get(server, writes(HEAD, every=0.5), limits=LIMITS._replace(idle=0.1))


CUT_OFF = [
    HEAD + b"Content-Length: 1000\r\n\r\nabc",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\nlots\r\nabc",
    b"",
    b"\x00\xff\r\n\r\n",
    b"HTTP/1.1 OK 200\r\n\r\n",
    HEAD + b"a: b\r\n" * 1000 + b"\r\n",
    HEAD + b"a: " + b"b" * 70_000 + b"\r\n\r\n",
]


@pytest.mark.parametrize("answer", CUT_OFF, ids=range(len(CUT_OFF)))
def test_half_an_answer(server: Server, answer: bytes) -> None:
    with pytest.raises(InputError, match=r"the connection broke off|cannot be fetched"):
        get(server, writes(answer))


def test_a_broken_compression(server: Server) -> None:
    with pytest.raises(InputError, match="the compressed file is broken"):
        get(server, sends(b"not gzip at all", Content_Encoding="gzip"))


@pytest.mark.parametrize("times", [1, 2])
def test_a_bomb(server: Server, times: int) -> None:
    bomb = b"0" * 50_000_000
    for _ in range(times):
        bomb = gzip.compress(bomb)
    with pytest.raises(InputError, match="larger than 100,000 bytes"):
        get(server, sends(bomb, Content_Encoding=", ".join(["gzip"] * times)))


def test_the_limit_of_size(server: Server) -> None:
    fetched = get(server, sends(b"x" * 100_000), sends(b"x" * 100_001))
    assert fetched is not None
    assert len(fetched.raw) == 100_000
    with pytest.raises(InputError, match="larger than 100,000 bytes"):
        get(server, path="1")


@pytest.mark.parametrize("etag", ['"\x7f\x01"', '"é"', f'"{"x" * 300}"'])
def test_a_header_that_nobody_should_send_back(server: Server, etag: str) -> None:
    answer = HEAD + b"Content-Length: 3\r\nETag: " + etag.encode("latin-1") + b"\r\n\r\nabc"
    assert get(server, writes(answer)) == Fetched(b"abc")


def test_a_host_that_cannot_be_reached_is_tried_once(server: Server) -> None:
    with serving() as gone:
        port = gone.server_port
    web = Web(LIMITS, _loopback=True)
    with pytest.raises(InputError, match="the host cannot be reached"):
        web.get(f"http://127.0.0.1:{port}/a")
    with pytest.raises(InputError, match=r"/b: the host cannot be reached"):
        web.get(f"{server.url}b")  # a host is one machine, whatever the port
    assert server.asked == []


def test_the_proxy_of_the_environment_is_asked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, server.url.removeprefix("http://"))
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(InputError, match=r"the proxy did not connect: .*403"):
        Web(LIMITS).get("https://bestiary.invalid/x")
    assert server.asked == [("CONNECT bestiary.invalid:443", {})]


def test_user_and_password_of_a_proxy_are_sent_as_they_are_meant() -> None:
    through = _through("user:p%40ss%3Aword@proxy.example:3128")
    assert isinstance(through, ProxyManager)
    assert through.proxy_headers == {"proxy-authorization": f"Basic {b64encode(b'user:p@ss:word').decode()}"}


LINES = st.sampled_from(
    [b"HTTP/1.1 200 OK", b"HTTP/1.1 302 Found", b"Location: /0", b"Content-Length: -1",
     b"Transfer-Encoding: chunked", b"Content-Encoding: gzip", b"Content-Encoding: br", b"", b"ff", b"{}"]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=st.lists(LINES | st.binary(max_size=30)).map(b"\r\n".join))
def test_whatever_a_server_answers_is_a_file_or_an_error_of_ours(server: Server, answer: bytes) -> None:
    with suppress(InputError):
        assert isinstance(get(server, writes(answer)), Fetched)
