"""Record a run in the catalogue; called by flows, which contain no SQL."""

from datetime import UTC, date, datetime

from settings import Settings
from tasks.execution.catalogue import catalogue
from warehouse.catalogue.runs import finish_run, start_run
from warehouse.records import RunState


def open_run(*, as_of: date, flow_run_id: str, settings: Settings) -> int:
    """Enter a run; returns its number."""
    with catalogue(settings) as engine:
        return start_run(engine, as_of=as_of, at=datetime.now(UTC), flow_run_id=flow_run_id).id


def close_run(run_id: int, *, state: RunState, settings: Settings) -> None:
    """Record how a run ended."""
    with catalogue(settings) as engine:
        finish_run(engine, run_id, state=state, at=datetime.now(UTC))
