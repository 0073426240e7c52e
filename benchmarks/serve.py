"""How many questions a second are answered over HTTP, beside Starlette and uvicorn sending the same bytes.

Both are one process on loopback, asked in turn by the same client: 32 connections, each question after the answer. The
name is one of MISP's threat actors, that of which the answer is neither among the longer nor the shorter ones. With
--peer a checkout of MISP's threat-actor-intelligence-server, its folder misp-galaxy filled, is asked the same.

python -m benchmarks.serve --db FILE --peer FOLDER
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from bestiary.base import Bestiary

from .measure import Limits

CONNECTIONS = 32

OURS = """
import sys
from bestiary.serve.run import run
run(sys.argv[1], "127.0.0.1", int(sys.argv[2]))
"""
CONSTANT = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from bestiary.base import Bestiary
body = Bestiary.open(sys.argv[1]).who_json(sys.argv[3])[1].encode()
async def answer(request):
    return Response(body, media_type="application/json")
app = Starlette(routes=[Route("/api/v1/who", answer)])
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning", access_log=False)
"""


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--db", required=True)
    options.add_argument("--peer", type=Path)
    options.add_argument("--seconds", type=float, default=3)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    limits = Limits()
    with Bestiary.open(chosen.db) as bestiary:
        name, size = _middle(bestiary)
    asked = json.dumps({"name": name})
    get = f"GET /api/v1/who?name={quote(name)} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: identity\r\n\r\n".encode()
    post = f"POST /query HTTP/1.1\r\nHost: x\r\nUser-Agent: x\r\nContent-Length: {len(asked)}\r\n\r\n{asked}".encode()
    rates: dict[str, list[float]] = {}
    tails: dict[str, list[float]] = {}
    servers = [
        ("ours", 18765, [OURS, chosen.db, "18765"], get),
        ("constant", 18766, [CONSTANT, chosen.db, "18766", name], get),
    ]
    with ExitStack() as running:
        for _, port, command, _ in servers:
            running.enter_context(_server(port, [sys.executable, "-c", *command]))
        if chosen.peer:
            command = [sys.executable, "tai-server.py", "--address=127.0.0.1", "--port=18768"]
            running.enter_context(_server(18768, command, chosen.peer / "bin"))
            servers.append(("peer", 18768, command, post))
        for _ in range(chosen.rounds):
            for what, port, _, question in servers:
                taken = asyncio.run(_load(port, chosen.seconds, question))
                rates.setdefault(what, []).append(len(taken) / chosen.seconds)
                tails.setdefault(what, []).append(statistics.quantiles(taken, n=100)[-1] * 1000)
    rate = {what: statistics.median(found) for what, found in rates.items()}
    print(f"     who is “{name}” ({size:,} bytes)")
    limits.tell("`who` over HTTP, answers a second", rate["ours"], "")
    limits.least("to Starlette and uvicorn sending the same bytes", rate["ours"] / rate["constant"], 0.6, "×")
    p99 = [statistics.median(tails[what]) for what in ("ours", "constant")]
    print(f"     p99 at {CONNECTIONS} connections {p99[0]:.1f} ms, of the constant {p99[1]:.1f} ms")
    limits.ratio("99th percentile of its answers, to theirs", p99[0] / p99[1], 2)
    if "peer" in rate:
        limits.least("to MISP's threat-actor-intelligence-server, asked the same", rate["ours"] / rate["peer"], 3, "×")
    limits.finish()


def _middle(bestiary: Bestiary) -> tuple[str, int]:
    """The name of a threat actor of MISP's of which the answer has a middling size, and that size."""
    titles = [
        record["title"]
        for one in bestiary.list("actor", source="misp")
        for record in bestiary.profile(one["id"])["records"]
        if record["source"] == "misp"
    ]
    sizes = sorted((len(bestiary.who_json(title)[1].encode()), title) for title in titles)
    size, title = sizes[len(sizes) // 2]
    return title, size


@contextmanager
def _server(port: int, command: list[str], folder: Path | None = None) -> Iterator[None]:
    """A server in a process of its own, while the block lasts."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                asyncio.run(_ask_once(port))
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


async def _ask_once(port: int) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


async def _load(port: int, seconds: float, question: bytes) -> list[float]:
    """The seconds that each answer took, asked on all connections until the time is over."""
    loop = asyncio.get_running_loop()
    size = await _length(port, question)
    end = time.perf_counter() + seconds
    taken: list[float] = []
    asking = [_Asking(question, size, end, taken) for _ in range(CONNECTIONS)]
    for one in asking:
        await loop.create_connection(lambda one=one: one, "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*(one.done for one in asking))
    return taken


class _Asking(asyncio.Protocol):
    """A connection that asks again when it has the answer. It only counts bytes: it is not what is timed."""

    def __init__(self, question: bytes, size: int, end: float, taken: list[float]) -> None:
        self._question, self._size, self._end, self._taken = question, size, end, taken
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        self._left = self._size
        self._begun = time.perf_counter()
        self._transport.write(self._question)

    def data_received(self, data: bytes) -> None:
        self._left -= len(data)
        if self._left <= 0:
            now = time.perf_counter()
            self._taken.append(now - self._begun)
            if now < self._end:
                self._ask()
            else:
                self._transport.close()
                self.done.set_result(None)


async def _length(port: int, question: bytes) -> int:
    """How many bytes an answer has with its head; all answers to one question have as many."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
    size = 0
    for _ in range(3):  # the first is made, the others are sent again
        writer.write(question)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        size = len(head) + len(await reader.readexactly(length))
    writer.close()
    return size


if __name__ == "__main__":
    main()
