import time
from pathlib import Path

import pytest

from tasks.doctor.inbox import LONG_SECONDS, check_inbox
from tests.unit.doctor.conftest import Failing


def test_files_that_nobody_takes(home: Path, failing: Failing, monkeypatch: pytest.MonkeyPatch) -> None:
    assert failing(check_inbox) == []
    (home / "inbox" / "K01" / "PESERTA_K01_20260131.csv").write_text("NIK\n")
    assert failing(check_inbox) == []
    later = time.time() + 3 * LONG_SECONDS
    monkeypatch.setattr(time, "time", lambda: later)
    (found,) = failing(check_inbox)
    assert "1 files have waited for up to 3 h" in found.says
