"""The group of commands: what it lists, how it ends when something goes wrong, and what a command shows of itself."""

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

import bestiary
from bestiary.base import Bestiary
from bestiary.cli import COMMANDS, main
from bestiary.cli.export import FORMATS
from bestiary.errors import InputError, NotFound, StoreError, UsageError
from bestiary.origin import Origin

from .conftest import Faked, Run


def raising(error: BaseException) -> object:
    """A method that raises the error."""

    def method(*arguments: object, **options: object) -> None:
        raise error

    return method


def test_the_help_lists_every_command(run: Run) -> None:
    listed = re.findall(r"^  ([a-z]+) {2,}\S", run("--help").stdout.partition("Commands:")[2], re.MULTILINE)
    assert listed == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_has_examples_that_parse(run: Run, name: str) -> None:
    help_ = run(name, "-h").stdout
    examples = re.findall(rf"^ +bestiary {name} (.+)$", help_, re.MULTILINE) or re.findall(
        rf"^ +bestiary {name}$", help_, re.MULTILINE
    )
    assert examples
    command = main.get_command(click.Context(main), name)
    assert command is not None
    for example in examples:
        arguments = [] if example.startswith(" ") else example.partition(" > ")[0].split()
        command.make_context(name, arguments).close()


@pytest.mark.parametrize("name", COMMANDS)
def test_no_help_leads_to_a_file_that_an_installation_has_not(run: Run, name: str) -> None:
    assert "docs/" not in run(name, "-h").stdout


def test_the_help_of_export_tells_every_format(run: Run) -> None:
    listed = run("export", "-h").stdout.partition("Formats:")[2]
    assert [line.split()[0] for line in listed.partition("\n\n")[0].strip().splitlines()] == FORMATS


def test_an_unknown_command_is_a_usage_error(run: Run) -> None:
    result = run("whom", "Heron")
    assert result.exit_code == 2
    assert "No such command 'whom'" in result.stderr


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"bestiary {bestiary.__version__}\n"


@pytest.mark.parametrize(
    ("error", "code", "lines"),
    [
        (UsageError("“x” is no kind", hint="kinds are: actors"), 2, ["bestiary: “x” is no kind", "kinds are: actors"]),
        (NotFound("nothing has the id “x”"), 1, ["bestiary: nothing has the id “x”"]),
        (InputError("too large", Origin("a.json", 3)), 3, ["bestiary: a.json:3: too large"]),
        (StoreError("not ours", Origin("b.db"), "use another"), 3, ["bestiary: b.db: not ours", "use another"]),
        (PermissionError(13, "Permission denied", "c.md"), 3, ["bestiary: c.md: Permission denied"]),
        (
            OSError(28, "No space left on device"),
            3,
            ["bestiary: there is no space left for what is printed", "free some, or write it elsewhere"],
        ),
        (KeyboardInterrupt(), 130, ["bestiary: stopped"]),
    ],
)
def test_an_error_is_a_line_with_its_exit_code(
    run: Run, opened: Faked, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, lines: list[str]
) -> None:
    monkeypatch.setattr(Faked, "sources", raising(error))
    result = run("sources")
    assert result.exit_code == code
    assert result.stderr.splitlines() == lines
    assert result.stdout == ""


def test_a_fault_of_ours_is_said_to_be_one(run: Run, opened: Faked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Faked, "sources", raising(KeyError("publisher")))
    result = run("sources")
    assert result.exit_code == 3
    assert result.stderr.startswith("bestiary: KeyError: 'publisher'\nThis is a fault in Bestiary.")


@pytest.mark.parametrize("error", [StoreError("not ours"), KeyError("publisher")])
def test_a_traceback_is_printed_only_with_debug(
    run: Run, opened: Faked, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(Faked, "sources", raising(error))
    assert "Traceback" not in run("sources").output
    result = run("--debug", "sources")
    assert "Traceback (most recent call last)" in result.stderr
    assert result.exit_code == 3


def test_an_error_cannot_act_on_the_terminal(run: Run, opened: Faked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Faked, "sources", raising(InputError("\x1b[2J\u202egnp.exe", hint="\x9b31m\nnext")))
    assert run("sources").stderr.splitlines() == ["bestiary: \ufffd[2J\ufffdgnp.exe", "\ufffd31m next"]


def test_the_file_is_closed_whatever_happens(run: Run, opened: Faked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Faked, "sources", raising(StoreError("torn")))
    run("sources")
    assert opened.closed


def process(*arguments: str, code: str = "", **options: object) -> subprocess.Popen[bytes]:
    """The command line in a process of its own, whose base answers everything with the code."""
    script = f"import sys\nfrom bestiary.base import Bestiary\n{code}\nfrom bestiary.cli import main\nmain()"
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
    )


BIG = "\n".join(
    [
        "class Big(Bestiary):",
        "    def __init__(self): pass",
        "    def close(self): pass",
        "    def who_json(self, name): return 1, '海' * 10**6",
        "Bestiary.open = lambda db=None, make=None: Big()",
    ]
)


def test_a_closed_pipe_ends_in_silence(tmp_path: Path) -> None:
    file = tmp_path / "there.db"
    file.touch()
    env = {**os.environ, "PYTHONUNBUFFERED": ""}  # unbuffered, Python drops what a pipe did not take
    with process("who", "x", "--json", "--db", str(file), code=BIG, env=env) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 141


def test_what_the_terminal_cannot_show_ends_nothing(tmp_path: Path) -> None:
    file = tmp_path / "there.db"
    file.touch()
    env = {"PYTHONIOENCODING": "latin-1"}
    with process("who", "x", "--json", "--db", str(file), code=BIG, env=env) as running:
        out, err = running.communicate()
    assert (out.strip(), err, running.returncode) == (b"?" * 10**6, b"", 0)


def test_commands_ask_the_base_that_is_patched(opened: Faked) -> None:
    assert Bestiary.open() is opened  # else every test of this folder would read a real file


def test_ctrl_c_while_the_command_line_is_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "parse_args", raising(KeyboardInterrupt()))
    result = run("sources")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "bestiary: stopped\n")
