"""What reads, counts and publishes is given the few values that it needs, never the settings of the whole program."""

import ast
from pathlib import Path

TASKS = Path(__file__).parents[2] / "tasks"
ROOMS = ("read", "check", "conform", "measure", "protect", "publish")
BORDERS = {"of"}  # a constructor takes its few values out of the settings


def takes_settings(function: ast.FunctionDef) -> bool:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return any(isinstance(one.annotation, ast.Name) and one.annotation.id == "Settings" for one in arguments)


def test_only_the_border_of_a_stage_takes_the_settings_of_the_whole_program() -> None:
    looked_at, found = 0, []
    for path in sorted(path for room in ROOMS for path in (TASKS / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                looked_at += 1
                if takes_settings(node) and node.name not in BORDERS and path.name != "task.py":
                    found.append(f"{path.relative_to(TASKS)}: {node.name}")
    assert looked_at > 500
    assert found == []
