"""Running the application until it is ended."""

from typing import IO

import uvicorn
from starlette.routing import Mount

from ..errors import UsageError
from . import taxii
from .app import application
from .guard import LOOPBACK, Guard
from .library import Library

TOGETHER = 200  # requests that are answered at once; more are told to come again (503)
IDLE = 10  # seconds after which a connection on which nothing is asked is closed
GRACE = 10  # seconds that answers have to end when the process is told to


def run(db: str, host: str, port: int, token: str = "", public: bool = False, log: IO[str] | None = None) -> None:
    """Serves the file at the address until the process is told to end.

    Raises UsageError for an address that others can reach, unless there is a token or it is said to be public;
    StoreError if the file cannot be opened.
    """
    if host not in LOOPBACK and not (token or public):
        hint = "set BESTIARY_TOKEN, or give --public if anybody may ask"
        raise UsageError(f"others can reach {host}, and there is no token", hint=hint)
    library = Library(db)
    app = application(library, [Mount("/taxii2", routes=taxii.routes(library))])
    uvicorn.run(
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
