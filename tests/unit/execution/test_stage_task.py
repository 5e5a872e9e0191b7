"""What `@stage_task` binds to Prefect for every stage, and what a fault of a stage says."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from prefect import Task
from prefect.cache_policies import NO_CACHE
from prefect.states import Failed

from tasks.check.task import build_data_docs, hold_conservation
from tasks.execution.retries import ProcessingFault, TransientFault
from tasks.execution.stage_task import stage_task
from tasks.ingest.drop_folders_task import answer_in_drop_folders, fetch_from_drop_folders
from tasks.ingest.dropped_checks import answer_checks
from tasks.ingest.receive_task import receive_inbox
from tasks.ingest.reprocess_task import reprocess_submission, select_archived
from tasks.ingest.task import give_receipts, ingest_batch, report_failure
from tasks.measure.range_task import count_regencies
from tasks.measure.task import measure_facts
from tasks.operations.cleanup.task import clear_drafts, repair_pointer
from tasks.operations.purge.task import purge_expired
from tasks.publish.mirror.task import mirror_releases
from tasks.publish.task import publish_release
from warehouse.errors import OperatorError

NIK = "7205011708900003"
STAGES: dict[str, tuple[Any, str | None, int]] = {
    "fetch": (fetch_from_drop_folders, "fetch from drop folders", 10800),
    "answer": (answer_in_drop_folders, "answer in drop folders", 10800),
    "receive": (receive_inbox, "receive inbox", 7200),
    "checks": (answer_checks, "checks without delivery", 7200),
    "receipts": (give_receipts, "receipts on arrival", 1800),
    "ingest": (ingest_batch, None, 7200),
    "failed": (report_failure, "failed {received.file_name}", 1800),
    "conservation": (hold_conservation, "conservation gate", 3600),
    "data docs": (build_data_docs, "data docs", 3600),
    "select": (select_archived, "select submissions", 7200),
    "reprocess": (reprocess_submission, "reprocess {submission.file_name}", 7200),
    "measure": (measure_facts, "measure {as_of}", 10800),
    "count": (count_regencies, "count {work.within}", 3600),
    "publish": (publish_release, "publish {measured.as_of}", 7200),
    "mirror": (mirror_releases, "copy the current release to the mirror", 7200),
    "drafts": (clear_drafts, "clear away drafts", 1800),
    "pointer": (repair_pointer, "repair published/current", 1800),
    "purge": (purge_expired, "purge what is past its retention time", 3000),
}


@pytest.mark.parametrize("name", STAGES)
def test_each_stage_keeps_its_names_and_limits_in_prefect(name: str) -> None:
    stage, run_name, seconds = STAGES[name]
    assert isinstance(stage, Task)
    assert (stage.name, stage.timeout_seconds) == (name, seconds)
    assert stage.task_run_name == run_name if run_name else callable(stage.task_run_name)
    assert (stage.retries, stage.retry_delay_seconds) == (2, [5.0, 30.0])
    assert (stage.cache_policy, stage.persist_result) == (NO_CACHE, False)
    condition = stage.retry_condition_fn
    assert condition is not None
    assert condition(stage, None, Failed(data=TransientFault("busy"))) is True  # type: ignore[arg-type]
    assert condition(stage, None, Failed(data=ProcessingFault("wrong"))) is False  # type: ignore[arg-type]


def test_every_stage_is_named_above() -> None:
    tasks = Path(__file__).parents[3] / "tasks"
    bound_to_prefect = [re.findall(r"^@stage_task\(", path.read_text(), re.MULTILINE) for path in tasks.rglob("*.py")]
    assert sum(map(len, bound_to_prefect)) == len(STAGES)


def test_no_two_stages_share_a_key() -> None:
    assert len({stage.task_key for stage, _, _ in STAGES.values()}) == len(STAGES)


def bound(function: Callable[[str], str]) -> Task[[str], str]:
    return stage_task(name="try", run_name="try", time_limit=60)(function)


def test_the_bare_function_returns_what_it_returned_and_keeps_its_signature() -> None:
    def greet(name: str) -> str:
        """Say hello."""
        return f"hello {name}"

    stage = bound(greet)
    assert stage.fn("Palu") == "hello Palu"
    assert (stage.fn.__name__, stage.description) == ("greet", "Say hello.")
    assert inspect.signature(stage.fn) == inspect.signature(greet)


@pytest.mark.parametrize(
    ("fault", "becomes"),
    [(ValueError(NIK), ProcessingFault), (ConnectionError(NIK), TransientFault), (OperatorError("say"), OperatorError)],
)
def test_a_fault_of_a_stage_says_no_value(fault: Exception, becomes: type[Exception]) -> None:
    def fail(_: str) -> str:
        raise fault

    with pytest.raises(becomes) as raised:
        bound(fail).fn(NIK)
    assert type(raised.value) is becomes
    assert NIK not in str(raised.value)
