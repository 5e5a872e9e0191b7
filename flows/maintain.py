"""Housekeeping: what runs that died left behind, and the link to the current release."""

from dataclasses import dataclass
from typing import Any

from prefect import flow, runtime

from flows.clock import today_in_jakarta
from flows.dead_runs import settle_dead_runs
from flows.lock import only_one_run
from flows.names import MAINTAIN
from flows.run_log import watched_run
from settings import Settings
from tasks.discreet import discreet_faults
from tasks.mend_task import clear_drafts, repair_pointer
from tasks.stage_log import logged_stage

LIMIT_SECONDS = 3600


@dataclass(frozen=True, kw_only=True)
class Maintained:
    """What was put right."""

    dead_runs: tuple[str, ...]
    drafts: int
    current: str | None

    def record(self) -> dict[str, Any]:
        """The summary as JSON-ready data."""
        return {"dead_runs": list(self.dead_runs), "drafts": self.drafts, "current": self.current}


def name_of_maintenance() -> str:
    """On which day."""
    return f"{MAINTAIN} {today_in_jakarta()}"


@flow(name=MAINTAIN, flow_run_name=name_of_maintenance, timeout_seconds=LIMIT_SECONDS, persist_result=False)
def maintain() -> Maintained:
    """Settle runs whose process is gone, remove what they left half written, repair the link to the current release.

    Old runs, logs and events of Prefect are removed by its server (setting `prefect_days`).
    """
    settings = Settings()
    with (
        discreet_faults(),
        only_one_run(settings),
        watched_run(settings),
        logged_stage("maintain") as line,
    ):
        done = Maintained(
            dead_runs=settle_dead_runs(settings, but=str(runtime.flow_run.id)),
            drafts=clear_drafts(settings),
            current=repair_pointer(settings),
        )
        line |= {"dead_runs": len(done.dead_runs), "drafts": done.drafts, "current": done.current}
    return done
