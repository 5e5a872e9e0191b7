"""What protects at a power cut, which no test can make: bytes, name and folder are on the disk before a commit tells.

The calls of a whole run are recorded; the catalogue's own syncs are those of SQLite (`synchronous = FULL`).
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from sqlalchemy.engine.default import DefaultDialect

from tests.integration.disturbed import run_failing
from tests.integration.homes import SQLITE, Homes
from tests.integration.inbox import JANUARY

SYNC, NAME, COMMIT = "sync", "name", "commit"
DURABLE = ("archive", "lake", "quarantine", "published")  # receipts and Data Docs can be written again

Call = tuple[str, str, str]  # what; the path synced, or the names before and after


@contextmanager
def recorded(home: Path, record: Path) -> Iterator[None]:
    """Write down, in their order, every sync, every new name and every commit of the block."""
    calls: list[Call] = []

    def below(path: str | Path) -> str:
        return os.path.relpath(path, home)

    def watch(owner: Any, name: str, told: Callable[..., Call]) -> Any:
        original = getattr(owner, name)

        def watched(*given: Any, **named: Any) -> Any:
            calls.append(told(*given))
            return original(*given, **named)

        return mock.patch.object(owner, name, watched)

    def renamed(source: str | Path, target: str | Path) -> Call:
        return NAME, below(source), below(target)

    with ExitStack() as stack:
        stack.enter_context(watch(os, "fsync", lambda fd: (SYNC, below(Path(f"/proc/self/fd/{fd}").readlink()), "")))
        stack.enter_context(watch(os, "rename", renamed))
        stack.enter_context(watch(os, "replace", renamed))
        stack.enter_context(watch(DefaultDialect, "do_commit", lambda *_: (COMMIT, "", "")))
        yield
    record.write_text(json.dumps(calls))


@pytest.fixture(scope="module")
def calls(homes: Homes, before: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Call]:
    """Those of an undisturbed run."""
    folder = tmp_path_factory.mktemp("recorded")
    home, record = homes.copy(before, folder), folder / "calls.json"
    assert run_failing(home, JANUARY, partial(recorded, home, record)) == ""
    return [(what, first, second) for what, first, second in json.loads(record.read_text())]


@pytest.mark.parametrize("homes", [SQLITE], indirect=True)
def test_file_then_name_then_folder_then_commit(calls: list[Call]) -> None:
    named = [
        (place, before, after)
        for place, (what, before, after) in enumerate(calls)
        if what == NAME and after.startswith(DURABLE)
    ]
    assert {after.split("/")[0] for _, _, after in named} == set(DURABLE)
    for place, before, after in named:
        if after != "published/current":  # a link has no bytes
            assert (SYNC, before, "") in calls[:place], f"{after} got its name before its bytes were on the disk"
        until = next((n for n, call in enumerate(calls) if n > place and call[0] == COMMIT), len(calls))
        folder = os.path.dirname(after)  # noqa: PTH120 - a name in the record
        assert (SYNC, folder, "") in calls[place:until], f"the name of {after} was not on the disk before the commit"


@pytest.mark.parametrize("homes", [SQLITE], indirect=True)
def test_files_of_a_release_before_its_folder(calls: list[Call]) -> None:
    (place, unfinished) = next(
        (place, before)
        for place, (what, before, after) in enumerate(calls)
        if what == NAME and after.startswith("published/2026")
    )
    synced = [path for what, path, _ in calls[:place] if what == SYNC and path.startswith(unfinished)]
    assert synced[-1] == unfinished
    assert {Path(path).name for path in synced} >= {"datapackage.json", "index.html", "ucj_coverage.csv"}
