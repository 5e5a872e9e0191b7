"""Check the runs: whether one is under way, how the last ones ended, how old the last good one is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from filelock import FileLock, Timeout

from expectations.jakarta import moment_text
from expectations.written_sizes import duration_text
from settings import Settings
from tasks.operations.doctor.finding import Health, HealthFinding
from tasks.operations.doctor.stored.looking import catalogue_as_it_is, listed
from warehouse.catalogue.runs import Run, list_runs
from warehouse.errors import UcjError
from warehouse.records import RunState, Submission
from warehouse.submissions.attempts import unended_attempts

OLD, LONG = timedelta(hours=36), timedelta(hours=12)
SERVES = "Is `ucj serve` up? Start it; `ucj run` makes up for it at once."
AGAIN = "`ucj run` tries it again, `max_attempts` times in all; `ucj refuse S... --why ...` takes it out of the way."
HELD = "`ucj run` says what the gate found; the page of the release in docs/site says more."


def check_runs(settings: Settings) -> Iterator[HealthFinding]:
    """Findings about the runs in the catalogue, and the lock that lets one run at a time."""
    try:
        runs, died_over = _runs(settings)
    except UcjError:
        return  # check_database says so
    if not runs:
        yield HealthFinding(check="runs", health=Health.WARN, says="there was no run yet.", do="Run `ucj run`.")
        return
    now = datetime.now(UTC)
    last = runs[-1]
    if _lock_is_held(settings):
        health = Health.WARN if now - last.started_at > LONG else Health.OK
        do = "See in the UI or the log what it waits for; end it with Ctrl-C or SIGTERM: nothing is lost."
        says = f"run {last.id} is under way since {moment_text(last.started_at)}."
        yield HealthFinding(check="runs", health=health, says=says, do="" if health is Health.OK else do)
    elif last.state in {RunState.RUNNING, RunState.INTERRUPTED, RunState.FAILED}:
        says = f"run {last.id} of {moment_text(last.started_at)} did not end well."
        yield HealthFinding(check="runs", health=Health.WARN, says=says, do="Run `ucj run`: it goes on from there.")
        if died_over:
            says = f"its process died while it judged {listed([_name(one) for one in died_over])}."
            yield HealthFinding(check="runs", health=Health.WARN, says=says, do=AGAIN)
    elif last.state is RunState.GATED:
        says = f"the gate held the release of run {last.id}; readers see the one before."
        yield HealthFinding(check="runs", health=Health.FAIL, says=says, do=HELD)
    yield _last_good(runs, now)


def _last_good(runs: list[Run], now: datetime) -> HealthFinding:
    good = [run.ended_at for run in runs if run.state is RunState.COMPLETED and run.ended_at]
    if not good:
        return HealthFinding(check="runs", health=Health.FAIL, says="no run has ended well yet.", do="Run `ucj run`.")
    age = now - max(good)
    says = f"the last good one ended {duration_text(age.total_seconds())} ago."
    return HealthFinding(
        check="runs", health=Health.OK if age <= OLD else Health.WARN, says=says, do="" if age <= OLD else SERVES
    )


def _runs(settings: Settings) -> tuple[list[Run], list[Submission]]:
    """Runs, and what processes died over; none where there are no tables of this version (`check_database` says so)."""
    with catalogue_as_it_is(settings) as engine:
        return (list_runs(engine), unended_attempts(engine)) if engine else ([], [])


def _name(one: Submission) -> str:
    return f"{one.label} {one.folder}/{one.file_name}"


def _lock_is_held(settings: Settings) -> bool:
    place = settings.path(".run.lock")
    if not place.exists():
        return False
    lock = FileLock(place, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False
