"""Every declared deployment can be made: its flow is there, bears its name, ends in time, describes its parameters."""

from typing import Any

import pytest
from prefect import Flow
from prefect.flows import load_flow_from_entrypoint

from deployments.declared import DEPLOYMENTS, Declared
from deployments.registration import deployment_of
from flows.names import FLOWS


def test_every_flow_is_deployed_once() -> None:
    assert sorted(declared.name for declared in DEPLOYMENTS) == sorted(FLOWS)


@pytest.mark.parametrize("declared", DEPLOYMENTS, ids=lambda declared: declared.name)
def test_a_deployment_can_be_made(declared: Declared) -> None:
    flow: Flow[..., Any] = load_flow_from_entrypoint(declared.entrypoint, use_placeholder_flow=False)
    assert flow.name == declared.name
    assert flow.timeout_seconds
    deployment = deployment_of(declared)
    assert deployment.entrypoint == declared.entrypoint
    described = flow.parameters.properties
    assert {name for name, schema in described.items() if not schema.get("description")} == set()
