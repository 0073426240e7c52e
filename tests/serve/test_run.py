import socket
from contextlib import closing, nullcontext
from typing import Any

import pytest

from bestiary.errors import StoreError, UsageError
from bestiary.serve.run import run
from tests.server import serving


def test_it_listens_where_it_is_told(served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    said: dict[str, Any] = {}
    monkeypatch.setattr("uvicorn.Server.run", lambda server, sockets: said.update(at=sockets[0].getsockname()))
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    run(str(served), "127.0.0.1", port)
    assert said["at"] == ("127.0.0.1", port)


def test_a_port_that_is_taken(served: Any, capfd: pytest.CaptureFixture[str]) -> None:
    ready: list[bool] = []
    with (
        serving() as other,
        pytest.raises(UsageError, match=r"cannot listen at 127\.0\.0\.1, port \d+: Address already"),
    ):
        run(str(served), "127.0.0.1", other.server_port, ready=lambda: ready.append(True))
    assert ready == [], "it is said to be ready only when it is"
    assert capfd.readouterr() == ("", ""), "it is said once"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_others_need_a_token_or_are_told_that_it_is_public(
    served: Any, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setattr("uvicorn.Server.run", lambda server, sockets: None)
    monkeypatch.setattr("bestiary.serve.run._listening", lambda host, port: nullcontext())
    with pytest.raises(UsageError, match="there is no token"):
        run(str(served), host, 0)
    run(str(served), host, 0, token="x")
    run(str(served), host, 0, public=True)


def test_no_file() -> None:
    with pytest.raises((StoreError, OSError)):
        run("/nowhere/x.db", "127.0.0.1", 0)
