"""Automations on a real Prefect server."""

from collections.abc import Iterator
from uuid import UUID, uuid4

from prefect.automations import EventTrigger

from deployments.registration.automations import RETIRED, automations, register_automations
from flows.check_alarms import check_alarms
from flows.runtime.flow_names import CHECK_ALARMS, FLOWS, WATCHED
from flows.steps.finish import EndState
from settings import Settings

GOOD_ENDS = {EndState.COMPLETED, EndState.WITH_REJECTS, EndState.NOTHING_NEW, EndState.NOTHING_TO_PUBLISH}
ENDING_EVENTS = {f"prefect.flow-run.{state}" for state in EndState}


def triggers() -> Iterator[tuple[str, EventTrigger]]:
    for automation in automations(uuid4(), Settings()):
        assert isinstance(automation.trigger, EventTrigger)
        yield automation.name, automation.trigger


def test_no_automation_waits_for_silence_or_changes_a_run() -> None:
    """A heartbeat that arrives after the end of its run would begin a silence that nothing ends."""
    for name, trigger in triggers():
        assert trigger.after == set(), name
        assert not {event for event in trigger.expect if "heartbeat" in event}, name
    for automation in automations(uuid4(), Settings()):
        assert {action.type for action in automation.actions} == {"run-deployment"}


def test_every_bad_end_is_told_at_once() -> None:
    (told,) = (trigger for name, trigger in triggers() if name == "ucj: a run ended badly")
    by_name = {f"prefect.flow-run.{state}" for state in ("Failed", "Crashed", "TimedOut")}
    assert told.expect == by_name | ENDING_EVENTS - {f"prefect.flow-run.{state}" for state in GOOD_ENDS}


def test_the_end_of_a_check_never_starts_a_check() -> None:
    assert set(FLOWS) - set(WATCHED) == {CHECK_ALARMS}
    of_checks = {name: trigger.posture for name, trigger in triggers() if CHECK_ALARMS in trigger.model_dump_json()}
    assert of_checks == {"ucj: nobody looks": "Proactive"}


def test_registering_again_changes_nothing_and_keeps_what_was_switched_off(prefect_server: None) -> None:
    from prefect.client.orchestration import get_client
    from prefect.deployments.runner import RunnerDeployment

    settings = Settings()
    assert register_automations(settings) == ()  # nothing to start yet
    deployment: UUID = RunnerDeployment.from_flow(check_alarms, CHECK_ALARMS).apply(_sync=True)  # type: ignore[call-arg, assignment]
    names = register_automations(settings)
    assert len(set(names)) == len(list(triggers()))
    with get_client(sync_client=True) as client:
        (ended_badly,) = client.read_automations_by_name("ucj: a run ended badly")
        assert [action.deployment_id for action in ended_badly.actions] == [deployment]  # type: ignore[union-attr]
        client.pause_automation(ended_badly.id)
        for retired in RETIRED:
            client.create_automation(next(automations(deployment, settings)).model_copy(update={"name": retired}))
        register_automations(settings)
        found = client.read_automations()
        assert sorted(one.name for one in found if one.name.startswith("ucj: ")) == sorted(names)
        assert {one.name: one.enabled for one in found}["ucj: a run ended badly"] is False
        client.resume_automation(ended_badly.id)
        for one in found:
            client.delete_automation(one.id)
        client.delete_deployment(deployment)
