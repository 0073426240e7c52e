import asyncio
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from starlette.types import Message, Receive, Scope, Send

from bestiary.serve.guard import Guard


async def fine(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"fine"})


async def slow(scope: Scope, receive: Receive, send: Send) -> None:
    await asyncio.sleep(30)


async def streaming(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await asyncio.sleep(0.1)
    await send({"type": "http.response.body", "body": b"late"})


def ask(guard: Guard, **headers: str) -> tuple[int, bytes]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "raw_path": b"/a\n", "query_string": b"q=1", "headers": raw}
    asyncio.run(guard(scope | {"client": ("10.0.0.1", 1)}, cast(Any, None), send))
    return sent[0]["status"], b"".join(one.get("body", b"") for one in sent)


@pytest.mark.parametrize(
    "said", ["", "Bearer", "Bearer wrong", "secret", "Basic secret", "Basic OnNlY3JldDo=", "Basic ÿ", "Digest secret"]
)
def test_who_has_not_the_token(said: str) -> None:
    assert ask(Guard(fine, "secret"), authorization=said)[0] == 401


def test_who_has_it_or_needs_none() -> None:
    assert ask(Guard(fine, "secret"), authorization="Bearer secret") == (200, b"fine")
    assert ask(Guard(fine, "secret"), authorization="bearer secret") == (200, b"fine"), "RFC 9110, section 11.1"
    assert ask(Guard(fine, "secret"), authorization="Basic YW55Ym9keTpzZWNyZXQ=") == (200, b"fine")
    assert ask(Guard(fine)) == (200, b"fine")


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8765", 200), ("localhost", 200), ("[::1]:8765", 200), ("evil.example", 421), ("", 421), ("[", 421)],
)
def test_no_other_name_means_this_machine(host: str, status: int) -> None:
    assert ask(Guard(fine, local=True), host=host)[0] == status
    assert ask(Guard(fine), host=host)[0] == 200


@pytest.mark.parametrize(("app", "status"), [(slow, 503), (streaming, 200)])
def test_time_is_bounded_until_an_answer_begins(app: Callable[..., Any], status: int) -> None:
    assert ask(Guard(app, seconds=0.05))[0] == status


def test_every_question_is_a_line() -> None:
    log = io.StringIO()
    guard = Guard(fine, "secret", log)
    ask(guard)
    ask(guard, authorization="Bearer secret")
    first, second = map(json.loads, log.getvalue().splitlines())
    assert (first["status"], second["status"], second["bytes"]) == (401, 200, 4)
    assert (second["client"], second["path"], second["query"]) == ("10.0.0.1", "/a\n", "q=1")


def test_a_line_can_be_read_at_once(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as log:
        ask(Guard(fine, log=log))
        assert (tmp_path / "log").read_text().endswith("}\n")


def test_an_error_is_not_swallowed() -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise ValueError("x")

    log = io.StringIO()
    with pytest.raises(ValueError, match="x"):
        ask(Guard(broken, log=log))
    assert len(log.getvalue().splitlines()) == 1, "it is logged as every question is"
