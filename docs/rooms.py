"""`tasks/README.md`: packages and modules below `tasks/` in the order of the data, from their docstrings."""

import ast
from collections.abc import Iterator
from pathlib import Path

STAGES = ("receive", "read", "check", "conform", "load", "measure", "protect", "publish")
OTHERS = ("ingest", "operations", "execution", "presentation")


def rooms_text(tasks: Path) -> str:
    """The text of the file; `tasks` is the folder of that name."""
    lines = ["# Tasks: the eight stages and what surrounds them", ""]
    lines += [
        "A file goes through the stages in this order. [How the parts fit](../docs/architecture.md) has a picture."
    ]
    lines += ["", "| stage | what it does |", "|---|---|"]
    lines += [f"| [{name}](#{name}) | {_first(tasks / name / '__init__.py')} |" for name in STAGES]
    lines += ["", "Besides the stages:", "", "| package | what it does |", "|---|---|"]
    lines += [f"| [{name}](#{name}) | {_first(tasks / name / '__init__.py')} |" for name in OTHERS]
    lines += [
        f"| `{path.name}` | {_first(path)} |" for path in sorted(tasks.glob("*.py")) if path.name != "__init__.py"
    ]
    for name in (*STAGES, *OTHERS):
        lines += ["", f"## {name}", "", _first(tasks / name / "__init__.py"), "", *_modules(tasks / name)]
    return "\n".join(lines) + "\n"


def _modules(folder: Path) -> Iterator[str]:
    """Modules of the package itself, then each package below it with its own."""
    yield from (f"- `{path.name}`: {_first(path)}" for path in _own(folder))
    for package in sorted(path.parent for path in folder.rglob("__init__.py") if path.parent != folder):
        yield f"- **`{package.relative_to(folder)}/`**: {_first(package / '__init__.py')}"
        yield from (f"    - `{path.name}`: {_first(path)}" for path in _own(package))


def _own(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.py")) if path.name != "__init__.py"]


def _first(path: Path) -> str:
    """The first line of a module's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
