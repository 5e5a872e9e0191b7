"""Runs of the daily flow."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, insert, select, update

from expectations.jakarta import JAKARTA
from warehouse.catalogue.transactions import reading, writing
from warehouse.models.models import RunRow
from warehouse.records import RunState
from warehouse.submissions.attempts import end_attempts_in


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run; `flow_run_id` is Prefect's."""

    id: int
    as_of: date
    started_at: datetime
    ended_at: datetime | None
    state: RunState
    flow_run_id: str | None


def start_run(engine: Engine, *, as_of: date, at: datetime, flow_run_id: str | None = None) -> Run:
    """Enter a run. The caller holds the run lock, so a run still marked running was killed: it becomes interrupted."""
    with writing(engine) as connection:
        connection.execute(
            update(RunRow).where(RunRow.state == RunState.RUNNING).values(state=RunState.INTERRUPTED, ended_at=at)
        )
        row = insert(RunRow).values(as_of=as_of, started_at=at, state=RunState.RUNNING, flow_run_id=flow_run_id)
        return Run(**connection.execute(row.returning(RunRow.__table__)).mappings().one())


def finish_run(engine: Engine, run_id: int, *, state: RunState, at: datetime) -> None:
    """Record how a run ended; what it had begun to judge is not marked any longer, since its process lives."""
    with writing(engine) as connection:
        ended = update(RunRow).where(RunRow.id == run_id).values(state=state, ended_at=at)
        end_attempts_in(connection, since=connection.scalars(ended.returning(RunRow.started_at)).one())


def day_of_run(engine: Engine, run_id: int) -> date:
    """The calendar day in Jakarta on which a run began."""
    with reading(engine) as connection:
        started_at = connection.scalars(select(RunRow.started_at).where(RunRow.id == run_id)).one()
    return started_at.astimezone(JAKARTA).date()


def list_runs(engine: Engine) -> list[Run]:
    """All runs, oldest first."""
    with reading(engine) as connection:
        rows = connection.execute(select(RunRow.__table__).order_by(RunRow.id)).mappings()
        return [Run(**row) for row in rows]
