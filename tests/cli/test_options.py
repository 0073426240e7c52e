"""The options that commands share."""

import json

import click
import pytest
from click.testing import CliRunner

from bestiary.cli.options import db_option, echo_json, json_option


@click.command()
@db_option
@json_option
def command(db: str | None, as_json: bool) -> None:
    click.echo(repr((db, as_json)))


@pytest.mark.parametrize(
    ("arguments", "given"),
    [([], (None, False)), (["--db", "x.db"], ("x.db", False)), (["--json"], (None, True))],
)
def test_options(arguments: list[str], given: object) -> None:
    assert CliRunner().invoke(command, arguments).output == f"{given!r}\n"


def test_json_is_indented_and_in_any_script(capsys: pytest.CaptureFixture[str]) -> None:
    echo_json({"name": "海莲花"})
    text = capsys.readouterr().out
    assert text == '{\n  "name": "海莲花"\n}\n'
    assert json.loads(text) == {"name": "海莲花"}
