"""The help of `ucj`: its commands in groups, in the order of the work, and what options take in plain words."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import typer
from typer.core import TyperGroup

TAKEN: Mapping[Any, str] = {
    str: "TEXT",
    list[str]: "TEXT",
    int: "NUMBER",
    Path: "PATH",
}  # not `<list[str]>`, the name of a type


def names_declared(module: ModuleType) -> Iterator[str]:
    """The names of the commands that a module of `deployments.commands` puts on the command line."""
    app: typer.Typer = module.app
    if isinstance(app.info.name, str):
        yield app.info.name
        return
    for command in app.registered_commands:
        if command.callback is not None:
            yield command.name or command.callback.__name__.replace("_", "-")


def grouped(modules: Mapping[str, Sequence[ModuleType]]) -> type[TyperGroup]:
    """A group of commands whose help has a section for each title."""
    sections = {
        title: [name for one in declaring for name in names_declared(one)] for title, declaring in modules.items()
    }

    class GroupedCommands(TyperGroup):
        """The commands of `ucj`."""

        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            _say_what_is_taken(self)

        def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
            """All names, group by group."""
            return [name for names in sections.values() for name in names]

        def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
            """A section for each group: names and first sentences, as wide as the longest name of all."""
            width = max(len(name) for name in self.commands)
            limit = formatter.width - width - 6
            for title, names in sections.items():
                with formatter.section(title):
                    formatter.write_dl(
                        [(name.ljust(width), self.commands[name].get_short_help_str(limit)) for name in names]
                    )

    return GroupedCommands


def command_typed(command: Any, words: Sequence[str]) -> str:
    """The command that the words after `ucj` begin with, with its groups: `ucj release diff`; `ucj` where none does.

    What is wrong with an option is said by the parser, which does not always know of which command it was.
    """
    path = ["ucj"]
    for word in words:
        command = getattr(command, "commands", {}).get(word)
        if command is None:
            break
        path.append(word)
    return " ".join(path)


def _say_what_is_taken(command: Any) -> None:
    """Give every option and argument that names no value of its own a plain word for it, in all commands below."""
    for one in command.params:
        word = TAKEN.get(getattr(getattr(one, "type_descriptor", None), "annotation", None))
        if one.metavar is None and word is not None and not getattr(one, "is_flag", False):
            one.metavar = word if one.param_type_name == "option" else one.name.upper()
    for below in getattr(command, "commands", {}).values():
        _say_what_is_taken(below)
