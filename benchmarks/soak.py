"""Minutes of mixed questions to a server while its file is rebuilt again and again: no failure, no growth.

Asked are who, search, lists, profiles, compare, tag and exports, on loopback, some at once. Memory and open files of
the server are read from /proc, so this needs Linux.

python -m benchmarks.soak --minutes 5
"""

import argparse
import asyncio
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bestiary.ingest import build

from .measure import Limits
from .serve import OURS

PORT = 18767
AT_ONCE = 8
QUESTIONS = (
    "/api/v1/who?name=Turla", "/api/v1/who?name=Sandwrm", "/api/v1/search?q=sandstorm+country:IR",
    "/api/v1/search?q=exfil*", "/api/v1/actors?country=Iran", "/api/v1/tools?limit=50", "/api/v1/actors/apt28",
    "/api/v1/actors/g0007", "/api/v1/compare?id=apt28&id=apt29", "/api/v1/operations?limit=5", "/api/v1/sources",
    "/api/v1/export/names?id=apt28", "/api/v1/export/stix?id=turla", "/api/v1/build", "/api/v1/why?a=apt28&b=apt29",
)  # fmt: skip


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=5)
    chosen = options.parse_args()
    limits = Limits()
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder, "x.db")
        build([], db=db)
        server = subprocess.Popen([sys.executable, "-c", OURS, str(db), str(PORT)])
        try:
            found = asyncio.run(_soak(server.pid, db, chosen.minutes * 60))
        finally:
            server.terminate()
            server.wait()
    statuses, sizes, files, rebuilt = found
    failed = sum(count for status, count in statuses.items() if status >= 500)
    print(f"     statuses {dict(statuses)}")
    limits.tell("questions", sum(statuses.values()), "")
    limits.tell("builds meanwhile", rebuilt, "")
    limits.ratio("questions that failed", failed, 0, "")
    third = max(1, len(sizes) // 3)
    before, after = max(sizes[third : 2 * third]), max(sizes[2 * third :])
    limits.ratio("memory in the last third, to the second", after / before, 1.1)
    limits.ratio("open files at the end, above those of the first third", files[-1] - max(files[: 2 * third]), 5, "")
    limits.finish()


async def _soak(pid: int, db: Path, seconds: float) -> tuple[Counter[int], list[int], list[int], int]:
    """(how often each status came, memory and open files every second, how often the file was rebuilt)."""
    statuses: Counter[int] = Counter()
    await asyncio.sleep(3)
    end = time.monotonic() + seconds
    asking = [asyncio.create_task(_ask(statuses, end, seed)) for seed in range(AT_ONCE)]
    sizes: list[int] = []
    files: list[int] = []
    rebuilt = 0
    while time.monotonic() < end:
        if len(sizes) % 15 == 14:
            await asyncio.to_thread(_replace, db)
            rebuilt += 1
        status = Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2].split()[0]
        sizes.append(int(status) * 1024)
        files.append(len(list(Path(f"/proc/{pid}/fd").iterdir())))
        await asyncio.sleep(1)
    await asyncio.gather(*asking)
    return statuses, sizes, files, rebuilt


def _replace(db: Path) -> None:
    """Another file in the place, as a build puts it there."""
    copy = db.with_suffix(".new")
    shutil.copyfile(db, copy)
    copy.replace(db)


async def _ask(statuses: Counter[int], end: float, seed: int) -> None:
    """Questions in a random order, each with a connection of its own; a text is tagged in between."""
    chance = random.Random(seed)
    body = b"The group Fancy Bear used Mimikatz and a backdoor called Zebrocy. " * 50
    while time.monotonic() < end:
        path = chance.choice([*QUESTIONS, "/api/v1/tag"])
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        method, more = ("POST", body) if path.endswith("/tag") else ("GET", b"")
        head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(more)}\r\n\r\n"
        writer.write(head.encode() + more)
        answer = await reader.read()
        statuses[int(answer.split(b" ", 2)[1])] += 1
        writer.close()
        await writer.wait_closed()


if __name__ == "__main__":
    main()
