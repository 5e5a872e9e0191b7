"""What passes `redact_errors`, and that every flow and every task has it."""

import re
from pathlib import Path

import pytest
from prefect.flow_engine import FlowRunTimeoutError

from tasks.execution.redact_errors import redact_errors
from tasks.execution.retries import ProcessingFault, TransientFault
from warehouse.errors import OperatorError, UcjError

ROOT = Path(__file__).parents[3]
NIK = "7205011708900003"


@pytest.mark.parametrize(
    ("fault", "becomes"),
    [
        (ValueError(NIK), ProcessingFault),
        (KeyError(NIK), ProcessingFault),
        (TimeoutError(NIK), ProcessingFault),
        (ConnectionError(NIK), TransientFault),
        (OperatorError("say"), OperatorError),
        (FlowRunTimeoutError("over"), FlowRunTimeoutError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_only_kind_and_place_are_left(fault: BaseException, becomes: type[BaseException]) -> None:
    with pytest.raises(becomes) as raised, redact_errors():
        raise fault
    assert type(raised.value) is becomes
    assert NIK not in str(raised.value)
    if isinstance(raised.value, ProcessingFault):
        assert re.fullmatch(rf"{type(fault).__name__} at test_redact_errors\.py:\d+", str(raised.value))
        assert raised.value.__suppress_context__
    assert issubclass(ProcessingFault, UcjError)


def test_every_flow_redacts_and_every_task_is_a_stage_task() -> None:
    flows = [p for p in ROOT.glob("flows/*.py") if re.search(r"^@flow\(", p.read_text(), re.MULTILINE)]
    assert len(flows) >= 7
    assert [path.name for path in flows if "redact_errors()" not in path.read_text()] == []
    sources = {p: p.read_text() for p in ROOT.rglob("*.py") if p.parts[len(ROOT.parts)] in {"flows", "tasks"}}
    importing = re.compile(r"^from prefect import .*\btask\b|^import prefect\b", re.MULTILINE)
    assert [path.name for path, text in sources.items() if importing.search(text)] == ["stage_task.py"]
