"""A flow run in this process whose sign of life begins before it does: killed at any moment, it is found dead."""

from typing import ParamSpec, TypeVar

from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.flow_engine import run_flow
from prefect.states import Pending
from prefect.utilities.callables import get_call_parameters
from pydantic_core import to_jsonable_python

from flows.runtime.heartbeat import heartbeat
from settings import Settings

Given = ParamSpec("Given")
Result = TypeVar("Result")


def run_with_heartbeat(
    flow: Flow[Given, Result], settings: Settings, *args: Given.args, **given: Given.kwargs
) -> Result:
    """Run a flow as a call of it would, and return what it returns."""
    parameters = get_call_parameters(flow.fn, args, given)
    shown = to_jsonable_python(parameters)  # a flow's own way does the same, but imports FastAPI for it
    with get_client(sync_client=True) as client:
        waiting: object = Pending()
        run = client.create_flow_run(flow, parameters=shown, state=waiting)  # type: ignore[arg-type]
    with heartbeat(str(run.id), settings):
        result: Result = run_flow(flow, flow_run=run, parameters=parameters)  # type: ignore[assignment]
    return result
