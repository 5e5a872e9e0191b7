"""Reprocess: the archive is replayed after a change of rules; `run-daily` then publishes what follows from it."""

import logging
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any

from prefect import flow, runtime
from prefect.futures import PrefectFuture, as_completed

from expectations.written import counted
from flows.runtime.clock import today_in_jakarta
from flows.runtime.error_logging import show_errors_plainly
from flows.runtime.flow_names import REPROCESS
from flows.runtime.parameters import BranchCode, FeedCode, SubmissionNumber
from flows.runtime.recorded_run import recorded_run
from flows.runtime.run_lock import only_one_run
from flows.runtime.run_log import logged_run, watched_run
from flows.runtime.task_runner import TaskRunnerOfSettings
from flows.steps.finish import EndState, finish_run
from flows.ui.artifacts import show_replayed
from flows.ui.progress import ProgressBar
from settings import Settings
from tasks.execution.redact_errors import redact_errors
from tasks.ingest.replayed import Replayed
from tasks.ingest.reprocess_task import reprocess_submission, select_archived
from tasks.ingest.selection import Selection
from warehouse.errors import ENVIRONMENT_ERRORS, UcjError
from warehouse.records import Submission

progress = logging.getLogger("ucj.progress")
LIMIT_SECONDS = 24 * 3600


@dataclass(frozen=True, kw_only=True)
class ReprocessSummary:
    """The result of one replay, in order of arrival; `faults`: submissions that a system fault left as they were."""

    dry_run: bool
    replayed: tuple[Replayed, ...]
    faults: dict[str, str]

    def record(self) -> dict[str, Any]:
        """The summary as JSON-ready data."""
        judged = [one for one in self.replayed if one.after is not None]
        return {
            "dry_run": self.dry_run,
            "judged": len(judged),
            "changed": sum(one.changed for one in self.replayed),
            "not_judged": len(self.replayed) - len(judged),
            "submissions": [one.record() for one in self.replayed],
            "faults": self.faults,
        }


def name_of_replay() -> str:
    """Whether a replay only tries, and on which day it was started."""
    return f"{REPROCESS} {today_in_jakarta()}{' (dry run)' if runtime.flow_run.parameters.get('dry_run') else ''}"


@flow(
    name=REPROCESS,
    flow_run_name=name_of_replay,
    task_runner=TaskRunnerOfSettings(),  # type: ignore[arg-type]
    timeout_seconds=LIMIT_SECONDS,
    persist_result=False,
)
def reprocess_archive(
    submissions: list[SubmissionNumber] | None = None,
    *,
    everything: bool = False,
    feed: FeedCode | None = None,
    branch: BranchCode | None = None,
    since: date | None = None,
    dry_run: bool = False,
) -> ReprocessSummary:
    """Judge archived submissions again under the present rules; what comes out otherwise replaces what was said.

    Branches get new receipts for what changed. Publish afterwards with `publish-release`, or wait for the daily run.

    Args:
        submissions: Their numbers, S000012 or 12.
        everything: All that was ever judged.
        feed: Of one feed.
        branch: Of one branch, for example K01.
        since: That arrived on this day or later.
        dry_run: Only show what would change; nothing is written.
    """
    settings = Settings()
    show_errors_plainly()
    selection = Selection(ids=tuple(submissions or ()), everything=everything, feed=feed, branch=branch, since=since)
    alone = nullcontext() if dry_run else only_one_run(settings)
    watched = logged_run(settings) if dry_run else watched_run(settings)
    with redact_errors(), alone, watched:
        recorded = nullcontext() if dry_run else recorded_run(today_in_jakarta(), str(runtime.flow_run.id), settings)
        with recorded:
            summary = replay_all(select_archived(selection, settings), settings, dry_run=dry_run)
    record = summary.record()
    show_replayed(record)
    return finish_run(summary, name=end_of_replay(summary), message=replay_message(record), settings=settings)


def end_of_replay(summary: ReprocessSummary) -> EndState:
    """Whether the replay has to be looked at, or published."""
    if summary.faults:
        return EndState.WITH_FAULTS
    return EndState.COMPLETED if any(one.changed for one in summary.replayed) else EndState.NOTHING_NEW


def replay_message(record: dict[str, Any]) -> str:
    """One line beside the name of the final state."""
    tried = " (dry run)" if record["dry_run"] else ""
    faults = counted(len(record["faults"]), "fault")
    return f"{record['judged']} judged again{tried}, {record['changed']} changed, {faults}"


def replay_all(chosen: tuple[Submission, ...], settings: Settings, *, dry_run: bool) -> ReprocessSummary:
    """One task run a submission, a few at a time; one that fails does not keep the others."""
    running: dict[PrefectFuture[Replayed], Submission] = {
        reprocess_submission.submit(submission, settings, dry_run=dry_run): submission for submission in chosen
    }
    done: dict[int, Replayed] = {}
    faults: dict[str, str] = {}
    bar = ProgressBar()
    for number, future in enumerate(as_completed(list(running)), start=1):
        submission = running[future]
        try:
            done[submission.id] = future.result()
        except ENVIRONMENT_ERRORS:
            raise
        except Exception as fault:
            faults[submission.label] = str(fault) if isinstance(fault, UcjError) else type(fault).__name__
        progress.info("reprocess: %s", submission.file_name, extra={"done": number, "total": len(chosen)})
        bar.count(number, len(chosen), "reprocess", start=0, end=100)
    replayed = tuple(done[submission.id] for submission in chosen if submission.id in done)
    return ReprocessSummary(dry_run=dry_run, replayed=replayed, faults=dict(sorted(faults.items())))
