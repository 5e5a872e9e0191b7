"""Fixtures that need a running Prefect; everything else is tested without a server."""

import csv
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.chromium import browser
from tests.region_list import installed, write_few_regions

__all__ = ["browser"]  # one for everything: two of them in a process disturb each other

os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
os.environ["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "ERROR"

pytest.register_assert_rewrite("tests.integration")  # what several tests compare by tells what differs, too
settings.register_profile("any machine", deadline=None)  # a slow example is no fault
settings.load_profile("any machine")

CSV_FIELD_LIMIT = 131_072  # Python's own; some libraries raise it for the whole process when imported

MEMORY, ENOUGH_BYTES = Path("/dev/shm"), 8 << 30
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH_BYTES:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))  # tests write some gigabytes, and wait for no disk then

GUARDS = ("SERVER_API_AUTH_STRING", "API_AUTH_STRING", "SERVER_CORS_ALLOWED_ORIGINS", "SERVER_CSRF_PROTECTION_ENABLED")

RunDay = Callable[[Path, date], dict[str, Any]]


@pytest.fixture(autouse=True)
def prefect_set_up_anew() -> Iterator[None]:
    """A command that a test calls sets Prefect up for its home; the login of that home is not left to other tests."""
    before = set(os.environ)
    yield
    for name in set(os.environ) - before:
        if name.startswith("PREFECT_"):
            del os.environ[name]


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """One Prefect server with a database of its own for the whole session, set up by Prefect and not by us."""
    import prefect.settings
    from prefect.testing.utilities import prefect_test_harness

    from tests.integration.prefect_database import keep_unused

    ours = [
        getattr(prefect.settings, f"PREFECT_{name}") for name in GUARDS
    ]  # a command that a test called may have set them
    with prefect.settings.temporary_settings(restore_defaults=ours), prefect_test_harness(server_startup_timeout=120):
        keep_unused()
        yield


@pytest.fixture(scope="module")
def few_regions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The nation has four provinces while a module is tested: for tests of what a run does, whatever its size."""
    folder = tmp_path_factory.mktemp("few") / "regions"
    write_few_regions(folder)
    with installed(folder):
        yield


@pytest.fixture
def run_day(prefect_server: None, monkeypatch: pytest.MonkeyPatch) -> RunDay:
    """Run the daily flow in a home, as of a date, and return its summary."""

    return lambda home, as_of: run_as_of(home, as_of, monkeypatch)


def run_as_of(home: Path, as_of: date, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The same, for fixtures that several tests share; asks for `prefect_server`. Commands find the home afterwards."""
    from flows.run_daily import run_daily

    patch.setenv("UCJ_HOME", str(home))
    patch.setenv("UCJ_SETTLE_SECONDS", "0.05")
    return run_daily(as_of=as_of).record()


@pytest.fixture
def csv_field_limit() -> Iterator[None]:
    """The csv module as Python sets it up, whatever was imported before."""
    before = csv.field_size_limit(CSV_FIELD_LIMIT)
    yield
    csv.field_size_limit(before)
