"""Plan the purge of a home, and carry it out on request."""

from datetime import UTC, date, datetime

from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.operations.purge.purge import PurgePlan, plan_purge, purge, retention_of
from tasks.receive.intake import only_one_taker


def purge_home(settings: Settings, *, today: date, done: bool) -> PurgePlan:
    """What is past its retention time; `done`: take it, then only under the run lock."""
    with catalogue(settings) as engine:
        retention = retention_of(settings, today=today, now=datetime.now(UTC))
        if not done:
            return plan_purge(engine, settings=settings, retention=retention)
        with only_one_taker(settings):  # bytes that arrive again must not go with what was purged before
            plan = plan_purge(engine, settings=settings, retention=retention)
            purge(engine, plan, settings=settings, now=datetime.now(UTC))
            return plan
