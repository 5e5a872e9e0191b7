"""Read what alarms follow from: the catalogue, the branch list, and how the last runs went."""

from collections.abc import Mapping
from datetime import datetime

from expectations.jakarta import JAKARTA
from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.operations.alarms.conditions import Served, SilentRun, Situation
from tasks.operations.alarms.dismissals import read_dismissals
from tasks.operations.alarms.last_runs import LastRun
from tasks.operations.status.read import read_status, status_rows
from tasks.publish.mirror.state import read_mirror_state
from tasks.receive.drop_folders.journal import journal_path, read_journal
from warehouse.catalogue.runs import list_runs
from warehouse.records import GIVEN_UP, MOVED, WITHDRAWN, Status
from warehouse.submissions.attempts import unended_attempts
from warehouse.submissions.lookup import list_submissions


def read_situation(
    settings: Settings,
    *,
    now: datetime,
    runs: Mapping[str, LastRun],
    under_way: bool,
    served: Served | None,
    server_lost: bool,
    silent: tuple[SilentRun, ...] = (),
) -> Situation:
    """How things stand now. Raises what a catalogue raises that cannot be read."""
    with catalogue(settings) as engine:
        today = now.astimezone(JAKARTA).date()
        table = read_status(engine, as_of=today, today=today, settings=settings)
        died_over = () if under_way else tuple(unended_attempts(engine))
        submissions = list_submissions(engine)
        recorded = list_runs(engine)
    waiting = (
        one
        for one in submissions
        if one.status is Status.HELD or (one.status is Status.FAILED and one.reason_code == GIVEN_UP)
    )
    withdrawn = {
        (one.folder.upper(), str(one.feed)): one.label for one in submissions if one.reason_code in {WITHDRAWN, MOVED}
    }
    return Situation(
        now=now,
        runs=runs,
        under_way=under_way,
        deliveries=tuple(status_rows(table)),
        waiting=tuple(waiting),
        died_over=died_over,
        withdrawn=withdrawn,
        silent=silent,
        first_used=recorded[0].started_at if recorded else None,
        dismissed=frozenset(one.id for one in read_dismissals(settings)),
        served=served,
        server_lost=server_lost,
        drop_folders={one.name: read_journal(journal_path(settings, one.name)).last for one in settings.drop_folders},
        mirror=read_mirror_state(settings.home, url=settings.storage.published),
    )
