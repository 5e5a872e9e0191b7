"""What passes `discreet_faults`, and that every flow and every task that touches data has it."""

import re
from pathlib import Path

import pytest
from prefect.flow_engine import FlowRunTimeoutError

from tasks.execution.retries import MomentaryFault, ProcessingFault
from tasks.execution.safe_errors import discreet_faults
from warehouse.errors import OperatorError, UcjError

ROOT = Path(__file__).parents[3]
NIK = "7205011708900003"


@pytest.mark.parametrize(
    ("fault", "becomes"),
    [
        (ValueError(NIK), ProcessingFault),
        (KeyError(NIK), ProcessingFault),
        (TimeoutError(NIK), ProcessingFault),
        (ConnectionError(NIK), MomentaryFault),
        (OperatorError("say"), OperatorError),
        (FlowRunTimeoutError("over"), FlowRunTimeoutError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_only_kind_and_place_are_left(fault: BaseException, becomes: type[BaseException]) -> None:
    with pytest.raises(becomes) as raised, discreet_faults():
        raise fault
    assert type(raised.value) is becomes
    assert NIK not in str(raised.value)
    if isinstance(raised.value, ProcessingFault):
        assert re.fullmatch(rf"{type(fault).__name__} at test_safe_errors\.py:\d+", str(raised.value))
        assert raised.value.__suppress_context__
    assert issubclass(ProcessingFault, UcjError)


def test_every_flow_and_task_has_it() -> None:
    bound = [
        p
        for p in (*ROOT.glob("flows/*.py"), *ROOT.rglob("tasks/**/*.py"))
        if re.search(r"^@(flow|task)\(", p.read_text(), re.MULTILINE)
    ]
    assert len(bound) >= 10
    assert [path.name for path in bound if "discreet_faults()" not in path.read_text()] == []
