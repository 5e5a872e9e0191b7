"""The hash of the code that counts has every file that counting uses, by whatever route."""

from pathlib import Path

import grimp

from tasks.measure.incremental.program import source_files

ROOT = Path(__file__).parents[3]
COUNTING = (
    "tasks.measure.incremental.count_people",
    "tasks.measure.counting.head_counts",
    "tasks.measure.counting.profiles",
)


def test_all_that_counting_uses_is_in_its_hash() -> None:
    graph = grimp.build_graph("tasks", "warehouse", "expectations", cache_dir=None)
    used = set(COUNTING).union(*(graph.find_upstream_modules(name) for name in COUNTING))
    files = {ROOT / f"{name.replace('.', '/')}.py" for name in used}
    code = {path for path in files if path.is_file()}  # the others are packages, which hold a docstring
    assert len(code) > 20
    assert code <= set(source_files())
