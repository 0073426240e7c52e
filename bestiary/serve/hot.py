"""Answers that were given before, sent again as bytes before anything else looks at the question.

Only answers with an ETag are kept: those are made of the file and the question alone.
"""

from collections import OrderedDict
from typing import NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .library import Library

KEPT = 64 * 1024 * 1024  # bytes of answers that are kept
LARGEST = 4 * 1024 * 1024  # bytes of one of them
LONGEST = 4_000  # bytes of a question

Key = tuple[bytes, bytes, bool]  # path, query, whether it may be compressed
Headers = list[tuple[bytes, bytes]]


class Sent(NamedTuple):
    """An answer: its headers, its ETag and its body."""

    headers: Headers
    etag: bytes
    body: bytes


class Hot:
    """Sends what it knows, and learns from what the application answers. It forgets all when the file changes."""

    def __init__(self, app: ASGIApp, library: Library, prefix: str) -> None:
        """`prefix` is the beginning of the paths of which answers are kept."""
        self._app = app
        self._library = library
        self._prefix = prefix.encode()
        self._state = ""
        self._known: OrderedDict[Key, Sent] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["raw_path"].startswith(self._prefix):
            await self._app(scope, receive, send)
            return
        state = self._library.state
        if state != self._state:
            self._known.clear()
            self._state, self._size = state, 0
        asked = {name: value for name, value in scope["headers"] if name in (b"accept-encoding", b"if-none-match")}
        key = scope["raw_path"], scope["query_string"], b"gzip" in asked.get(b"accept-encoding", b"")
        sent = self._known.get(key)
        if sent is None:
            await self._app(scope, receive, _Learning(self, state, key, send))
            return
        self._known.move_to_end(key)
        if matches(asked.get(b"if-none-match", b""), sent.etag):
            kept = [(name, value) for name, value in sent.headers if name not in (b"content-length", b"content-type")]
            await send({"type": "http.response.start", "status": 304, "headers": kept})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": 200, "headers": sent.headers})
        await send({"type": "http.response.body", "body": sent.body})

    def learn(self, state: str, key: Key, sent: Sent) -> None:
        """Keeps an answer, and lets those go that were not asked for the longest."""
        if state != self._state or len(key[0]) + len(key[1]) > LONGEST or key in self._known:
            return
        self._known[key] = sent
        self._size += len(sent.body)
        while self._size > KEPT:
            self._size -= len(self._known.popitem(last=False)[1].body)


class _Learning:
    """Passes an answer on and keeps it, if it is one to keep."""

    def __init__(self, hot: Hot, state: str, key: Key, send: Send) -> None:
        self._hot = hot
        self._state = state
        self._key = key
        self._send = send
        self._headers: Headers = []
        self._etag = b""
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            self._headers = list(message["headers"])
            self._etag = dict(self._headers).get(b"etag", b"")
        elif message["type"] == "http.response.body" and self._etag:
            self._body += message.get("body", b"")
            if len(self._body) > LARGEST:
                self._etag = b""
            elif not message.get("more_body", False):
                self._hot.learn(self._state, self._key, Sent(self._headers, self._etag, bytes(self._body)))
        await self._send(message)


def matches(known: bytes, etag: bytes) -> bool:
    """Whether If-None-Match (RFC 9110, section 13.1.2) says that the client has the answer."""
    return bool(known) and (
        known == etag or known == b"*" or etag in [tag.strip().removeprefix(b"W/") for tag in known.split(b",")]
    )
