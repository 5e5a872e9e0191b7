"""Every declared deployment can be made: its flow is there, bears its name, ends in time, describes its parameters."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from prefect import Flow
from prefect.flows import load_flow_from_entrypoint
from pydantic import TypeAdapter, ValidationError

from deployments.registration.register import deployment_of
from deployments.registration.specs import DEPLOYMENTS, Declared
from expectations.contracts import FEED_OF_PREFIX, FEEDS
from flows.runtime.flow_names import FLOWS
from flows.runtime.parameters import FeedCode


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
    assert not flow.on_crashed_hooks  # a worker loads no code of its own for them
    assert not flow.on_cancellation_hooks


def leaves(schema: Mapping[str, Any], of: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What a parameter is made of, at last."""
    for key in ("anyOf", "allOf"):
        for one in schema.get(key, ()):
            yield from leaves(one, of)
    if "items" in schema:
        yield from leaves(schema["items"], of)
    elif "$ref" in schema:
        yield from leaves(of[schema["$ref"].rpartition("/")[2]], of)
    elif "type" in schema:
        yield schema


def is_closed(leaf: Mapping[str, Any]) -> bool:
    """Whether no value of it names a place: a number, a switch, a date, or a code."""
    return leaf["type"] in {"integer", "boolean", "null"} or bool(leaf.keys() & {"enum", "pattern"} or is_date(leaf))


def is_date(leaf: Mapping[str, Any]) -> bool:
    return leaf.get("format") == "date"


@pytest.mark.parametrize("declared", DEPLOYMENTS, ids=lambda declared: declared.name)
def test_parameters_are_dates_numbers_switches_and_codes(declared: Declared) -> None:
    flow: Flow[..., Any] = load_flow_from_entrypoint(declared.entrypoint, use_placeholder_flow=False)
    assert flow.should_validate_parameters
    for name, schema in flow.parameters.properties.items():
        found = list(leaves(schema, flow.parameters.definitions))
        assert found, name
        assert [leaf for leaf in found if not is_closed(leaf)] == [], name


def test_every_feed_may_be_named_and_no_other() -> None:
    adapter = TypeAdapter(FeedCode)
    assert adapter.json_schema() == {
        "type": "string",
        "enum": [*FEEDS, *FEED_OF_PREFIX],
    }
    assert [adapter.validate_python(name) for name in (*FEEDS, *FEED_OF_PREFIX)] == [*FEEDS, *FEEDS]
    with pytest.raises(ValidationError, match="is none of enrolment, eligible"):
        adapter.validate_python("wages")
