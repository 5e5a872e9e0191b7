"""Numbers in texts for people: the word behind them has the right form, and times are by one clock."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from expectations.jakarta import moment_text
from expectations.written import counted, noun

ROOT = Path(__file__).parents[2]
PACKAGES = ("flows", "tasks", "expectations", "warehouse", "deployments", "demo")
NOT_OURS = ("expectations/polars_engine", "warehouse/reference")  # knows nothing of this project; made once by hand
COUNTING = {"counted", "noun"}
NEVER_ONE = {"len(names)", "near"}  # all regencies of the country; those of a province that are ranked
NO_NUMBER = {"running"}  # a version


def trees() -> Iterator[tuple[str, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(NOT_OURS):
                yield name, ast.parse(path.read_text(encoding="utf-8"))


def called(node: ast.AST) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def plurals() -> set[str]:
    """The plurals that are counted anywhere: what stands in the form for many and not in that for one."""
    found = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in COUNTING:
                words = [str(one.value) for one in node.args[1:] if isinstance(one, ast.Constant)]
                if words:
                    many = words[1] if len(words) > 1 else f"{words[0]}s"
                    found |= {*many.split()} - {*words[0].split()}
    return {word for word in found if word.endswith("s") or word == "people"}


def behind_numbers() -> Iterator[tuple[str, str, str]]:
    """File, expression and the text that follows it, of every f-string."""
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                for value, text in zip(node.values, node.values[1:], strict=False):
                    if isinstance(value, ast.FormattedValue) and isinstance(text, ast.Constant):
                        said = "" if called(value.value) in COUNTING else ast.unparse(value.value)
                        yield name, said, str(text.value)


def test_a_number_before_a_word_is_written_with_it() -> None:
    words = plurals()
    assert {"files", "releases", "rows", "people"} <= words
    wrong = [
        f"{name}: {{{said}}}{text}"
        for name, said, text in behind_numbers()
        if said
        and not said.isupper()  # a constant, which is more than one, or a pattern
        and said not in NEVER_ONE | NO_NUMBER
        and (found := re.match(r" ([a-z]+)\b(?: ([a-z]+)\b)?", text)) is not None
        and words & {*found.groups()}
    ]
    assert wrong == []


def test_numbers_of_templates_are_written_with_their_words() -> None:
    words = plurals()
    wrong = [
        f"{path.name}: {found[0]}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.j2"))
        for found in re.finditer(r"""[\w)] ~ " ([a-z]+)\b""", path.read_text(encoding="utf-8"))
        if found[1] in words
    ]
    assert wrong == []


def test_times_are_told_by_the_clock_of_jakarta() -> None:
    assert [f"{name}: {{{said}}}{text}" for name, said, text in behind_numbers() if text.startswith(" UTC")] == []


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 files are"), (1, "1 file is"), (2, "2 files are"), (2300, "2,300 files are")]
)
def test_a_word_has_the_form_that_its_number_asks_for(number: int, said: str) -> None:
    assert counted(number, "file is", "files are") == said
    assert counted(number, "file") == said.rpartition(" ")[0]
    assert noun(-number, "file is", "files are") == said.partition(" ")[2]


def test_a_moment_is_that_of_jakarta() -> None:
    moment = datetime(2026, 11, 30, 21, 4, 52, tzinfo=UTC)
    assert moment_text(moment) == moment_text("2026-11-30T21:04:52") == "2026-12-01 04:04 WIB"
    assert moment_text("2026-11-30T21:04:52.5+00:00", seconds=True) == "2026-12-01 04:04:52 WIB"
