"""Whatever stops a build, and however many run at once: the old file whole or the new one, and nothing left behind."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bestiary.base import Bestiary
from bestiary.ingest import build
from bestiary.store.tables import VERSION
from tests.killed import answer, inputs, temporary
from tests.small import ACTORS, TOOLS, build_small, write
from tests.watched import BESTIARY, ROOT, watched

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills and limits processes as POSIX has it")

KILLS = 200

# The builder may write no file larger than this many bytes, as on a disk that is full: SQLite is told EFBIG.
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from bestiary.cli import main
main()
"""
# Root may write anywhere; nobody else may.
POWERLESS = """
import os, sys
from pathlib import Path
from bestiary.errors import StoreError
from bestiary.ingest import build
source, db = map(Path, sys.argv[1:])
build([source], db=source.parent / "other.db", default=False)  # imports what nobody may not be able to read
if os.geteuid() == 0:
    os.setgroups([])
    os.setuid(65534)
try:
    build([source], db=db, default=False)
except StoreError as error:
    print(error)
"""
# Every new file that takes its place leaves a line.
COUNTS_BUILDS = """
import os
real = os.replace
def replace(source, target):
    with open(os.environ["BUILDS"], "a") as builds:
        print(target, file=builds)
    real(source, target)
os.replace = replace
"""


class Place:
    """A file built from one input, and what it and another one answer."""

    def __init__(self, folder: Path) -> None:
        self.sources = inputs(folder)
        self.db = folder / "made" / "x.db"
        self.answers: list[str] = []
        for source in reversed(self.sources):
            build([source], db=self.db, default=False)
            self.answers.insert(0, answer(self.db))
        self.bytes = self.db.read_bytes()

    def untouched(self) -> bool:
        """Whether the file is as it was and nothing lies beside it."""
        return self.db.read_bytes() == self.bytes and self.beside() == set()

    def beside(self) -> set[str]:
        """What else is in the folder; the lock stays there, as a file that is removed locks nobody out."""
        return {path.name for path in self.db.parent.iterdir()} - {"x.db", "x.db.lock"}

    def command(self, number: int) -> list[str]:
        """Builds from one of the inputs."""
        return ["build", str(self.sources[number]), "--no-default", "--db", str(self.db)]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def start(*arguments: str, **environment: str) -> "subprocess.Popen[str]":
    """Starts `bestiary`, as another process beside this one, which Ctrl-C stops.

    A shell's background job ignores Ctrl-C, and so would all that it starts.
    """
    surroundings = {**os.environ, **environment}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*BESTIARY, *arguments], stdout=pipe, stderr=pipe, text=True, cwd=ROOT, env=surroundings,
        start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


# --- one that is stopped ---


def test_a_build_killed_at_any_moment_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.killed", str(tmp_path), str(KILLS)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    assert counts["killed"] == KILLS
    assert counts["old"] > KILLS / 2  # the kills fell into the build,
    assert counts["left"] > KILLS / 4  # many into its writing,
    assert counts["new"] > 0  # and some behind its end
    assert {path.name for path in tmp_path.iterdir()} == {"old", "new", "x.db", "x.db.lock"}


def test_a_killed_build_of_another_file_is_not_swept_up(tmp_path: Path) -> None:
    for name in (".x.db.backup.1.tmp", ".x.db.tmp", ".xxdb.1.tmp", ".x.db.1.tmp"):
        (tmp_path / name).write_bytes(b"half a file")
    build([inputs(tmp_path)[0]], db=tmp_path / "x.db", default=False)
    assert sorted(path.name for path in temporary(tmp_path / "x.db")) == [
        ".x.db.backup.1.tmp",
        ".x.db.tmp",
        ".xxdb.1.tmp",
    ]


def test_the_name_of_the_file_is_no_pattern(tmp_path: Path) -> None:
    (tmp_path / ".[x].db.1.tmp").write_bytes(b"half a file")
    build([inputs(tmp_path)[0]], db=tmp_path / "[x].db", default=False)
    assert temporary(tmp_path / "[x].db") == []


def test_ctrl_c_leaves_the_old_file(place: Place) -> None:
    several = [{"value": f"Cup {number}", "meta": {"synonyms": [f"Mug {number}"]}} for number in range(5000)]
    write(place.sources[1], "threat-actor", several)
    building = start(*place.command(1))
    while not temporary(place.db):
        assert building.poll() is None, "it ended before it could be stopped"
        time.sleep(0.001)
    building.send_signal(signal.SIGINT)
    out, err = building.communicate(timeout=30)
    assert (building.returncode, out, err) == (130, "", "bestiary: stopped\n")
    assert place.untouched()


# --- one that cannot write ---


@pytest.mark.parametrize("part", [0, 0.1, 0.5, 0.9, 0.99])
def test_a_full_disk(place: Place, part: float) -> None:
    limit = str(int(len(place.bytes) * part) // 4096 * 4096)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, limit, *place.command(1)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 3
    first, hint = done.stderr.splitlines()
    assert first.startswith(f"bestiary: {place.db}: cannot be written: ")
    assert hint == "check the folder and the disk"
    assert place.untouched()


def test_a_folder_that_may_not_be_written() -> None:
    with tempfile.TemporaryDirectory() as folder:  # pytest's own may be entered by nobody else
        Path(folder).chmod(0o755)
        place = Place(Path(folder))
        place.db.parent.chmod(0o555)
        command = [sys.executable, "-c", POWERLESS, str(place.sources[1]), str(place.db)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        place.db.parent.chmod(0o755)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(f"{place.db}: cannot be written: ")
        assert place.untouched()


@pytest.mark.parametrize("name", ["file/x.db", "/proc/x.db"])
def test_a_folder_that_cannot_be(tmp_path: Path, name: str) -> None:
    if name.startswith("/proc") and not Path("/proc/self").exists():
        pytest.skip("this system has no /proc")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    source = write(tmp_path, "threat-actor", ACTORS)
    run = watched("build", str(source), "--no-default", "--db", str(tmp_path / name))
    assert run.code == 3
    assert "cannot be written: " in run.err
    assert run.err.endswith("check the folder and the disk\n")


# --- files that are not what they should be ---


def broken(db: Path, how: str) -> None:
    """Makes the file one that cannot be used."""
    if how == "another version":
        with closing(sqlite3.connect(db)) as connection:
            connection.execute(f"pragma user_version = {VERSION + 1}")
    elif how == "another program's":
        db.unlink()
        with closing(sqlite3.connect(db)) as connection:
            connection.execute("create table letters(text)")
    elif how == "a folder":
        db.unlink()
        db.mkdir()
    else:
        raw = db.read_bytes()
        db.write_bytes({"no database": b"Dear diary,\n" * 1000, "empty": b"", "half": raw[: len(raw) // 2]}[how])


@pytest.mark.parametrize("how", ["another version", "another program's", "no database", "empty", "half", "a folder"])
def test_a_file_that_cannot_be_used_is_said_to_be_and_left_alone(place: Place, how: str) -> None:
    broken(place.db, how)
    before = place.db.read_bytes() if place.db.is_file() else b""
    run = watched("who", "teapot", "--db", str(place.db))
    assert run.code == (2 if how == "a folder" else 3)
    assert str(place.db) in run.err
    assert "fault in Bestiary" not in run.err
    assert place.db.is_dir() if how == "a folder" else place.db.read_bytes() == before
    assert place.beside() == set()


@pytest.mark.parametrize("how", ["another program's", "no database"])
def test_a_file_that_is_not_ours_is_not_built_over(place: Place, how: str) -> None:
    broken(place.db, how)
    before = place.db.read_bytes()
    lock = place.db.with_name("x.db.lock")
    lock.unlink()
    run = watched(*place.command(1))
    first, hint = run.err.splitlines()
    assert (run.code, first) == (
        3,
        f"bestiary: {place.db}: not a file that bestiary built, so it is left as it is",
    )
    assert hint == "name another one with --db, or move this one away"
    assert place.db.read_bytes() == before
    assert place.beside() == set()
    assert not lock.exists()


@pytest.mark.parametrize("how", ["another version", "empty", "half"])
def test_a_file_that_cannot_be_used_is_built_anew(place: Place, how: str) -> None:
    broken(place.db, how)
    assert watched(*place.command(1)).code == 0
    assert answer(place.db) == place.answers[1]


def test_a_default_file_of_another_version_is_built_from_the_same_inputs(place: Place) -> None:
    broken(place.db, "another version")
    run = watched("who", "Grey Teapot", "--json", BESTIARY_DB=str(place.db))
    assert run.code == 0, run.err
    assert answer(place.db) == place.answers[0]


def test_a_folder_is_no_file_to_build(tmp_path: Path) -> None:
    source = write(tmp_path, "threat-actor", ACTORS)
    (tmp_path / "folder").mkdir()
    run = watched("build", str(source), "--no-default", "--db", str(tmp_path / "folder"))
    assert run.code == 2
    assert "is a directory" in run.err
    assert list((tmp_path / "folder").iterdir()) == []


# --- several at once ---


def test_builders_and_readers_at_once(place: Place) -> None:
    with Bestiary.open(place.db) as earlier:
        first = earlier.who_json("Grey Teapot")
        building = [start(*place.command(number % 2)) for number in range(6)]
        asked = 0
        while any(process.poll() is None for process in building):
            assert answer(place.db) in place.answers
            asked += 1
        assert asked > 10
        assert earlier.who_json("Grey Teapot") == first, "who has opened a file keeps it"
    ended = [(process.communicate(timeout=30)[1], process.returncode) for process in building]
    assert ended == [("", 0)] * 6
    assert answer(place.db) in place.answers
    assert place.beside() == set()


@pytest.fixture
def fresh(tmp_path: Path) -> dict[str, Any]:
    """The environment of a machine on which nothing was built, with a packaged source that is small."""
    clusters = tmp_path / "python/pymispgalaxies/data/misp-galaxy/clusters"
    clusters.mkdir(parents=True)
    (tmp_path / "python/pymispgalaxies/__init__.py").write_text("", encoding="utf-8")
    write(clusters, "threat-actor", ACTORS)
    write(clusters, "tool", TOOLS)
    (tmp_path / "python/sitecustomize.py").write_text(COUNTS_BUILDS, encoding="utf-8")
    return {
        "PYTHONPATH": str(tmp_path / "python"),
        "BUILDS": str(tmp_path / "builds"),
        "BESTIARY_DB": str(tmp_path / "home/x.db"),
        "XDG_DATA_HOME": str(tmp_path / "home"),
    }


def test_first_questions_asked_at_once_are_all_answered(tmp_path: Path, fresh: dict[str, Any]) -> None:
    asking = [start("who", "Grey Teapot", "--json", **fresh) for _ in range(4)]
    ended = [(*process.communicate(timeout=60), process.returncode) for process in asking]
    assert [(err, code) for _, err, code in ended] == [("", 0)] * 4
    assert len({out for out, _, _ in ended}) == 1
    assert json.loads(ended[0][0])["matches"][0]["profile"]["title"] == "Teapot Group"
    assert {path.name for path in (tmp_path / "home").iterdir()} == {"x.db", "x.db.lock"}
    assert (tmp_path / "builds").read_text(encoding="utf-8").splitlines() == [fresh["BESTIARY_DB"]]
    assert watched("build", **fresh).code == 0, "who asks for a build is given one"
    assert len((tmp_path / "builds").read_text(encoding="utf-8").splitlines()) == 2


def test_first_questions_to_a_file_of_another_version_build_once(tmp_path: Path, fresh: dict[str, Any]) -> None:
    db = Path(fresh["BESTIARY_DB"])
    assert watched("build", **fresh).code == 0
    broken(db, "another version")
    asking = [start("who", "Grey Teapot", "--json", **fresh) for _ in range(4)]
    ended = [(process.communicate(timeout=60)[1], process.returncode) for process in asking]
    assert ended == [("", 0)] * 4
    assert (tmp_path / "builds").read_text(encoding="utf-8").splitlines() == [str(db)] * 2


def test_what_takes_its_time_is_waited_for(tmp_path: Path) -> None:
    """A second builder waits for the first, however long that is, and then builds."""
    db, _ = build_small(tmp_path)
    from filelock import FileLock

    with FileLock(f"{db}.lock"):
        waiting = start("build", str(tmp_path / "data"), "--no-default", "--db", str(db))
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(2)
    assert waiting.communicate(timeout=30)[1] == ""
    assert waiting.returncode == 0
