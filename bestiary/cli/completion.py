"""`bestiary completion`: the shell script that completes commands, options and names."""

import click
from click.shell_completion import get_completion_class

# Where each shell looks for completions of its own accord.
INSTALL = {
    "bash": "bestiary completion bash > ~/.local/share/bash-completion/completions/bestiary",
    "zsh": "bestiary completion zsh > _bestiary, in a folder of $fpath",
    "fish": "bestiary completion fish > ~/.config/fish/completions/bestiary.fish",
}


@click.command("completion", short_help="The completion script of a shell.")
@click.argument("shell", type=click.Choice(list(INSTALL)))
def command(shell: str) -> None:
    """Prints the script that makes the SHELL complete commands, options and the names of actors.

    \b
    Examples:
      bestiary completion bash > ~/.local/share/bash-completion/completions/bestiary
      bestiary completion fish > ~/.config/fish/completions/bestiary.fish
    """
    completion = get_completion_class(shell)
    assert completion is not None, "click knows the three shells"
    root = click.get_current_context().find_root().command
    click.echo(completion(root, {}, "bestiary", "_BESTIARY_COMPLETE").source())
    # At the end, for zsh wants its `#compdef` on the first line.
    click.echo(f"# To install: {INSTALL[shell]}")
