"""The way from the inbox into the archive, one taker at a time: a run or the watcher."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime

from filelock import FileLock
from sqlalchemy import Engine

from settings import Settings
from tasks.execution.places import archive_of
from tasks.receive.branches import Branch
from tasks.receive.inbox import InboxFile
from tasks.receive.take_files import Sweep, sweep_files
from warehouse.dimensions.sync import sync_branches


@contextmanager
def only_one_taker(settings: Settings) -> Iterator[None]:
    """Wait until nobody else takes files; short, since files are copied and entered but not read."""
    with FileLock(settings.path(".intake.lock"), mode=0o600):
        yield


def take_in(
    files: Sequence[InboxFile],
    *,
    branches: Mapping[str, Branch] | None,
    settings: Settings,
    engine: Engine,
    today: date,
) -> Sweep:
    """Archive and enter what a look saw as settled; the caller is the only taker.

    What another took since is passed over.
    """
    sync_branches(engine, [branch.entry() for branch in (branches or {}).values()], on=today)
    return sweep_files(
        [file for file in files if os.path.lexists(file.path)],
        archive=archive_of(settings),
        engine=engine,
        branches=branches,
        today=today,
        now=datetime.now(UTC),
        max_bytes=settings.max_file_bytes,
    )
