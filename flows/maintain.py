"""Housekeeping: what runs that died left behind, the link to the current release, what is past its retention time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from prefect import flow, runtime
from prefect.artifacts import create_table_artifact

from expectations.written import ENGLISH, counted
from flows.runtime.clock import today_in_jakarta
from flows.runtime.flow_names import MAINTAIN
from flows.runtime.orphaned_runs import reconcile_orphaned_runs
from flows.runtime.run_lock import only_one_run
from flows.runtime.run_log import watched_run
from flows.ui.best_effort import best_effort
from settings import Settings
from tasks.execution.redact_errors import redact_errors
from tasks.execution.stage_log import logged_stage
from tasks.operations.cleanup.task import clear_drafts, repair_pointer
from tasks.operations.purge.task import purge_expired

LIMIT_SECONDS = 3600


@dataclass(frozen=True, kw_only=True)
class Maintained:
    """What was put right. purge: what was taken, or what would be."""

    orphaned_runs: tuple[str, ...]
    drafts: int
    current: str | None
    purge: Mapping[str, Any]

    def record(self) -> dict[str, Any]:
        """The summary as JSON-ready data; `purge` as `ucj purge --json` prints it."""
        return {
            "orphaned_runs": list(self.orphaned_runs),
            "drafts": self.drafts,
            "current": self.current,
            "purge": dict(self.purge),
        }


def name_of_maintenance() -> str:
    """The name of the flow run: its day."""
    return f"{MAINTAIN} {today_in_jakarta()}"


@flow(name=MAINTAIN, flow_run_name=name_of_maintenance, timeout_seconds=LIMIT_SECONDS, persist_result=False)
def maintain(*, purge: bool | None = None) -> Maintained:
    """Settle runs whose process is gone, remove what they left half written, repair the link to the current release.

    Then purge what is past its retention time, or show what that would take. Old runs, logs and events of Prefect are
    removed by its server (setting `server.prefect_days`).

    Args:
        purge: Take what is past its retention time, for good: a backup should be at hand. Empty: as the setting
            retention.maintain_purges says, by default only show it.
    """
    settings, today = Settings(), today_in_jakarta()
    with (
        redact_errors(),
        only_one_run(settings),
        watched_run(settings),
        logged_stage("maintain") as line,
    ):
        done = Maintained(
            orphaned_runs=reconcile_orphaned_runs(settings, but=str(runtime.flow_run.id)),
            drafts=clear_drafts(settings),
            current=repair_pointer(settings),
            purge=purge_expired(settings, today, done=settings.retention.maintain_purges if purge is None else purge),
        )
        line |= {"orphaned_runs": len(done.orphaned_runs), "drafts": done.drafts, "current": done.current}
    with best_effort():
        create_table_artifact(key="maintain", table=maintained_rows(done), description="What was put right and purged")
    return done


def maintained_rows(done: Maintained) -> list[dict[str, object]]:
    """One row a kind of thing; what was only planned says so."""
    purge = done.purge
    kept = purge["retention"]
    how = "purged" if purge["done"] else "would be purged: ucj purge --yes, or the setting retention.maintain_purges"
    return [
        {"what": "runs whose process was gone", "count": len(done.orphaned_runs), "bytes": "", "how": "settled"},
        {"what": "drafts of killed runs", "count": done.drafts, "bytes": "", "how": "removed"},
        {
            "what": f"lake objects out of force for {counted(kept['object_retention_days'], 'day')}",
            "count": len(purge["objects"]) + len(purge["left_by_a_killed_purge"]),
            "bytes": ENGLISH.number(purge["object_bytes"]),
            "how": how,
        },
        {
            "what": f"delivered files older than {counted(kept['archive_retention_days'], 'day')}",
            "count": purge["archives"],
            "bytes": ENGLISH.number(purge["archive_bytes"]),
            "how": how,
        },
        {
            "what": f"figures of dates within months, older than {counted(kept['release_retention_days'], 'day')}",
            "count": len(purge["fact_dates"]),
            "bytes": "",
            "how": how,
        },
    ]
