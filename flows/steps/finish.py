"""How a run ended, as the Prefect UI shows it: the name of its final state says it."""

from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar, cast

from prefect.context import FlowRunContext
from prefect.states import Completed

from flows.steps.alerting import notify_operators
from flows.ui.best_effort import best_effort
from flows.ui.summary import Ending
from settings import Settings
from tasks.operations.alarms.last_runs import note_end
from warehouse.records import Status


class EndState(StrEnum):
    """Names of final states. Each is an event of its own (`prefect.flow-run.<name>`): automations list them all."""

    COMPLETED = "Completed"  # published, and nothing to look at
    WITH_REJECTS = "CompletedWithRejects"  # rows or files were rejected; the branches have their receipts
    WITH_FAULTS = "CompletedWithFaults"  # a file could not be processed
    HELD_BY_GATE = "HeldByGate"  # the gate held the release
    HELD_FOR_APPROVAL = "HeldForApproval"  # a file of this run waits for `ucj approve` or `ucj refuse`
    NOTHING_NEW = "NothingNew"
    NOTHING_TO_PUBLISH = "NothingToPublish"


Result = TypeVar("Result")
OF_ENDING = {
    "published": EndState.COMPLETED,
    "drafted": EndState.COMPLETED,
    "ingested": EndState.COMPLETED,
    "nothing_new": EndState.NOTHING_NEW,
    "nothing_to_publish": EndState.NOTHING_TO_PUBLISH,
}


def final_state(ending: Ending, statuses: Collection[str]) -> EndState:
    """The name that says most: what needs the operator goes before what needs a branch, and that before the rest."""
    if ending == "held_by_gate":
        return EndState.HELD_BY_GATE
    if Status.FAILED in statuses:
        return EndState.WITH_FAULTS
    if Status.HELD in statuses:
        return EndState.HELD_FOR_APPROVAL
    if {Status.REFUSED, Status.ACCEPTED_WITH_REJECTS} & set(statuses):
        return EndState.WITH_REJECTS
    return OF_ENDING[ending]


def end_message(ending: Ending, statuses: Collection[str]) -> str:
    """One line beside the name: how it ended, and the submissions by status."""
    counts = Counter(statuses)
    said = ", ".join(f"{counts[status]} {status.replace('_', ' ')}" for status in sorted(counts))
    return f"{ending.replace('_', ' ')}; {said or 'no submissions'}"


def finish_run(result: Result, *, name: EndState, message: str, settings: Settings) -> Result:
    """End a flow run under this name; alarms and metrics follow from it.

    Prefect takes a state that a flow returns, and hands its data to the caller: hence the type.
    """
    context = FlowRunContext.get()
    with best_effort():
        if context and context.flow:
            note_end(context.flow.name, state=name, at=datetime.now(UTC), settings=settings)
        notify_operators(settings)
    return cast("Result", Completed(name=name, message=message, data=result))
