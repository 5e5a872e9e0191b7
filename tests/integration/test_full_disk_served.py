"""The disk runs full under a served home, Prefect's own tables included; with room again, all goes on by itself."""

import os
import time
from pathlib import Path

import pytest

from tests.integration.faults.disks import IS_ROOT, fill, free_up, small_disk
from tests.integration.served import drop, serving, statuses

FULL_SECONDS = 60


@pytest.mark.nightly
def test_what_is_dropped_waits_for_room(tmp_path: Path) -> None:
    if not IS_ROOT:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("only root makes a small disk")
    with small_disk(tmp_path / "disk", megabytes=192) as disk, serving(disk) as served:
        drop(served.home, "K01")
        served.wait_for(lambda: statuses(served.home, "K01") == ["accepted"])
        drop(served.home, "K02", first=100)
        drop(served.home, "K03", first=200)
        fill(disk, left=0)
        time.sleep(FULL_SECONDS)
        free_up(disk)
        served.wait_for(lambda: all(statuses(served.home, branch) == ["accepted"] for branch in ("K01", "K02", "K03")))
        served.wait_for(lambda: not served.runs("ingest-inbox", states=["RUNNING", "PENDING"]))
        run = served.begin("publish-release", {"as_of": "2026-01-31"})
        served.wait_for(lambda: served.run(run)["state"]["type"] == "COMPLETED")
        assert served.process is not None
        assert served.process.poll() is None
