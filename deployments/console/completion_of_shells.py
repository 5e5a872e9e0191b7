"""Completion in shells: the shell asks the command itself, by a variable of the environment, what may follow."""

import os

VARIABLE = "_UCJ_COMPLETE"  # as Typer derives it from the name of the command


def answer_shells() -> None:
    """Have Typer answer where a shell asks: it sets its shells up by itself only where it adds options of its own."""
    if VARIABLE in os.environ:
        from typer.completion import completion_init  # type: ignore[attr-defined]  # noqa: PLC0415 - only where a shell asks

        completion_init()
