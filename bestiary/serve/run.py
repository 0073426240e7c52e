"""Running the application until it is ended."""

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any

import uvicorn
from starlette.responses import RedirectResponse
from starlette.routing import Mount, Route

from ..errors import UsageError
from . import taxii
from .app import application
from .guard import LOOPBACK, Guard
from .library import Library

TOGETHER = 200  # requests that are answered at once; more are told to come again (503)
IDLE = 10  # seconds after which a connection on which nothing is asked is closed
GRACE = 10  # seconds that answers have to end when the process is told to


def run(
    db: str,
    host: str,
    port: int,
    token: str = "",
    public: bool = False,
    log: IO[str] | None = None,
    ready: Callable[[], object] = lambda: None,
) -> None:
    """Serves the file at the address until the process is told to end; `ready` is called when it can be asked.

    Raises UsageError for an address that others can reach, unless there is a token or it is said to be public, and for
    one that is taken; StoreError if the file cannot be opened.
    """
    if host not in LOOPBACK and not (token or public):
        hint = "set BESTIARY_TOKEN, or give --public if anybody may ask"
        raise UsageError(f"others can reach {host}, and there is no token", hint=hint)
    library = Library(db)
    shorter = Route("/taxii2", lambda request: RedirectResponse("/taxii2/"))
    app = application(library, [shorter, Mount("/taxii2", routes=taxii.routes(library))])
    config = uvicorn.Config(
        Guard(app, token, log, local=host in LOOPBACK and not (token or public)),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        limit_concurrency=TOGETHER,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=GRACE,
        server_header=False,
    )
    with _listening(host, port) as listening, suppress(KeyboardInterrupt):  # that is how it is told to end
        _Server(config, ready).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises UsageError if none can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = str(error.strerror).partition(" (while")[0]  # the address is said anyway
        raise UsageError(
            f"it cannot listen at {host}, port {port}: {reason}", hint="name another with --port, or with --host"
        ) from error


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[Any] | None = None) -> None:
        await super().startup(sockets)
        self._ready()
