"""`docs/commands.md`: every `ucj` command with its arguments and options, from the command line itself."""

from collections.abc import Iterator
from typing import Any

import typer.main

from deployments.cli import GROUPS, app
from deployments.console.grouped_help import names_declared

HEAD = """\
# Commands

Every command explains itself with the option `--help` (short: `-h`), `ucj --version` names the version, and
`ucj completion` has a shell complete commands and options. Exit codes are listed in
[configuration.md](configuration.md#exit-codes). Feeds are named either way (`enrolment` or `PESERTA`), submissions as
`S000012` or `12`, dates as `YYYY-MM-DD`.
"""


def commands_text() -> str:
    """A table of all commands in their groups, then each with its arguments and options."""
    root: Any = typer.main.get_command(app)
    lines = [HEAD, "", "| to | command | what it does |", "|---|---|---|"]
    for title, modules in GROUPS.items():
        names = [name for module in modules for name in names_declared(module)]
        leaves = [leaf for name in names for leaf in _leaves(root.commands[name], f"ucj {name}")]
        for place, (name, command) in enumerate(leaves):
            group = "" if place else title.lower()
            lines.append(f"| {group} | [`{name}`](#{name.replace(' ', '-')}) | {_about(command)[0]} |")
    for name, command in sorted(_leaves(root, "ucj"), key=lambda pair: pair[0]):
        lines += ["", f"## {name}", "", " ".join(_about(command)), ""]
        lines += [f"- {line}" for line in _parameters(command)]
    return "\n".join(line.rstrip() for line in lines).replace("\n\n\n", "\n\n").rstrip("\n") + "\n"


def _leaves(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", None)
    if not below:
        yield name, command
        return
    for word, child in below.items():
        yield from _leaves(child, f"{name} {word}")


def _about(command: Any) -> list[str]:
    """The help text, sentence line by sentence line."""
    return [" ".join(part.split()) for part in (command.help or "").split("\n\n") if part.strip()] or [""]


def _parameters(command: Any) -> Iterator[str]:
    for parameter in command.params:
        if getattr(parameter, "hidden", False):
            continue
        argument = parameter.param_type_name == "argument"
        name = (parameter.metavar or parameter.name.upper()) if argument else parameter.opts[0]
        text = " ".join((getattr(parameter, "help", None) or "").split()).replace("|", "\\|")
        yield f"`{name}`: {text}" if text else f"`{name}`"
