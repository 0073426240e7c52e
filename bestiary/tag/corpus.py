"""Many reports at once, on all cores; each worker has the dictionary and needs nothing else."""

import os
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from itertools import chain
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from ..errors import BestiaryError, Problem
from ..fetch import files, written
from ..origin import Origin
from .mention import Mention
from .report import SUFFIXES, report_of, reports
from .tagger import Tagger

T = TypeVar("T")
File = tuple[Path, str]  # and its name, which is the id of its report
Progress = Callable[[str, int, int], None]
Make = Callable[[str, str, list[Mention]], T]  # what is wanted of a report: of its id, its text and its mentions

TOGETHER = 8  # files that are handed to a worker at once
AHEAD = 3  # batches a worker that are waiting for it: all of a large folder would fill the memory


class Tagged(NamedTuple):
    """A report with its mentions."""

    id: str
    text: str
    mentions: list[Mention]


def report_files(path: Path) -> list[tuple[Path, str]]:
    """A file, or the reports below a folder, by name; each with its path as it was given, so that no two are alike.

    Raises InputError if there is nothing there.
    """
    found = [(file, written(file.as_posix())) for file, _ in files(path)]
    return found if path.is_file() else [(file, name) for file, name in found if name.lower().endswith(SUFFIXES)]


def tag_files(
    tagger: Tagger,
    files: Sequence[File],
    make: Make[T],
    progress: Progress | None = None,
    skip: Collection[str] = (),
    workers: int = 0,
) -> Iterator[T | Problem]:
    """What `make` makes of the reports of files, as they are done, on so many cores (0: all): `Tagged`, say.

    It is called where a report is tagged, so that all cores have a part in it; it and what it makes are pickled. `skip`
    are ids of reports that are not wanted again. A file that cannot be read, or that ends the process which reads it,
    is a Problem and no more.
    """
    say = progress or (lambda what, done, total: None)
    wanted = [one for one in files if one[1] not in skip]
    workers = min(workers or os.cpu_count() or 1, len(wanted))
    done, task = 0, _Task(tagger, make, frozenset(skip))
    for count, results in _alone(task, wanted) if workers < 2 else _shared(task, wanted, workers):
        done += count
        say("tagging", done, len(wanted))
        yield from results


Done = tuple[int, list[T | Problem]]  # how many files, and what became of them


class _Task(NamedTuple, Generic[T]):
    """What is to be done with a file."""

    tagger: Tagger
    make: Make[T]
    skip: frozenset[str]

    def do(self, path: Path, name: str) -> Iterator[T | Problem]:
        try:
            for report in reports(path, name):
                if isinstance(report, Problem):
                    yield report
                elif report.id not in self.skip:
                    yield self.make(report.id, report.text, self.tagger.tag(report.text))
        except BestiaryError as error:
            yield Problem(error.origin or Origin(name), error.message, error.hint)


def _alone(task: _Task[T], wanted: Sequence[File]) -> Iterator[Done[T]]:
    for path, name in wanted:
        yield 1, list(task.do(path, name))


def _shared(task: _Task[T], wanted: Sequence[File], workers: int) -> Iterator[Done[T]]:
    """On several cores. Where a worker dies, what it may have died of is tried again, each file in one of its own."""
    batches = deque(wanted[start : start + TOGETHER] for start in range(0, len(wanted), TOGETHER))
    while batches:
        suspects: list[File] = []
        yield from _at_once(task, batches, workers, suspects)
        for one in suspects:
            fatal: Done[T] = (1, [_fatal(one[1])])
            yield next(_at_once(task, deque([[one]]), 1, []), fatal)


def tag_text(tagger: Tagger, name: str, raw: bytes) -> Tagged | Problem:
    """The report of bytes that stand in no file."""
    report = report_of(raw, Origin(name))
    return report if isinstance(report, Problem) else Tagged(report.id, report.text, tagger.tag(report.text))


def _at_once(task: _Task[T], batches: deque[Sequence[File]], workers: int, broken: list[File]) -> Iterator[Done[T]]:
    """What becomes of the batches, as they are done. Ends early if a worker dies; `broken` then has what was begun."""
    running: dict[Future[list[T | Problem]], Sequence[File]] = {}
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(task,)) as pool:
        try:
            while batches or running:
                while batches and len(running) < workers * AHEAD:
                    batch = batches.popleft()
                    running[pool.submit(_work, batch)] = batch
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    results = future.result()
                    yield len(running.pop(future)), results
        except BrokenExecutor:
            broken += chain.from_iterable(running.values())


def _fatal(name: str) -> Problem:
    return Problem(Origin(name), "cannot be read: it ends the process that reads it", "save its text")


_task: _Task[Any]


def _begin(task: _Task[Any]) -> None:
    global _task
    _task = task


def _work(batch: Sequence[File]) -> list[Any]:
    return [result for path, name in batch for result in _task.do(path, name)]
