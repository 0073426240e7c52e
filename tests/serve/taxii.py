"""Three builds of a small encyclopedia that is served by TAXII, and clients for it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from bestiary.base import Bestiary
from bestiary.ingest import build
from bestiary.judgements import judge
from bestiary.serve.library import Library
from bestiary.serve.taxii import routes
from tests.small import write

A, B, C, T = (f"00000000-0000-4000-8000-00000000000{digit}" for digit in "abcd")
FIRST, SECOND, THIRD = ("2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z")
EPOCHS = {FIRST: "1767225600", SECOND: "1769904000", THIRD: "1772323200"}
ACCEPT = "application/taxii+json;version=2.1"
COLLECTIONS = "/taxii2/bestiary/collections/"
EVERYTHING = f"{COLLECTIONS}everything/"


def actor(uuid: str, name: str, country: str = "NO", **more: Any) -> dict[str, Any]:
    return {"uuid": uuid, "value": name, "meta": {"country": country}, **more}


def many(count: int) -> list[dict[str, Any]]:
    """So many actors that have nothing to do with each other."""
    words = ["Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple", "Oak", "Pine", "Rowan", "Willow", "Yew"]
    uuids = (f"00000000-0000-4000-8000-0000000001{number:02x}" for number in range(count))
    return [actor(uuid, f"{words[n % 13]} {words[n // 13]}") for n, uuid in enumerate(uuids)]


class Builds:
    """A file that is built again and again."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.db = folder / "x.db"
        self._monkeypatch = monkeypatch
        (folder / "data").mkdir()

    def make(self, when: str, *actors: dict[str, Any], judged: tuple[str, str] | None = None) -> None:
        """Builds it of these actors at a time."""
        self._monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCHS[when])
        write(self.folder / "data", "threat-actor", [*actors])
        write(self.folder / "data", "tool", [{"uuid": T, "value": "SteamRAT"}])
        if judged:
            judge(self.folder / "o", "same", *judged, by="a", made=when, why="They are.")
        build([self.folder / "data"], db=self.db, default=False, overlay=self.folder / "o")

    def exported(self) -> dict[str, dict[str, Any]]:
        """What the export has now, by id."""
        with Bestiary.open(self.db) as bestiary:
            ((_, content),) = bestiary.export("stix")
            return {one["id"]: one for one in json.loads(b"".join(content))["objects"]}


def app(db: Path) -> Starlette:
    return Starlette(routes=[Mount("/taxii2", routes=routes(Library(str(db))))])


def client(db: Path) -> TestClient:
    return TestClient(app(db), headers={"Accept": ACCEPT})


@contextmanager
def serving(db: Path) -> Iterator[str]:
    """The address of discovery on a server that runs while the block does."""
    config = uvicorn.Config(app(db), host="127.0.0.1", port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/taxii2/"
    server.should_exit = True
    thread.join()
