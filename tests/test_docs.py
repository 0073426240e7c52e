"""What a user reads is true: every command, option, format and export stands in it, and its examples hold."""

import doctest
import re
import shlex
import shutil
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import click
import pytest
from click.testing import CliRunner

import bestiary
from bestiary import exports, formats
from bestiary.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
DOCS = README + "".join(path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md")))
COMMANDS = {name: main.get_command(click.Context(main), name) for name in main.list_commands(click.Context(main))}
# The README's table of commands: a row begins with the command
ROWS = re.findall(r"^\| `bestiary ([a-z-]+)` \|", README, re.MULTILINE)


def options(command: click.Command) -> list[str]:
    """Every way to write every option of a command."""
    return [name for param in command.params if isinstance(param, click.Option) for name in param.opts]


def test_every_command_has_its_row() -> None:
    assert [*COMMANDS] == ROWS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_stands_in_its_command_s_section(name: str) -> None:
    command = COMMANDS[name]
    assert command is not None
    section = (ROOT / "docs/cli.md").read_text("utf-8").partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    written = set(re.findall(r"(?<![\w-])(-[-a-z]+)", " ".join(re.findall(r"^\| `([^`]*)`", section, re.MULTILINE))))
    assert written == set(options(command))


def test_the_figures_of_other_pages_are_those_of_the_benchmarks() -> None:
    text = (ROOT / "docs/benchmarks.md").read_text("utf-8")
    pages = ("README.md", "docs/compared.md", "bestiary/serve/web/templates/about.html")
    for page in ((ROOT / path).read_text("utf-8") for path in pages):
        figures = re.findall(r"\d\.\d{3}|[\d.]+(?= ×)|\d+(?= (?:MB|labelled|annotated|others)\b)", page)
        assert len(figures) > 8
        assert [figure for figure in figures if not re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.])", text)] == []


@pytest.mark.parametrize("option", options(main))
def test_every_general_option_is_described(option: str) -> None:
    assert f"`{option}`" in DOCS


@pytest.mark.parametrize(
    "name",
    [f"{package.__name__}.{found.name}" for package in (formats, exports) for found in iter_modules(package.__path__)],
)
def test_every_format_and_export_is_described(name: str) -> None:
    assert f"`{name.rpartition('.')[2]}`" in DOCS
    assert import_module(name).TITLE.lower() in DOCS.lower()


def test_every_endpoint_and_every_page_is_described(tmp_path: Path) -> None:
    from starlette.routing import Route

    from bestiary.serve.library import Library
    from bestiary.serve.rest import ENDPOINTS
    from bestiary.serve.web.routes import routes
    from tests.small import build_small

    rest, web = ((ROOT / "docs" / name).read_text("utf-8") for name in ("rest.md", "web.md"))
    for endpoint in ENDPOINTS:
        assert f"{endpoint.path.split('/{')[0]}`" in rest or f"{endpoint.path}?" in rest, endpoint.path
    pages = [route.path for route in routes(Library(str(build_small(tmp_path)[0]))) if isinstance(route, Route)]
    fixed = {path.split("/{")[0] for path in pages} - {"", "/assets"}
    assert len(fixed) > 8
    assert [path for path in fixed if f"`{path}" not in web] == []


def modules_with_examples() -> list[str]:
    """The modules whose docstrings show a session."""
    root = Path(bestiary.__path__[0])
    paths = [path.relative_to(root.parent) for path in root.rglob("*.py") if ">>> " in path.read_text("utf-8")]
    return sorted(".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths)


@pytest.mark.parametrize("name", modules_with_examples())
def test_examples_in_docstrings_hold(name: str, packaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BESTIARY_DB", str(packaged))
    result = doctest.testmod(import_module(name))
    assert result.attempted > 0
    assert result.failed == 0


def test_the_readme_s_python_holds(packaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BESTIARY_DB", str(packaged))
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert result.attempted > 0
    assert result.failed == 0


def test_every_signal_of_a_name_is_explained_as_in_the_code() -> None:
    from bestiary.tag.evidence import KNOWN, NEW

    text = (ROOT / "docs/tagging.md").read_text(encoding="utf-8")
    assert f"{len(KNOWN)} signals for a known name, {len(NEW)} for a new one" in text
    for signal in (*KNOWN, *NEW):
        assert f"| `{signal.__name__}` | {' '.join((signal.__doc__ or '').split())} |" in text


def test_every_signal_is_explained_as_in_the_code() -> None:
    from bestiary.compare import SIGNALS, WEIGHTS

    text = (ROOT / "docs/identity.md").read_text(encoding="utf-8")
    for signal in SIGNALS:
        assert f"| `{signal.__name__}` | {' '.join((signal.__doc__ or '').split())} |" in text
    from_ = (WEIGHTS[kind].same for kind in ("actor", "tool"))
    assert "sum of {:g}, a tool's from {:g}".format(*from_) in text


@pytest.mark.parametrize("page", ["tour", "cookbook"])
def test_the_commands_of_a_page_run(page: str, packaged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", (ROOT / f"docs/{page}.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    assert len(lines) > 12
    (tmp_path / "file").mkdir()
    shutil.copy(packaged, tmp_path / "file")  # a level is built beside it
    monkeypatch.setenv("BESTIARY_DB", str(tmp_path / "file" / packaged.name))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    for name in ("report.txt", "reports/one.md"):
        (tmp_path / name).write_text("Mustang Panda used PlugX, and a backdoor called TEACUPRAT.", encoding="utf-8")
    for line in lines:
        program, *words = shlex.split(line)
        assert program == "bestiary"
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, (line, result.output)
