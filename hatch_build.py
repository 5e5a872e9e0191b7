"""Build the wheel: every package of this repository below one, `ucj_coverage`, so that no import name is another's.

The repository keeps its folders. Here imports such as `from tasks.read import x` become `from ucj_coverage.tasks.read
import x`, and nothing else of a file changes. A name of a module in a text would still be the old one, so that such a
text stops the build. Why so: docs/adr/0031.
"""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
TOP = "ucj_coverage"
PACKAGES = ("settings", "expectations", "warehouse", "tasks", "flows", "demo", "deployments")
LEFT_OUT = ("__pycache__", "prefect.yaml", "work_pool.json")  # the last two name modules: for a checkout only
NAMES = "|".join(PACKAGES)
MODULE = re.compile(rf"\b({NAMES})((?:\.[A-Za-z_]\w*)+)")


class NotMovable(Exception):
    """A module says something that would mean another module within the wheel; the message says which and where."""


class WheelHook(BuildHookInterface[Any]):
    """Called by hatchling before it writes the wheel, and after."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Lay out the moved packages, and name them as the content of a wheel; an editable one is the checkout."""
        if version != "standard":
            return
        place = Path(self.directory) / "moved"
        shutil.rmtree(place, ignore_errors=True)
        lay_out(place)
        build_data["force_include"][str(place / TOP)] = TOP

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what was laid out."""
        shutil.rmtree(Path(self.directory) / "moved", ignore_errors=True)


def lay_out(place: Path) -> None:
    """Write the package of the wheel into a new folder."""
    sources = {TOP: ROOT / "wheel" / TOP} | {f"{TOP}/{name}": ROOT / name for name in PACKAGES}
    for folder, source in sources.items():
        shutil.copytree(source, place / folder, ignore=shutil.ignore_patterns(*LEFT_OUT), dirs_exist_ok=True)
    for path in sorted(place.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        path.write_text(moved(text, name=str(path.relative_to(place))), encoding="utf-8")


def moved(source: str, *, name: str) -> str:
    """A module's text with its imports below the one package, line by line as before; raises `NotMovable`."""
    tree = ast.parse(source)
    lines = source.splitlines(keepends=True)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and _is_ours(node.module or ""):
            _put(lines, node, r"from(\s+)", rf"from\1{TOP}.", name=name)
        elif isinstance(node, ast.Import) and any(_is_ours(alias.name) for alias in node.names):
            (alias, *others) = node.names
            if others or ("." in alias.name and not alias.asname):
                raise NotMovable(f"{name}:{node.lineno}: import one module at a time, and a dotted one `as` a name.")
            if alias.asname:
                _put(lines, node, r"import(\s+)", rf"import\1{TOP}.", name=name)
            else:
                _put(lines, node, r"import(\s+)", rf"from {TOP} import\1", name=name)
    for line, text in _module_names(tree):
        raise NotMovable(f"{name}:{line}: {text!r} names a module; use `__package__` or the `__name__` of a module.")
    return "".join(lines)


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] in PACKAGES


def _put(lines: list[str], node: ast.stmt, pattern: str, text: str, *, name: str) -> None:
    """Change the beginning of an import in its line; what stands before it is white space or ASCII."""
    line, column = lines[node.lineno - 1], node.col_offset
    changed, times = re.subn(rf"^{pattern}", text, line[column:], count=1)
    if not times:
        raise NotMovable(f"{name}:{node.lineno}: this import cannot be read.")
    lines[node.lineno - 1] = line[:column] + changed


def _module_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Texts that name one of our modules, but those that explain something."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            for top, rest in MODULE.findall(node.value):
                first = rest.split(".")[1]
                if (ROOT / top / first).is_dir() or (ROOT / top / f"{first}.py").is_file():
                    yield node.lineno, node.value
        elif isinstance(node, ast.List | ast.Tuple):
            for flag, module in zip(node.elts, node.elts[1:], strict=False):
                if _is_text(flag, "-m") and _is_text(module, *PACKAGES):
                    yield module.lineno, ast.unparse(module)


def _is_text(node: ast.expr, *texts: str) -> bool:
    return isinstance(node, ast.Constant) and node.value in texts
