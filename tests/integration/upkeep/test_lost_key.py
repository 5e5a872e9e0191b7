"""What the runbook says of a lost key, done word for word: the archive gives the same figures under a new key."""

import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import RunDay
from tests.integration.upkeep.months import deliver, deliver_eligible
from tests.integration.upkeep.test_backup import OPERATIONS, shell

DAY = date(2026, 1, 31)


def commands() -> str:
    runbook = OPERATIONS.read_text().split("### The key was lost or leaked")[1].split("\n### ")[0]
    (found,) = re.findall(r"```sh\n(.*?)```", runbook, re.DOTALL)
    return str(found).replace("/srv/ucj-new", "$PLACE").replace("2026-01-31", f"{DAY}")


@pytest.mark.nightly
def test_a_home_without_its_key_is_made_anew(tmp_path: Path, run_day: RunDay, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("jq") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no jq, which the runbook uses")
    home, new = tmp_path / "home", tmp_path / "new"
    (home / "inbox").mkdir(parents=True)
    (home / "branches.csv").write_text("code,name\nK01,Satu\nK02,Dua\n")
    (home / "ucj.toml").write_text("")
    deliver(home, DAY, range(1, 31))
    deliver(home, DAY, range(20, 41), branch="K02")
    deliver(home, DAY, range(10, 41), branch="K02", revision=1)
    deliver_eligible(home, DAY, year=2026, eligible=100)
    before = run_day(home, DAY)["release"]
    (home / "secret" / "person.key").unlink()

    monkeypatch.setenv("UCJ_HOME", str(home))
    done = shell(commands(), {"PLACE": str(new), "UCJ_SETTLE_SECONDS": "0.05"})
    assert done.returncode == 0, done.stdout + done.stderr
    after = (new / "published" / "current" / "ucj_coverage.csv").read_text()
    assert after == (home / "published" / before["id"] / "ucj_coverage.csv").read_text()
    assert before["nation"]["active"] == 40
    assert (new / "secret" / "person.key").exists()
    assert not (home / "secret" / "person.key").exists()
