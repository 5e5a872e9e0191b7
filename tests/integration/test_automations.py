"""Automations on a real Prefect server."""

from collections.abc import Iterator
from uuid import UUID, uuid4

from prefect.automations import EventTrigger

from deployments.registration.automations import ENDS, RETIRED, automations, register_automations
from flows.check_alarms import check_alarms
from flows.runtime.flow_names import CHECK_ALARMS, FLOWS, WATCHED
from flows.steps.finish import EndState
from settings import Settings

ENDING_EVENTS = {f"prefect.flow-run.{state}" for state in EndState}


def triggers() -> Iterator[tuple[str, EventTrigger]]:
    for automation in automations(uuid4(), Settings()):
        assert isinstance(automation.trigger, EventTrigger)
        yield automation.name, automation.trigger


def test_whatever_waits_for_an_end_knows_every_name_of_an_end() -> None:
    waiting = {name for name, trigger in triggers() if trigger.after}
    assert waiting == {"ucj: no sign of life", "ucj: given up"}
    for name, trigger in triggers():
        if name in waiting:
            assert trigger.expect >= ENDING_EVENTS, name


def test_the_end_of_a_check_never_starts_a_check() -> None:
    assert set(FLOWS) - set(WATCHED) == {CHECK_ALARMS}
    of_checks = {name: trigger.posture for name, trigger in triggers() if CHECK_ALARMS in trigger.model_dump_json()}
    assert of_checks == {"ucj: nobody looks": "Proactive"}


def test_states_of_prefect_are_among_the_ends() -> None:
    assert {"Failed", "Crashed", "TimedOut", "Cancelled"} <= set(ENDS)


def test_registering_again_changes_nothing_and_keeps_what_was_switched_off(prefect_server: None) -> None:
    from prefect.client.orchestration import get_client
    from prefect.deployments.runner import RunnerDeployment

    settings = Settings()
    assert register_automations(settings) == ("ucj: given up",)  # nothing to start yet
    deployment: UUID = RunnerDeployment.from_flow(check_alarms, CHECK_ALARMS).apply(_sync=True)  # type: ignore[call-arg, assignment]
    names = register_automations(settings)
    assert len(set(names)) == len(list(triggers()))
    with get_client(sync_client=True) as client:
        (ended_badly,) = client.read_automations_by_name("ucj: a run ended badly")
        assert [action.deployment_id for action in ended_badly.actions] == [deployment]  # type: ignore[union-attr]
        client.pause_automation(ended_badly.id)
        client.create_automation(next(automations(deployment, settings)).model_copy(update={"name": RETIRED[0]}))
        register_automations(settings)
        found = client.read_automations()
        assert sorted(one.name for one in found if one.name.startswith("ucj: ")) == sorted(names)
        assert {one.name: one.enabled for one in found}["ucj: a run ended badly"] is False
        client.resume_automation(ended_badly.id)
        for one in found:
            client.delete_automation(one.id)
        client.delete_deployment(deployment)
