"""`ucj completion SHELL`: the script by which a shell completes commands, options and names of feeds."""

from enum import StrEnum
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None)


class Shell(StrEnum):
    """Shells for which there is a script."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


@app.command()
def completion(shell: Annotated[Shell, typer.Argument(help="The shell that is to complete.")]) -> None:
    """Print the script that completes `ucj` in a shell.

    bash: `source <(ucj completion bash)` in ~/.bashrc. zsh: `source <(ucj completion zsh)` in ~/.zshrc, after compinit.
    fish: `ucj completion fish > ~/.config/fish/completions/ucj.fish`. The command has to be found by the name `ucj`.
    """
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    from deployments.console.completion_of_shells import VARIABLE

    typer.echo(get_completion_script(prog_name="ucj", complete_var=VARIABLE, shell=shell.value))
