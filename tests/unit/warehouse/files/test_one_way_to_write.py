"""Nothing but `warehouse.files` gives names to files, syncs them or makes temporary ones: read off the code itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
HOME = ROOT / "warehouse" / "files"
PACKAGES = sorted(path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in {"tests", "docs"})
FOR_PEOPLE = {"deployments", "demo"}  # write where their user says, and what he may write again
BY_HAND = {ROOT / "warehouse" / "reference" / "rebuild.py", ROOT / "expectations" / "polars_engine" / "support.py"}
OF_OS = {"replace", "rename", "renames", "link", "symlink", "fsync", "fdatasync"}
NAMING = {"rename", "replace", "hardlink_to", "symlink_to"}
WRITING = {"write_text", "write_bytes"}
MODULES = {"tempfile"}


def faults(source: str, *, may_write: bool = False) -> Iterator[str]:
    """What a module does that only `warehouse.files` may do. may_write: files of no importance to the system."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            yield from (f"imports {name}" for name in names if name.split(".")[0] in MODULES)
            if isinstance(node, ast.ImportFrom) and node.module == "os":
                yield from (f"imports os.{alias.name}" for alias in node.names if alias.name in OF_OS)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            if node.attr in OF_OS:
                yield f"uses os.{node.attr}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if (name in NAMING and _takes_a_path(node)) or (not may_write and (name in WRITING or _opens(node))):
                yield f"calls {name}"


def _takes_a_path(call: ast.Call) -> bool:
    """Path.rename has one argument; those of texts and dates have two or names, frames are given a mapping."""
    target = call.func.value if isinstance(call.func, ast.Attribute) else None
    of_frame = isinstance(target, ast.Name) and target.id == "frame"
    mapping = bool(call.args) and isinstance(call.args[0], ast.Dict | ast.DictComp)
    return len(call.args) == 1 and not call.keywords and not mapping and not of_frame


def _opens(call: ast.Call) -> bool:
    """Whether a file is opened to be written anew; logs, which are appended to, are none of ours."""
    modes = [one for one in (*call.args, *(word.value for word in call.keywords)) if isinstance(one, ast.Constant)]
    named = isinstance(call.func, ast.Attribute) and call.func.attr in {"open", "fdopen"}
    return named and any(isinstance(mode.value, str) and set(mode.value) & {"w", "x"} for mode in modes)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_one_way_to_write(package: Path) -> None:
    found = [
        f"{path.relative_to(ROOT)} {fault}"
        for path in sorted(package.rglob("*.py"))
        if not path.is_relative_to(HOME) and path not in BY_HAND
        for fault in faults(path.read_text(encoding="utf-8"), may_write=package.name in FOR_PEOPLE)
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "import tempfile", "from tempfile import mkstemp", "os.fsync(1)", "from os import replace",
        "draft.rename(place)", "draft.replace(folder / name)", "path.write_text(text)", "path.open('xb')",
        "os.link(one, other)", "os.fdopen(descriptor, 'w')", "link.symlink_to(target)",
    ],
)  # fmt: skip
def test_every_other_way_is_found(source: str) -> None:
    assert [*faults(source)] != []


@pytest.mark.parametrize(
    "source",
    [
        "frame.rename({'a': 'b'})",
        "frame.rename(others)",
        "text.replace('a', 'b')",
        "day.replace(year=1)",
        "replace(one, a=1)",
        "path.open('rb')",
    ],
)
def test_other_things_of_that_name_are_not(source: str) -> None:
    assert [*faults(source)] == []
