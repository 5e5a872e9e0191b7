"""Every `ucj ...` in the documents and in what the program says can be typed: commands and options exist."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from deployments.cli import app

ROOT = Path(__file__).parents[3]
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
PROGRAM = [path for name in ("deployments", "tasks", "warehouse", "flows") for path in (ROOT / name).rglob("*.py")]
FENCED, INLINE = re.compile(r"(?ms)^```sh\n(.*?)^```"), re.compile(r"`((?:[A-Z_]+=\S+ )*ucj(?: [^`]*)?)`")
COMMAND_LINE = typer.main.get_command(app)
CALL = re.compile(r"(?:^|[;&|(] *|\.venv/bin/)((?:[A-Z_]+=\S+ )*ucj(?: [^;&#<>)]*)?)")


def typed(text: str) -> Iterator[str]:
    """Command lines in a text: in its code spans, and in the lines of its shell blocks."""
    yield from INLINE.findall(FENCED.sub("", text))
    for block in FENCED.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            yield from CALL.findall(line.strip())


def problem(line: str) -> str | None:
    """What cannot be typed in a command line; alternatives are written `upgrade|check`."""
    words = [word for word in shlex.split(line.replace("...", "").rstrip(",:.")) if not re.match(r"[A-Z_]+=", word)]
    commands: list[Any] = [COMMAND_LINE]
    for word in words[1:]:
        if word.startswith("-"):
            option = word.partition("=")[0].rstrip("]")
            known = {name for command in commands for parameter in command.params for name in parameter.opts} | {
                "--help"
            }
            if option not in known:
                return f"{line}: no option {option}"
        elif all(getattr(command, "commands", None) for command in commands):
            found = [command.commands.get(name) for command in commands for name in word.split("|")]
            if None in found:
                return f"{line}: no command {word}"
            commands = found
    return None


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_what_documents_say_can_be_typed(path: Path) -> None:
    assert [wrong for line in typed(path.read_text()) if (wrong := problem(line))] == []


def test_what_the_program_says_can_be_typed() -> None:
    said = [line for path in PROGRAM for line in INLINE.findall(path.read_text()) if "{" not in line]
    assert len(said) > 20
    assert [wrong for line in said if (wrong := problem(line))] == []


def test_lines_are_found_and_judged() -> None:
    text = "Run `ucj run --as-of 2026-01-31`, `ucj db upgrade|check`.\n\n```sh\nUCJ_HOME=/x ucj sing --loud  # x\n```\n"
    lines = [line.strip() for line in typed(text)]
    assert lines == ["ucj run --as-of 2026-01-31", "ucj db upgrade|check", "UCJ_HOME=/x ucj sing --loud"]
    assert [problem(line) for line in (*lines, "ucj run --loud", "ucj db sing")] == [
        *(None, None, "UCJ_HOME=/x ucj sing --loud: no command sing"),
        *("ucj run --loud: no option --loud", "ucj db sing: no command sing"),
    ]
    assert sum(1 for path in DOCUMENTS for _ in typed(path.read_text())) > 30
