"""Warnings that are meant for the operator are shown as one line of the command, without a place in the code."""

import sys
import warnings
from typing import TextIO


def show_warnings_plainly() -> None:
    """From now on what `settings` warns of is one line on standard error; other warnings are shown as before."""
    before = warnings.showwarning

    def show(  # as `warnings.showwarning` is called
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        from settings.errors import EarlierNames  # noqa: PLC0415 - loads settings, which `ucj --help` does without

        if issubclass(category, EarlierNames):
            print(f"ucj: {message}", file=file or sys.stderr)
        else:
            before(message, category, filename, lineno, file, line)

    warnings.showwarning = show
