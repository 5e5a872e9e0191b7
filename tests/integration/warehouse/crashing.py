"""A process that delivers one file and is killed at a given point: `python -m ...crashing HOME POINT`."""

import os
import signal
import sys
from pathlib import Path
from unittest import mock

from sqlalchemy import Connection, event

from tests.integration.warehouse.deliveries import Delivery, deliver
from warehouse.engine import open_catalogue

FIRST = Delivery(number=100)
SECOND = Delivery(number=300, revision=1, rejected=1)

NEVER = "never"
AFTER_THE_LOAD = "after the load"
BEFORE_THE_COMMIT = "before the commit of the load"
BEFORE_THE_RENAME = "before the rename of the object"
AFTER_THE_RENAME = "after the rename of the object"
IN_REGISTERING = "INSERT INTO submission "
LOAD_STATEMENTS = (
    "UPDATE lake_object",
    "DELETE FROM ref_eligible",
    "INSERT INTO lake_object",
    "INSERT INTO ref_eligible",
    "INSERT INTO submission_issue",
)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(home: Path, point: str) -> None:
    engine = open_catalogue(f"sqlite:///{home / 'warehouse.db'}")
    commits = 0

    def before_statement(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(point):
            die()

    def before_commit(_connection: Connection) -> None:
        nonlocal commits
        commits += 1
        if point == BEFORE_THE_COMMIT and commits == 2:  # the first one registers
            die()

    event.listen(engine, "before_cursor_execute", before_statement)
    event.listen(engine, "commit", before_commit)
    rename = Path.replace

    def dying_rename(self: Path, target: Path) -> Path:
        if point == BEFORE_THE_RENAME:
            die()
        moved = rename(self, target)
        if point == AFTER_THE_RENAME:
            die()
        return moved

    with mock.patch.object(Path, "replace", dying_rename):
        deliver(engine, home / "lake", SECOND)
    if point == AFTER_THE_LOAD:
        die()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
