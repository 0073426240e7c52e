"""The scripts that shells run."""

import pytest

from .conftest import Run


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_asks_this_command_and_tells_how_to_install_it(run: Run, shell: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert f"_BESTIARY_COMPLETE={shell}_complete" in result.stdout
    assert result.stdout.splitlines()[-1].startswith(f"# To install: bestiary completion {shell} > ")


def test_zsh_finds_its_mark_on_the_first_line(run: Run) -> None:
    assert run("completion", "zsh").stdout.startswith("#compdef bestiary\n")


def test_another_shell_is_a_usage_error(run: Run) -> None:
    assert run("completion", "tcsh").exit_code == 2
