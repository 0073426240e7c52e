"""Who may ask, how long an answer may take, and a line for each question in the log."""

import asyncio
import base64
import binascii
import json
import time
from contextlib import suppress
from secrets import compare_digest
from typing import IO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .problem import problem

SECONDS = 60  # that a question and its answer may take, but for what streams
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Guard:
    """Refuses who has not the token, ends what takes too long, and writes down what was asked.

    Time is bounded until an answer begins; after that only the client can be slow, and it keeps nothing but its
    connection, of which there are only so many.
    """

    def __init__(
        self,
        app: ASGIApp,
        token: str = "",
        log: IO[str] | None = None,
        seconds: float = SECONDS,
        local: bool = False,
    ) -> None:
        """`log` gets a JSON object a line; without a token anybody may ask, but if it is `local` only by a name of this
        machine: else a page of another host could have that host's name mean this machine, and read what is here."""
        self._app = app
        self._token = token.encode()
        self._log = log
        self._local = local
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        watch = _Watch(send)
        headers = dict(scope["headers"])
        if self._token and not compare_digest(_token(headers.get(b"authorization", b"")), self._token):
            hint = "send the header Authorization: Bearer TOKEN, or the token as the password of any name"
            refused = problem(401, "A token is needed", hint=hint)
            refused.headers["www-authenticate"] = 'Bearer, Basic realm="Bestiary", charset="UTF-8"'
            await refused(scope, receive, watch)
        elif self._local and _host(headers.get(b"host", b"")) not in LOOPBACK:
            hint = "ask for http://127.0.0.1, or start it with --host"
            await problem(421, "That is not this machine's name", hint=hint)(scope, receive, watch)
        else:
            try:
                await self._answer(scope, receive, watch)
            except BaseException:
                self._tell(scope, watch)  # a fault is raised again once it is answered
                raise
        self._tell(scope, watch)

    def _tell(self, scope: Scope, watch: "_Watch") -> None:
        if self._log:
            self._log.write(_line(scope, watch))
            self._log.flush()

    async def _answer(self, scope: Scope, receive: Receive, watch: "_Watch") -> None:
        task = asyncio.ensure_future(self._app(scope, receive, watch))
        begins = asyncio.ensure_future(watch.begun.wait())
        try:
            await asyncio.wait({task, begins}, timeout=self._seconds, return_when=asyncio.FIRST_COMPLETED)
            if not task.done() and not watch.begun.is_set():
                task.cancel()
                await problem(503, "It takes too long", f"more than {self._seconds:g} seconds")(scope, receive, watch)
            else:
                await task
        finally:
            begins.cancel()
            task.cancel()


def _token(said: bytes) -> bytes:
    """The token of an Authorization header: by itself (RFC 6750), or as a password (RFC 7617), as browsers send it."""
    scheme, _, rest = said.partition(b" ")
    if scheme.lower() == b"bearer":
        return rest
    if scheme.lower() == b"basic":
        with suppress(binascii.Error):
            return base64.b64decode(rest, validate=True).partition(b":")[2]
    return b""


def _host(said: bytes) -> str:
    """The name in a Host header, without the port (RFC 9110, section 7.2)."""
    name = said.decode("latin-1").lower()
    return name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]


class _Watch:
    """Passes an answer on, and remembers how it began and how long it was."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = asyncio.Event()
        self.status = 0
        self.size = 0
        self.at = time.perf_counter()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.begun.set()
        self.size += len(message.get("body", b""))
        await self._send(message)


def _line(scope: Scope, watch: _Watch) -> str:
    """What was asked, by whom, and what became of it; JSON, so that nothing in a path can make a line of its own."""
    client = scope.get("client") or ("", 0)
    said = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "client": client[0],
        "method": scope["method"],
        "path": scope["raw_path"].decode("latin-1"),
        "query": scope["query_string"].decode("latin-1"),
        "status": watch.status,
        "bytes": watch.size,
        "ms": round((time.perf_counter() - watch.at) * 1000, 2),
    }
    return json.dumps(said) + "\n"
