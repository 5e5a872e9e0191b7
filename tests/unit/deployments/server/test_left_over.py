"""What a killed `ucj serve` left is found by its marks, and nobody else's process is taken for it."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from deployments.server.serving.record import ProcessMark, Serving
from deployments.server.serving.supervisor import left_over
from flows.runtime.server_record import ServerKind, ServerRecord, server_file
from settings import Settings

GONE = 4_000_000  # above the largest number that Linux gives here


@pytest.fixture
def sleeper() -> Iterator[psutil.Process]:
    with subprocess.Popen(["sleep", "600"]) as process:
        yield psutil.Process(process.pid)
        process.kill()


def serving(**services: ProcessMark) -> Serving:
    return Serving(pid=GONE, machine=os.uname().nodename, url="http://127.0.0.1:4200", services=services)


def test_services_that_live_are_left_in_the_order_in_which_they_end(sleeper: psutil.Process, tmp_path: Path) -> None:
    mark = ProcessMark.of(sleeper.pid)
    assert mark is not None
    found = serving(server=mark, worker=ProcessMark(GONE, 1.0), watcher=mark)
    assert list(left_over(found, Settings(home=tmp_path))) == ["watcher", "server"]
    assert left_over(replace(found, machine="elsewhere"), Settings(home=tmp_path)) == {}


def test_a_later_process_of_the_same_number_is_not_taken_for_it(sleeper: psutil.Process, tmp_path: Path) -> None:
    earlier = ProcessMark(sleeper.pid, sleeper.create_time() - 3600)
    assert left_over(serving(worker=earlier), Settings(home=tmp_path)) == {}


@pytest.mark.parametrize(("started_by", "left"), [(GONE, ["server"]), (0, [])])
def test_a_server_that_was_not_noted_yet_is_known_by_who_started_it(
    started_by: int, left: list[str], sleeper: psutil.Process, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path)
    record = ServerRecord.of_this_process(ServerKind.SERVED, url="http://127.0.0.1:4200", login_file="")
    file = server_file(settings)
    assert file.hold(replace(record, pid=sleeper.pid, started_by=started_by).record())
    try:
        assert list(left_over(serving(), settings)) == left
    finally:
        file.release()
