import asyncio
from typing import Any, cast

import pytest
from starlette.types import Message, Receive, Scope, Send

from bestiary.serve import hot
from bestiary.serve.hot import Hot, Sent, matches


class Shelf:
    """As much of a library as is asked for."""

    state = "1"


class App:
    """An application that counts what it is asked."""

    def __init__(self, body: bytes = b"x", etag: str = '"e"', status: int = 200) -> None:
        self.asked = 0
        self.body, self.etag, self.status = body, etag, status

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        headers = [(b"etag", self.etag.encode())] if self.etag else []
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body[:1], "more_body": True})
        await send({"type": "http.response.body", "body": self.body[1:]})


def ask(hot_: Hot, path: str = "/api/a", method: str = "GET", **headers: str) -> tuple[int, bytes]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "raw_path": path.encode(), "query_string": b"q", "headers": raw}
    asyncio.run(hot_(scope, cast(Any, None), send))
    return sent[0]["status"], b"".join(one.get("body", b"") for one in sent[1:])


def made(app: App, shelf: Shelf | None = None) -> Hot:
    return Hot(app, cast(Any, shelf or Shelf()), "/api")


def test_what_is_known_is_not_asked_again() -> None:
    app = App(b"answer")
    known = made(app)
    assert [ask(known), ask(known)] == [(200, b"answer")] * 2
    assert app.asked == 1
    assert ask(known, if_none_match='W/"e"') == (304, b"")
    ask(known, accept_encoding="gzip")
    ask(known, "/api/b")
    assert app.asked == 3


@pytest.mark.parametrize("app", [App(etag=""), App(status=404), App(body=b"x" * (hot.LARGEST + 1))])
def test_what_is_not_kept(app: App) -> None:
    known = made(app)
    ask(known)
    ask(known)
    assert app.asked == 2


def test_other_paths_and_methods_pass() -> None:
    app = App()
    known = made(app)
    for _ in range(2):
        ask(known, "/taxii2/")
        ask(known, method="POST")
    assert app.asked == 4


def test_another_file_makes_all_of_it_unknown() -> None:
    app, shelf = App(), Shelf()
    known = made(app, shelf)
    ask(known)
    shelf.state = "2"
    ask(known)
    assert app.asked == 2


def test_an_answer_that_was_made_of_the_file_before_is_not_kept() -> None:
    app, shelf = App(), Shelf()
    known = made(app, shelf)
    ask(known, "/api/b")
    shelf.state = "2"
    ask(known, "/api/b")
    known.learn("1", (b"/api/a", b"q", False), Sent([], b'"e"', b"of the file before"))
    assert ask(known, "/api/a") == (200, b"x")


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hot, "KEPT", 100)
    app = App(b"x" * 40)
    known = made(app)
    for path in ("/api/a", "/api/b", "/api/a", "/api/c", "/api/a", "/api/b"):
        ask(known, path)
    assert app.asked == 4  # a, b, c, and b again: it was not asked for the longest


@pytest.mark.parametrize(
    ("known", "held"),
    [(b"", False), (b'"e"', True), (b'W/"e"', True), (b'"x", "e"', True), (b"*", True), (b'"x"', False)],
)
def test_if_none_match(known: bytes, held: bool) -> None:
    assert matches(known, b'"e"') is held
