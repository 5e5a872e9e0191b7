"""A new Great Expectations that moves what the engine reaches into fails here, by name.

Then: read what became of it, see what `expectations/polars_engine/internals` makes of it, and write the new fingerprint
into `reached.json`.
"""

import ast
import hashlib
import inspect
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import expectations.polars_engine

PACKAGE = Path(expectations.polars_engine.__file__).parent
OPEN = {  # documented or plainly meant for others
    "great_expectations",
    "great_expectations.core",
    "great_expectations.checkpoint.checkpoint",
    "great_expectations.expectations.expectation_configuration",
}
# module:object -> fingerprint of its source in the Great Expectations that was checked
REACHED: dict[str, str] = json.loads(Path(__file__).with_name("reached.json").read_text(encoding="utf-8"))


def fingerprint(reached: str) -> str:
    module, _, path = reached.partition(":")
    found: Any = import_module(f"great_expectations.{module}")
    for name in path.split("."):
        found = getattr(found, name)
    source = inspect.getsource(getattr(found, "fget", found))  # of a property, its function
    return hashlib.sha256(source.encode()).hexdigest()[:12]


@pytest.mark.parametrize("reached", REACHED)
def test_it_is_as_it_was(reached: str) -> None:
    assert fingerprint(reached) == REACHED[reached], f"Great Expectations has changed {reached}"


def imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    found = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    found |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name for name in found if name.split(".")[0] == "great_expectations"}


def test_only_internals_reaches_in() -> None:
    outside = [path for path in PACKAGE.rglob("*.py") if path.parent.name != "internals"]
    assert {path.name: imports(path) - OPEN for path in outside if imports(path) - OPEN} == {}
