"""How many questions a second are answered over HTTP, beside Starlette and uvicorn sending the same bytes.

Both are one process on loopback, asked in turn by the same client: 32 connections, each question after the answer.

python -m benchmarks.serve --db FILE
"""

import argparse
import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bestiary.base import Bestiary

from .measure import Limits

NAME = "Turla"
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
body = Bestiary.open(sys.argv[1]).who_json("Turla")[1].encode()
async def answer(request):
    return Response(body, media_type="application/json")
app = Starlette(routes=[Route("/api/v1/who", answer)])
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning", access_log=False)
"""


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--db", required=True)
    options.add_argument("--seconds", type=float, default=3)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    limits = Limits()
    with Bestiary.open(chosen.db) as bestiary:
        size = len(bestiary.who_json(NAME)[1])
    rates: dict[str, list[float]] = {"ours": [], "constant": []}
    tails: dict[str, list[float]] = {"ours": [], "constant": []}
    with _server(OURS, chosen.db, 18765), _server(CONSTANT, chosen.db, 18766):
        for _ in range(chosen.rounds):
            for what, port in (("ours", 18765), ("constant", 18766)):
                taken = asyncio.run(_load(port, chosen.seconds))
                rates[what].append(len(taken) / chosen.seconds)
                tails[what].append(statistics.quantiles(taken, n=100)[-1] * 1000)
    ours, constant = statistics.median(rates["ours"]), statistics.median(rates["constant"])
    print(f"     {ours:,.0f} answers a second to `who` ({size:,} bytes), {constant:,.0f} of a constant")
    limits.least("who over HTTP, to a constant", ours / constant, 0.6)
    p99 = [statistics.median(tails[what]) for what in ("ours", "constant")]
    print(f"     p99 at {CONNECTIONS} connections {p99[0]:.1f} ms, of the constant {p99[1]:.1f} ms")
    limits.ratio("p99, to a constant", p99[0] / p99[1], 2)
    limits.finish()


@contextmanager
def _server(code: str, db: str, port: int) -> Iterator[None]:
    """A server in a process of its own, while the block lasts."""
    process = subprocess.Popen([sys.executable, "-c", code, db, str(port)])
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


async def _load(port: int, seconds: float) -> list[float]:
    """The seconds that each answer took, asked on all connections until the time is over."""
    end = time.perf_counter() + seconds
    parts = await asyncio.gather(*(_connection(port, end) for _ in range(CONNECTIONS)))
    return [one for part in parts for one in part]


async def _connection(port: int, end: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
    question = f"GET /api/v1/who?name={NAME} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: identity\r\n\r\n".encode()
    taken = []
    while (begun := time.perf_counter()) < end:
        writer.write(question)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        taken.append(time.perf_counter() - begun)
    writer.close()
    return taken


if __name__ == "__main__":
    main()
