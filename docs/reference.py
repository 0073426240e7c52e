"""Writes the pages of reference from the code they describe, so that none can tell something else than the code does.

`python docs/reference.py` writes docs/cli.md, docs/endpoints.md, docs/python.md, docs/answers.md and the tables in
docs/data-model.md anew; a test says if that was forgotten.
"""

import ast
import inspect
import re
import textwrap
import tokenize
from collections.abc import Iterable
from functools import cache
from io import StringIO
from pathlib import Path
from types import ModuleType

import click

from bestiary import base, profile
from bestiary.cli import main as bestiary
from bestiary.schema import Property, schema
from bestiary.serve import exported, operations, pages, rest
from bestiary.serve.endpoint import Endpoint
from bestiary.serve.openapi import PREFIX, description
from bestiary.tag import mention

FOLDER = Path(__file__).parent
ANSWERS: tuple[ModuleType, ...] = (profile, mention, operations, pages, rest)  # where the types of answers are written
HEADINGS = {
    "questions": "Questions",
    "lists": "Lists",
    "things": "Things",
    "file": "The file, and exports of it",
}


def main() -> None:
    """Writes the pages."""
    for name, text in written().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def written() -> dict[str, str]:
    """Each generated page by its file name."""
    return {
        "cli.md": cli(),
        "endpoints.md": endpoints(),
        "python.md": python(),
        "answers.md": answers(),
        "data-model.md": with_tables((FOLDER / "data-model.md").read_text("utf-8")),
    }


# --- commands ---


def cli() -> str:
    """Every command with its help, examples and options."""
    context = click.Context(bestiary, info_name="bestiary", **bestiary.context_settings)
    parts = [
        "# Commands",
        "What `bestiary COMMAND --help` tells, on one page. Before the command stand the general options: "
        "`--debug` prints the Python traceback of an error, `--version` says which Bestiary this is.",
        "| variable | |\n|---|---|\n"
        "| `BESTIARY_DB` | the built file; else `bestiary.db` in your data folder |\n"
        "| `BESTIARY_OVERLAY` | your overlay; else `overlay` in your data folder |\n"
        "| `BESTIARY_ANALYST` | who judges; else your login name |\n"
        "| `BESTIARY_TOKEN` | what whoever asks `bestiary serve` has to know |\n"
        "| `SSL_CERT_FILE`, `https_proxy`, `no_proxy` | for `bestiary update` |\n"
        "| `NO_COLOR` | no colours |",
        "Your data folder is `~/.local/share/bestiary` on Linux (`XDG_DATA_HOME` moves it), "
        "`~/Library/Application Support/bestiary` on macOS, `%LOCALAPPDATA%\\bestiary` on Windows.",
        "Exit codes: 0 done, 1 found nothing, 2 the question is malformed, 3 an input or the file cannot be used, "
        "130 ended by Ctrl-C, 141 what reads the answer from a pipe (`head`) wants no more of it. Answers go to "
        "standard output; errors, problems and progress to standard error.",
    ]
    for name in bestiary.list_commands(context):
        command = bestiary.get_command(context, name)
        assert command is not None
        parts += _command(name, command, context)
    return _page(parts)


def _command(name: str, command: click.Command, parent: click.Context) -> list[str]:
    """The section of a command."""
    context = click.Context(command, info_name=name, parent=parent)
    usage = " ".join(command.collect_usage_pieces(context))
    parts = [f"## {name}", f"```\nbestiary {name} {usage}\n```"]
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        lines = paragraph.removeprefix("\b\n").splitlines()
        if paragraph.startswith("\b"):
            headed = lines[0].endswith(":")
            parts.append("```\n" + textwrap.dedent("\n".join(lines[headed:])) + "\n```")
        else:
            parts.append(_plain(" ".join(lines)))
    rows = []
    for option in command.params:
        found = option.get_help_record(context) if isinstance(option, click.Option) else None
        if found:
            rows.append(f"| `{found[0].replace('|', chr(92) + '|')}` | {_plain(found[1])} |")
    return parts + (["| option | |\n|---|---|\n" + "\n".join(rows)] if rows else [])


def _plain(text: str) -> str:
    """Text of a help as Markdown that shows it as it is."""
    return re.sub(r"([\\<>|*\[\]]|(?<!\w)_|_(?!\w))", r"\\\1", " ".join(text.split()))


# --- REST ---


def endpoints() -> str:
    """Every endpoint of the REST interface."""
    every = [*rest.ENDPOINTS, exported.ENDPOINT]
    parts = [
        "# Endpoints",
        f"Below `{PREFIX}`. How to ask, who may, pages and problems: [rest.md](rest.md). A running server tells "
        f"the same at `/api/docs`, and as OpenAPI 3.1 at `{PREFIX}/openapi.json`.",
    ]
    described = description(every)["paths"]
    for tag, heading in HEADINGS.items():
        parts.append(f"## {heading}")
        for endpoint in every:
            if endpoint.tag == tag:
                parts += _endpoint(endpoint, described[PREFIX + endpoint.path][endpoint.method.lower()])
    return _page(parts)


def _endpoint(endpoint: Endpoint, described: dict[str, object]) -> list[str]:
    """The section of an endpoint."""
    parts = [f"### {endpoint.method} {endpoint.path}", f"{endpoint.summary}."]
    rows = [
        f"| `{one.name}` | {'path' if f'{{{one.name}}}' in endpoint.path else 'required' if one.required else ''} "
        f"| {one.description}{', one or more' if one.many else ''} | {f'`{one.example}`' if one.example else ''} |"
        for one in endpoint.parameters
    ]
    if rows:
        parts.append("| parameter | | | for example |\n|---|---|---|---|\n" + "\n".join(rows))
    codes = described["responses"]
    assert isinstance(codes, dict)
    told = ", ".join(f"{code} {one['description']}" for code, one in sorted(codes.items()) if code != "200")
    answer = _type(endpoint.returns) if endpoint.media_type == "application/json" else f"`{endpoint.media_type}`"
    empty = (
        " Where there is nothing to tell, it is empty, and 200 too."
        if endpoint.tag == "questions" and "404" not in codes
        else ""
    )
    return [*parts, f"Answers {answer}.{empty} Else {told}."]


def _type(found: object) -> str:
    """A type as it is written, its parts linked to where they are described."""
    text = found.__name__ if isinstance(found, type) else re.sub(r"\b[\w.]+\.(\w+)", r"\1", str(found))
    return _linked(text)


def _linked(text: str) -> str:
    """The source of a type in which every described one is a link."""
    known = {name for name, _, _ in _types()}

    def link(found: re.Match[str]) -> str:
        return f"[{found[0]}](answers.md#{found[0].lower()})" if found[0] in known else found[0]

    return re.sub(r"\w+", link, text.replace("[", "\\[").replace("]", "\\]").replace("|", "\\|"))


# --- Python ---


def python() -> str:
    """Every method of the encyclopedia."""
    parts = [
        "# From Python",
        "Everything that the interfaces answer is a method of one object. What they give are plain dictionaries and "
        "lists, described under [answers](answers.md). Errors are those of `bestiary.errors`: `NotFound`, "
        "`UsageError`, `InputError`, `StoreError`, all of them `BestiaryError`, each with a `hint` of what to do.",
        "```python\nfrom bestiary import Bestiary\n\nwith Bestiary.open() as bestiary:\n    for match in "
        'bestiary.who("Fancy Bear")["matches"]:\n        print(match["profile"]["title"])\n```',
    ]
    tree = ast.parse(inspect.getsource(base))
    aliases = {
        node.targets[0].id: ast.unparse(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id.istitle()
    } | {"NamesCoined": "list[Coined]", "Found_": "Found", "Review_": "Review"}
    (house,) = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for node in house.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            parts += _method(node, aliases)
    return _page(parts)


def _method(node: ast.FunctionDef, aliases: dict[str, str]) -> list[str]:
    """The section of a method or property."""
    gives = ast.unparse(node.returns) if node.returns else ""
    for alias, meaning in aliases.items():
        gives = re.sub(rf"\b{alias}\b", meaning, gives)
    arguments = re.sub(r"^(self|cls)(, )?", "", ast.unparse(node.args))
    is_property = any(isinstance(one, ast.Name) and one.id == "property" for one in node.decorator_list)
    heading = node.name if is_property else f"{node.name}({arguments})"
    about = inspect.cleandoc(ast.get_docstring(node) or "")
    result = [] if gives in ("", "None") else [f"Gives {_linked(gives)}."]
    return [f"## `{heading}`", re.sub(r"docs/(\w+\.md)", r"[\1](\1)", about), *result]


# --- types of answers ---


def answers() -> str:
    """Every type that an answer is made of, with its fields."""
    parts = [
        "# Answers",
        "What `--json`, the REST interface and Python give. A field marked “not always” is left out where it has "
        "nothing to say. Dates are [EDTF](https://www.loc.gov/standards/datetime/): `2014`, `2014-03`, `2014-22` is "
        "its summer.",
    ]
    for name, about, fields in _types():
        rows = "\n".join(
            f"| `{field}` | {_linked(type_.removeprefix('NotRequired[').removesuffix(']') if optional else type_)} "
            f"| {'; '.join(filter(None, ('not always' if optional else '', comment)))} |"
            for field, type_, comment in fields
            for optional in [type_.startswith("NotRequired[")]
        )
        parts += [f"## {name}", about, "| field | | |\n|---|---|---|\n" + rows]
    return _page(parts)


@cache
def _types() -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Name, description and (field, type, comment) of every type of answers, in the order of the code."""
    found = []
    for module in ANSWERS:
        source = inspect.getsource(module)
        comments = {
            token.start[0]: token.string.lstrip("# ").replace("|", "\\|")
            for token in tokenize.generate_tokens(StringIO(source).readline)
            if token.type == tokenize.COMMENT
        }
        for node in ast.parse(source).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                fields = [
                    (one.target.id, ast.unparse(one.annotation), comments.get(one.lineno, ""))
                    for one in node.body
                    if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
                ]
                if fields:
                    found.append((node.name, inspect.cleandoc(ast.get_docstring(node) or ""), fields))
    return found


# --- the data model ---


def with_tables(text: str) -> str:
    """The page with what stands between its marks written anew."""
    tables = {
        "kinds": _kinds(),
        "properties": _properties(schema().property),
        "parts": _properties(schema().part),
    }
    for name, table in tables.items():
        before, mark, rest_ = text.partition(f"<!-- {name} -->\n")
        text = f"{before}{mark}{table}\n{rest_[rest_.index('<!-- end -->') :]}"
    return text


def _kinds() -> str:
    rows = [
        f"| `{name}` | {kind.label} | `{kind.stix}` | {f'`{kind.misp}`' if kind.misp else ''} |"
        for name, kind in schema().kind.items()
    ]
    return "\n".join(["| kind | | STIX 2.1 | MISP galaxy |", "|---|---|---|---|", *rows])


def _properties(properties: dict[str, Property]) -> str:
    rows = [
        f"| `{name}` | {one.label} | {one.type} | {one.etda} | {', '.join(f'`{key}`' for key in one.misp)} "
        f"| {f'`{one.stix}`' if one.stix else ''} |"
        for name, one in properties.items()
    ]
    return "\n".join(["| property | | type | card | MISP meta | STIX |", "|---|---|---|---|---|---|", *rows])


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


if __name__ == "__main__":
    main()
