"""A server on this machine that answers as a test tells it to, badly if need be."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


class Server(ThreadingHTTPServer):
    """`answers` says what stands at which path, `asked` what was asked for, with the headers in lower case."""

    daemon_threads = True
    block_on_close = False  # some answers take longer than anybody waits for them

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/"
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a client that hangs up on a bad answer does what it should."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower(): text for name, text in self.headers.items()}))
        self.server.answers.get(self.path, status(404))(self)

    def do_CONNECT(self) -> None:
        self.server.asked.append((f"CONNECT {self.path}", {}))
        status(403)(self)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving() -> Iterator[Server]:
    """A server that runs while the block does."""
    with Server() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


def sends(body: bytes, **headers: str) -> Answer:
    """Answers with the body; "_" in the name of a header is "-"."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        for name, text in {"Content_Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), text)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def status(code: int, **headers: str) -> Answer:
    """Answers with a status and no body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, text in {"Content_Length": "0", **headers}.items():
            handler.send_header(name.replace("_", "-"), text)
        handler.end_headers()

    return answer


def writes(*pieces: bytes, every: float = 0.0) -> Answer:
    """Answers with these very bytes, with so many seconds after each piece, and hangs up."""
    pause = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            pause.wait(every)
        handler.close_connection = True

    return answer


def versioned(body: bytes, etag: str) -> Answer:
    """Answers with the body, or 304 to whoever has that ETag."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        known = handler.headers.get("If-None-Match") == etag
        (status(304) if known else sends(body, ETag=etag))(handler)

    return answer
