"""Deliveries that are disturbed at a given moment: before a statement that writes, in a COPY, at a commit or rename."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
from sqlalchemy import Engine, event

from tests.forked import FORKS
from tests.integration.warehouse.deliveries import Delivery, deliver
from warehouse.catalogue.engine import open_catalogue

FIRST = Delivery(number=100)
SECOND = Delivery(number=300, revision=1, rejected=1)
PATIENCE_SECONDS = 120
WRITES = ("INSERT", "UPDATE", "DELETE")

Act = Callable[[str], None]


def at_moment(number: int, act: Callable[[], None]) -> Act:
    """Act at the moment of that number, counted from 1."""
    moments = count(1)

    def look(_what: str) -> None:
        if next(moments) == number:
            act()

    return look


@contextmanager
def watched(engine: Engine, act: Act) -> Iterator[None]:
    """Call `act`, with what comes or has just been, at every moment of the block at which something can break."""

    def before_statement(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(WRITES):
            act(statement)

    def around(owner: type, name: str) -> Any:
        original = getattr(owner, name)

        def acting(*arguments: Any, **named: Any) -> Any:
            act(f"before {name}")
            result = original(*arguments, **named)
            act(f"after {name}")
            return result

        return mock.patch.object(owner, name, acting)

    event.listen(engine, "before_cursor_execute", before_statement)
    dialect = type(engine.dialect)
    with around(Path, "replace"), around(psycopg.Copy, "write"), around(dialect, "do_commit"):
        yield
    event.remove(engine, "before_cursor_execute", before_statement)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_at(number: int, *, address: str, lake: Path) -> int | None:
    """Deliver `SECOND` in a process that is killed at that moment; how it ended, 0 when there was no such moment."""
    process = FORKS.Process(target=_deliver_and_die, args=(number, address, lake))
    process.start()
    process.join(PATIENCE_SECONDS)
    return process.exitcode


def _deliver_and_die(number: int, address: str, lake: Path) -> None:
    engine = open_catalogue(address)
    with watched(engine, at_moment(number, die)):
        deliver(engine, lake, SECOND)
    engine.dispose()
