"""The hash of the code that writes workbooks has every file that writing uses, by whatever route."""

from pathlib import Path

import grimp

from tasks.publish.files.workbook.program import source_files

ROOT = Path(__file__).parents[3]
WRITING = "tasks.publish.files.workbook.writer"


def test_all_that_writing_a_workbook_uses_is_in_its_hash() -> None:
    graph = grimp.build_graph("tasks", "warehouse", "expectations", "settings", cache_dir=None)
    used = {WRITING, *graph.find_upstream_modules(WRITING)}
    files = {ROOT / f"{name.replace('.', '/')}.py" for name in used}
    code = {path for path in files if path.is_file()}  # the others are packages
    assert len(code) > 20
    assert code <= set(source_files())
