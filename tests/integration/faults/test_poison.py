"""A file that kills its reader, or the run itself, stops nobody else's; it is refused or given up, and named."""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from settings import Settings
from tasks.operations.alarms.catalogue import AlarmKind
from tasks.operations.alarms.conditions import open_alarms
from tasks.operations.alarms.last_runs import RUNNING, LastRun
from tasks.operations.alarms.situation import read_situation
from tasks.operations.status.submission_history import history_of
from tests.integration.disturbed import Moment, run_route, run_until
from tests.integration.homes import Homes, catalogue_of
from tests.integration.inbox import ELIGIBLE, HEADER, JANUARY, deliver, extract
from tests.integration.warehouse.deliveries import NOON
from warehouse.records import Status
from warehouse.releases.releases import list_releases
from warehouse.submissions.lookup import list_submissions

HANDED_OVER = Path(__file__).parents[4] / "shared" / "poison"  # more of them, where somebody keeps some
LEFT_OPEN = '7205011708900001;1;"A;PU;01/03/2020;01-2026;;\n'
POISON = {
    # lines whose quotes are left open are read one by one, which takes half a gigabyte: much for 40 kilobytes
    "csv.gz": lambda: gzip.compress((HEADER + "\n" + LEFT_OPEN * 1_300_000).encode(), mtime=0),
}
READ_IN_FULL = {"sst_leading_space.xlsx"}  # no room is made for the texts that it states: its three rows are read
FOUND = sorted(path for path in HANDED_OVER.glob("*.*") if path.suffix != ".md")
POISONED = {f"K{number}": path for number, path in enumerate(FOUND, start=11)}  # by the branch that delivers it


@pytest.fixture
def home(homes: Homes, tmp_path: Path) -> Path:
    """Files of three branches wait; nothing was published."""
    home = homes.new(tmp_path, few_regions=True)
    deliver_good(home)
    return home


def deliver_good(home: Path) -> None:
    deliver(home, "K01", "PESERTA_K01_20260131.csv", extract(20))
    deliver(home, "K03", "PESERTA_K03_20260131.csv", extract(10, first=51))
    deliver(home, "BPS", "PEKERJA_BPS_20260101.csv", ELIGIBLE)


def statuses(home: Path) -> dict[str, tuple[Status, str | None]]:
    with catalogue_of(home) as engine:
        return {one.folder: (one.status, one.reason_code) for one in list_submissions(engine)}


def published(home: Path) -> int:
    with catalogue_of(home) as engine:
        return len(list_releases(engine))


def assert_others_are_published(home: Path) -> None:
    found = statuses(home)
    assert {found[branch] for branch in ("K01", "K03", "BPS")} == {(Status.ACCEPTED, None)}
    assert published(home) == 1


@pytest.mark.nightly_on_postgresql
def test_a_file_that_kills_its_reader_is_refused_and_the_others_are_published(home: Path) -> None:
    deliver(home, "K02", "PESERTA_K02_20260131.csv.gz", POISON["csv.gz"]())
    run_route(home, JANUARY)
    assert statuses(home)["K02"] == (Status.REFUSED, "FILE_UNREADABLE_BY_LIMITS")
    assert_others_are_published(home)
    (receipt,) = (home / "outbox" / "K02").glob("*/receipt.json")
    assert "FILE_UNREADABLE_BY_LIMITS" in receipt.read_text()


@pytest.fixture(scope="module")
def poisoned(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run in which each of these files is that of a branch, of the whole nation: their people are of any province."""
    home = homes.new(tmp_path_factory.mktemp("poisoned"))
    deliver_good(home)
    for branch, poison in POISONED.items():
        extension = "csv.gz" if poison.name.endswith(".csv.gz") else poison.suffix[1:]
        deliver(home, branch, f"PESERTA_{branch}_20260131.{extension}", poison.read_bytes())
    run_route(home, JANUARY)
    return home


@pytest.mark.nightly_on_postgresql
@pytest.mark.parametrize("branch", POISONED, ids=lambda branch: POISONED[branch].name)
def test_a_file_that_once_stopped_a_run_is_answered_and_the_others_are_published(poisoned: Path, branch: str) -> None:
    harmless = POISONED[branch].name in READ_IN_FULL
    assert statuses(poisoned)[branch][0] is (Status.ACCEPTED if harmless else Status.REFUSED)
    assert_others_are_published(poisoned)


@pytest.mark.nightly_on_postgresql
def test_a_file_over_which_runs_die_is_named_and_after_three_given_up(home: Path) -> None:
    for death in range(1, 4):
        assert run_until(Moment("tasks.ingest.evaluate:read_extract"), home, JANUARY)
        with catalogue_of(home) as engine:
            (over,) = [one for one in list_submissions(engine) if one.attempt_began_at]
            record = history_of(engine, over.id, settings=Settings(home=home))
        assert (record["failures"], record["attempt_began_at"] is not None) == (death - 1, True)
        assert f"{over.label} {over.folder}/{over.file_name}" in crash_alarm(home)
    run_route(home, JANUARY)
    found = statuses(home)
    assert found.pop(over.folder) == (Status.FAILED, "GIVEN_UP")
    assert set(found.values()) == {(Status.ACCEPTED, None)}
    assert published(home) == 1


def crash_alarm(home: Path) -> str:
    """What the alarm says of a run that was never seen to end."""
    settings = Settings(home=home)
    situation = read_situation(settings, now=NOON, runs={}, under_way=False, served=None, server_lost=False)
    died = {"run-daily": LastRun(state=RUNNING, started_at=NOON, seconds={})}
    alarms = open_alarms(replace(situation, runs=died), settings)
    return next(alarm.detail for alarm in alarms if alarm.kind is AlarmKind.RUN_CRASHED)
