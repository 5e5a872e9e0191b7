"""Automations of the Prefect server: what it notices starts the flow `check-alarms`, which tells the operators.

Messages are not sent by the server itself: their addresses and passwords stay in the settings, out of Prefect's blocks,
and an alarm that both notice is told once. No automation waits for silence: the server gets a heartbeat by another way
than the end of its run, and in any order (Prefect's issues 18653 and 21932). Whether a process lives its sign tells
(`flows.runtime.heartbeat`), and workers look at it.
"""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from prefect.automations import AutomationCore, EventTrigger, Posture, RunDeployment
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.exceptions import ObjectNotFound

from flows.runtime.flow_names import CHECK_ALARMS, WATCHED
from flows.steps.finish import EndState
from settings import Settings

BAD_ENDS = ("Failed", "Crashed", "TimedOut", EndState.HELD_BY_GATE, EndState.HELD_FOR_APPROVAL, EndState.WITH_FAULTS)
RETIRED = (  # of earlier versions
    "ucj: no daily run",  # the server noticed a missing day only two days later
    "ucj: no sign of life",  # heartbeats that arrive after the end of their run began a silence of their own;
    "ucj: given up",  # so these fired for runs that had ended or were handed back. Workers look at the processes
)


def register_automations(settings: Settings) -> tuple[str, ...]:
    """Bring the automations of the server that `PREFECT_API_URL` names up to date; returns their names.

    Doing it again changes nothing. Those that start `check-alarms` need its deployment and are left out without it.
    """
    with get_client(sync_client=True) as client:
        wanted = list(automations(_check_alarms(client), settings))
        for automation in wanted:
            _put(client, automation)
        for name in RETIRED:
            for one in client.read_automations_by_name(name):
                client.delete_automation(one.id)
    return tuple(automation.name for automation in wanted)


def automations(check_alarms: UUID | None, settings: Settings) -> Iterator[AutomationCore]:
    """Every automation; check_alarms: id of that deployment."""
    if check_alarms is not None:
        check = RunDeployment(source="selected", deployment_id=check_alarms)
        yield AutomationCore(
            name="ucj: a run ended badly",
            description="Failed, crashed, held: the operators are told at once.",
            trigger=_trigger(expect=_events(BAD_ENDS), posture=Posture.Reactive, within=timedelta(0)),
            actions=[check],
        )
        yield AutomationCore(
            name="ucj: nobody looks",
            description="No check of alarms ended for long, also where the schedule creates none: one is started.",
            trigger=_trigger(
                expect=_events(("Completed",)),
                posture=Posture.Proactive,
                within=timedelta(seconds=settings.alarms.unchecked_seconds),
                flows=(CHECK_ALARMS,),
            ),
            actions=[check],
        )


def _trigger(
    *, expect: set[str], posture: Posture, within: timedelta, flows: tuple[str, ...] = WATCHED
) -> EventTrigger:
    return EventTrigger(
        match={"prefect.resource.id": "prefect.flow-run.*"},
        match_related={"prefect.resource.role": "flow", "prefect.resource.name": list(flows)},
        expect=expect,
        posture=posture,
        threshold=1,
        within=within,
    )


def _events(states: tuple[str, ...]) -> set[str]:
    return {f"prefect.flow-run.{state}" for state in states}


def _check_alarms(client: SyncPrefectClient) -> UUID | None:
    try:
        return client.read_deployment_by_name(f"{CHECK_ALARMS}/{CHECK_ALARMS}").id
    except ObjectNotFound:
        return None


def _put(client: SyncPrefectClient, automation: AutomationCore) -> None:
    """Create it, or bring the one of that name up to date, on or off as the operator has it; further ones go."""
    known = client.read_automations_by_name(automation.name)
    for extra in known[1:]:
        client.delete_automation(extra.id)
    if known:
        client.update_automation(known[0].id, automation.model_copy(update={"enabled": known[0].enabled}))
    else:
        client.create_automation(automation)
