"""What is moved below the one package of the wheel: imports, and nothing else; what cannot be moved is refused."""

import ast
from pathlib import Path

import pytest

import hatch_build
from hatch_build import PACKAGES, ROOT, TOP, NotMovable, lay_out, moved


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from tasks.read import child\n", "from ucj_coverage.tasks.read import child\n"),
        ("from settings import Settings\n", "from ucj_coverage.settings import Settings\n"),
        ("import flows\n", "from ucj_coverage import flows\n"),
        ("import deployments.server as processes\n", "import ucj_coverage.deployments.server as processes\n"),
        (
            "def f():\n    from tasks.x import (  # late\n        y,\n    )\n",
            "def f():\n    from ucj_coverage.tasks.x import (  # late\n        y,\n    )\n",
        ),
        (
            "from tasks_of_others import x\nimport polars as pl\n",
            "from tasks_of_others import x\nimport polars as pl\n",
        ),
        (
            '"""As `tasks.read` does."""\nPATH = "warehouse.db"\n',
            '"""As `tasks.read` does."""\nPATH = "warehouse.db"\n',
        ),
        ("from . import child\n", "from . import child\n"),
    ],
)
def test_imports_are_moved_and_nothing_else(before: str, after: str) -> None:
    assert moved(before, name="x.py") == after


@pytest.mark.parametrize(
    "source",
    [
        "import tasks.read.child\n",
        "import tasks, flows\n",
        'run([python, "-m", "deployments"])\n',
        'ENTRY = "flows.run_daily.run_daily"\n',
        'COMMAND = "python -m deployments.server.guard.watchdog"\n',
    ],
)
def test_what_would_mean_another_module_stops_the_build(source: str) -> None:
    with pytest.raises(NotMovable, match=r"x\.py:1"):
        moved(source, name="x.py")


def test_every_package_of_the_repository_is_moved_whole(tmp_path: Path) -> None:
    lay_out(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == [TOP]
    for package in PACKAGES:
        there = {path.relative_to(tmp_path / TOP / package) for path in (tmp_path / TOP / package).rglob("*.py")}
        assert there == {path.relative_to(ROOT / package) for path in (ROOT / package).rglob("*.py")}
    left = [
        f"{path.name}:{node.lineno}"
        for path in tmp_path.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").split(".")[0] in PACKAGES
    ]
    assert left == []


def test_no_package_is_forgotten() -> None:
    roots = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert roots - {"tests", "docs", "benchmarks"} == {*PACKAGES}
    assert hatch_build.LEFT_OUT
