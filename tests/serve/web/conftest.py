"""A browser, and pages that are served to it."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn

from bestiary.serve.app import application
from bestiary.serve.library import Library

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Without these a browser asks its maker's hosts at every start
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


class Seen:
    """What a browser met while it showed pages: errors on the console, dialogs, and requests to other hosts."""

    def __init__(self, page: Any, host: str) -> None:
        self.wrong: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("dialog", self._opened)
        page.on("request", lambda request: self._asked(request.url, host))

    def _said(self, said: Any) -> None:
        if said.type in ("error", "warning"):
            self.wrong.append(said.text)

    def _opened(self, dialog: Any) -> None:
        self.wrong.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _asked(self, url: str, host: str) -> None:
        if urlsplit(url).netloc != host:
            self.wrong.append(f"asked {url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium; tests that need one are skipped where there is none."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("no Chromium: install Debian's package chromium, or Google Chrome, to test the pages in a browser")
    from playwright.sync_api import sync_playwright

    # root may use no sandbox of its own (https://crbug.com/638180)
    flags = [*QUIET, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else QUIET
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=flags)
        yield opened
        opened.close()


@contextmanager
def serving(db: Path) -> Iterator[str]:
    """The address at which the file is served meanwhile."""
    server = uvicorn.Server(uvicorn.Config(application(Library(str(db))), port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            thread.join(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def address(packaged: Path) -> Iterator[str]:
    """Where the encyclopedia of the packaged sources is served."""
    with serving(packaged) as found:
        yield found


Shown = Callable[..., AbstractContextManager[tuple[Any, Seen]]]


@pytest.fixture(scope="session")
def shown(browser: Any) -> Shown:
    """`with shown(address) as (page, seen)`: an empty page of the browser; options are those of a new context."""

    @contextmanager
    def showing(address: str, **options: Any) -> Iterator[tuple[Any, Seen]]:
        context = browser.new_context(base_url=address, **options)
        context.set_default_timeout(60_000)  # of a hang, not of a slow machine
        try:
            page = context.new_page()
            yield page, Seen(page, urlsplit(address).netloc)
        finally:
            context.close()

    return showing
