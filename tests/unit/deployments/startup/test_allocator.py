"""Memory that Polars frees stays for a while."""

import os
import subprocess
import sys

import pytest

from deployments.startup.allocator import SETTING, STAYS_MS, keep_freed_memory

THEN_POLARS = f"""
import os
os.environ["{SETTING}"] += ",stats_print:true"
import polars
"""


def said(*lines: str) -> str:
    """What a new process prints."""
    environment = {name: value for name, value in os.environ.items() if name != SETTING}
    command = [sys.executable, "-c", "\n".join(lines)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stderr


def test_polars_takes_the_setting() -> None:
    """As its allocator says of itself."""
    call = "from deployments.startup.allocator import keep_freed_memory; keep_freed_memory()"
    assert f"opt.dirty_decay_ms: {STAYS_MS}" in said(call, THEN_POLARS)


@pytest.mark.parametrize("entry", ["cli", "server.flow_process"])
def test_entry_points_set_it_before_polars_is_there(entry: str) -> None:
    assert said(f"import sys, deployments.{entry}", "assert 'polars' not in sys.modules") == ""


def test_a_setting_of_the_environment_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "dirty_decay_ms:0")
    keep_freed_memory()
    assert os.environ[SETTING] == "dirty_decay_ms:0"
