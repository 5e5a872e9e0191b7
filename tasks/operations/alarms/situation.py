"""Read what alarms follow from: the catalogue, the branch list, and how the last runs went."""

from datetime import datetime

from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.operations.alarms.conditions import JAKARTA, Served, Situation
from tasks.operations.alarms.last_runs import read_last_runs
from tasks.operations.status.read import read_status, status_rows
from warehouse.records import GIVEN_UP, Status
from warehouse.submissions.attempts import unended_attempts
from warehouse.submissions.submissions import list_submissions


def read_situation(
    settings: Settings, *, now: datetime, under_way: bool, served: Served | None, server_lost: bool
) -> Situation:
    """How things stand now. Raises what a catalogue raises that cannot be read."""
    with catalogue(settings) as engine:
        table = read_status(engine, as_of=now.astimezone(JAKARTA).date(), settings=settings)
        died_over = () if under_way else tuple(unended_attempts(engine))
        waiting = [
            one
            for one in list_submissions(engine)
            if one.status is Status.HELD or (one.status is Status.FAILED and one.reason_code == GIVEN_UP)
        ]
    return Situation(
        now=now,
        runs=read_last_runs(settings),
        under_way=under_way,
        deliveries=tuple(status_rows(table)),
        waiting=tuple(waiting),
        died_over=died_over,
        served=served,
        server_lost=server_lost,
    )
