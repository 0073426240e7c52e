"""Running the application until it is ended."""

import uvicorn

from .app import application
from .library import Library

TOGETHER = 200  # requests that are answered at once; more are told to come again (503)
IDLE = 10  # seconds after which a connection on which nothing is asked is closed


def run(db: str, host: str, port: int) -> None:
    """Serves the file at the address until the process is told to end. Raises StoreError if it cannot be opened."""
    uvicorn.run(
        application(Library(db)),
        host=host,
        port=port,
        log_level="warning",
        limit_concurrency=TOGETHER,
        timeout_keep_alive=IDLE,
        server_header=False,
    )
