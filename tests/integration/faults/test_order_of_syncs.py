"""What protects at a power cut, which no test can make: bytes, name and folder are on the disk before a commit tells.

The calls of a whole run and of a backup are recorded, whoever makes them; the catalogue's own syncs are those of SQLite
(`synchronous = FULL`).
"""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from sqlalchemy.engine.default import DefaultDialect

from settings import Settings
from tasks.operations.backup.backup import back_up
from tests.integration.disturbed import run_failing
from tests.integration.homes import SQLITE, Homes
from tests.integration.inbox import JANUARY
from warehouse.files.drafts import is_draft

SYNC, NAME, COMMIT = "sync", "name", "commit"
TOLD_BY_COMMIT = {"archive", "lake", "quarantine", "secret"}  # what the catalogue speaks of when it was committed
WRITTEN = TOLD_BY_COMMIT | {"published", "outbox", "docs", "derived", "watch"}

Call = tuple[str, str, str, Sequence[str]]  # what; the path synced, or the names before and after; files within


@contextmanager
def recording(home: Path) -> Iterator[list[Call]]:
    """Every sync, every new name and every commit of the block, in their order."""
    calls: list[Call] = []

    def below(path: str | Path) -> str:
        return os.path.relpath(path, home)

    def watch(owner: Any, name: str, told: Callable[..., Call]) -> Any:
        original = getattr(owner, name)

        def watched(*given: Any, **named: Any) -> Any:
            call = told(*given)
            result = original(*given, **named)
            calls.append(call)  # what failed gave no name
            return result

        return mock.patch.object(owner, name, watched)

    def synced(descriptor: int) -> Call:
        return SYNC, below(Path(f"/proc/self/fd/{descriptor}").readlink()), "", ()

    def named(source: str | Path, target: str | Path) -> Call:
        folder = Path(source)
        inside = folder.rglob("*") if folder.is_dir() and not folder.is_symlink() else ()
        files = sorted(path.relative_to(folder).as_posix() for path in inside)
        return NAME, below(source), below(target), files

    with ExitStack() as stack:
        stack.enter_context(watch(os, "fsync", synced))
        for call in ("rename", "replace", "link"):
            stack.enter_context(watch(os, call, named))
        stack.enter_context(watch(DefaultDialect, "do_commit", lambda *_: (COMMIT, "", "", ())))
        yield calls


@contextmanager
def recorded(home: Path, record: Path) -> Iterator[None]:
    """Write the calls down, for another process."""
    with recording(home) as calls:
        yield
    record.write_text(json.dumps(calls))


@pytest.fixture(scope="module")
def calls(homes: Homes, before: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Call]:
    """Those of an undisturbed run, which makes the key and derived data too."""
    folder = tmp_path_factory.mktemp("recorded")
    home, record = homes.copy(before, folder), folder / "calls.json"
    assert run_failing(home, JANUARY, partial(recorded, home, record)) == ""
    return [(what, first, second, files) for what, first, second, files in json.loads(record.read_text())]


def unsynced(calls: Sequence[Call], *, until_commit: set[str]) -> Iterator[str]:
    """What got its name before its bytes were on the disk, or whose name was not in time.

    until_commit: folders whose new names have to be there before the next commit; those of others at any time.
    """
    for place, (what, before, after, files) in enumerate(calls):
        if what != NAME or Path(after).name == "current":  # a link has no bytes
            continue
        if is_draft(Path(after).parent):  # nobody finds it there; it is looked at when the draft gets its name
            continue
        had = {path for kind, path, *_ in calls[:place] if kind == SYNC}
        folder = os.path.dirname(after) or "."  # noqa: PTH120 - a name in the record
        within_folder = any(kind == NAME and second == folder for kind, _, second, _ in calls[:place])
        parts = [f"{before}/{name}" for name in files] or [before]
        yield from (f"{path}, as {after}" for path in parts if path not in had and not within_folder)
        end = len(calls)
        if after.split("/")[0] in until_commit:
            end = next((n for n, call in enumerate(calls) if n > place and call[0] == COMMIT), end)
        if (SYNC, folder, "") not in [call[:3] for call in calls[place:end]]:
            yield f"the name of {after}"


def tops(calls: Sequence[Call]) -> set[str]:
    return {after.split("/")[0] for what, _, after, _ in calls if what == NAME}


@pytest.mark.parametrize("homes", [SQLITE], indirect=True)
def test_file_then_name_then_folder_then_commit(calls: list[Call]) -> None:
    assert tops(calls) >= WRITTEN - {"secret"}
    assert list(unsynced(calls, until_commit=TOLD_BY_COMMIT)) == []


@pytest.mark.parametrize("homes", [SQLITE], indirect=True)
def test_a_release_and_its_folder_before_the_commit_and_the_link(calls: list[Call]) -> None:
    place, files = next(
        (n, files) for n, (_, _, after, files) in enumerate(calls) if after.startswith("published/2026")
    )
    assert set(files) >= {"datapackage.json", "index.html", "ucj_coverage.csv"}
    told = next(n for n, call in enumerate(calls) if n > place and call[0] == COMMIT)
    link = next(n for n, call in enumerate(calls) if call[2] == "published/current" and n > place)
    synced = next(n for n, call in enumerate(calls) if n > place and call[:2] == (SYNC, "published"))
    assert place < synced < told < link


@pytest.mark.parametrize("homes", [SQLITE], indirect=True)
def test_all_that_a_backup_names_before_its_catalogue(
    homes: Homes, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, place = homes.copy(undisturbed, tmp_path), tmp_path / "backup"
    monkeypatch.setenv("UCJ_HOME", str(home))
    with recording(place) as calls:
        back_up(Settings(), place, with_key=True, at=datetime.now(UTC))
    assert list(unsynced(calls, until_commit=set())) == []
    names = [after for what, _, after, _ in calls if what == NAME]
    copied = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file() or path.is_symlink()}
    assert {*names} == {name for name in copied if not name.startswith("published/current/")}
    assert names[-2:] == ["warehouse.db", "backup.json"]
    catalogue = next(n for n, call in enumerate(calls) if call[2] == "warehouse.db")
    synced = {path for what, path, *_ in calls[:catalogue] if what == SYNC}
    folders = {
        path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_dir() and not path.is_symlink()
    }
    assert folders <= synced


def test_a_key_is_whole_before_it_has_its_name(tmp_path: Path) -> None:
    from tasks.conform.key_file import add_step, load_key

    with recording(tmp_path) as calls:
        add_step(tmp_path / "secret" / "key", load_key(tmp_path / "secret" / "key"))
    assert [after for what, _, after, _ in calls if what == NAME] == ["secret/key", "secret/key"]
    assert list(unsynced(calls, until_commit=set())) == []
    assert (SYNC, ".", "", ()) in calls  # the folder that was made
