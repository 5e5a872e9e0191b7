"""A process that visits, takes and answers in forks of itself, and kills each at the step that it is told.

Steps: every file that is opened, linked, renamed, removed or dated, and every answer that is awaited of the server.
Reads the number of a step a line, writes how the fork ended and how many steps it took: `killed 12` or `ended 96`.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from settings import Settings
from tasks.ingest.arrivals import take_arrivals
from tasks.ingest.drop_folders import visit_drop_folders
from tasks.receive.drop_folders import bucket, sftp
from tasks.receive.inbox import look

EVENTS = {"open", "os.link", "os.rename", "os.remove", "os.utime"}


def route_until(last: int) -> int:
    """The whole way of a file; the process is killed before the step of that number."""
    taken = 0
    home = str(Settings().home)

    def step() -> None:
        nonlocal taken
        taken += 1
        if taken == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def audited(event: str, arguments: tuple[object, ...]) -> None:
        if event in EVENTS and home in str(arguments[0]):
            step()

    for session in (sftp._SftpSession, bucket._BucketSession):
        _count(session, step)
    sys.addaudithook(audited)
    settings = Settings()
    visit_drop_folders(settings, fetch=True)
    take_arrivals(look(settings.path("inbox")).files, settings=settings, today=date(2026, 2, 1))
    visit_drop_folders(settings, fetch=False)
    return taken


def _count(session: Any, step: Callable[[], None]) -> None:
    ask = session._answer

    async def counted(self: object, request: object) -> Any:
        answer = await ask(self, request)
        step()
        return answer

    session._answer = counted


for line in sys.stdin:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, str(route_until(int(line))).encode())
        os._exit(0)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    steps = os.read(reader, 100).decode() or line.strip()
    os.close(reader)
    sys.stdout.write(f"{'killed' if os.WIFSIGNALED(status) else 'ended'} {steps}\n")
    sys.stdout.flush()
