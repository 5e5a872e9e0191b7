"""What a suite found in a frame: verdicts, failing rows and errors, by code."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from great_expectations.checkpoint.checkpoint import CheckpointResult
from great_expectations.core import ExpectationValidationResult
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

from expectations.polars_engine.engine import Pass, PolarsExecutionEngine, fault_key
from expectations.polars_engine.internals import has_provider, map_metric_of, metric_kwargs_of
from expectations.polars_engine.passes.quarantine import Masks


@dataclass(frozen=True, kw_only=True)
class SuiteOutcome:
    """What a suite found in a frame.

    `failing`: the row column, and one Boolean per row-level expectation, named by the `code` in its `meta` (else by its
    type and columns); only rows that break at least one. A column is null where its expectation could not be evaluated.
    With a `quarantine` it is empty: the rows are in that file.
    `failing_rows`: how many rows break at least one.
    `errors`: the codes of expectations that could not be evaluated; they count as failed in `result` and `success`.
    `passes`: how often the data were read.
    """

    result: CheckpointResult
    success: bool
    failing: pl.DataFrame
    failing_rows: int
    quarantine: Path | None
    errors: tuple[str, ...]
    passes: tuple[Pass, ...]


def verdicts_of(result: CheckpointResult) -> list[ExpectationValidationResult]:
    """All verdicts of a checkpoint."""
    return [verdict for run in result.run_results.values() for verdict in run.results]


def configuration_of(verdict: ExpectationValidationResult) -> ExpectationConfiguration:
    """The configuration that a verdict is about."""
    if verdict.expectation_config is None:
        raise AssertionError("Great Expectations gives every verdict its configuration")
    return verdict.expectation_config


def code_of(configuration: ExpectationConfiguration) -> str:
    """The code of an expectation: `code` in its meta, else its type and columns."""
    code = (configuration.meta or {}).get("code")
    if code:
        return str(code)
    kwargs = configuration.kwargs
    named = [kwargs.get("column"), kwargs.get("column_A"), kwargs.get("column_B"), *kwargs.get("column_list", ())]
    return f"{configuration.type}({', '.join(name for name in named if name)})"


def codes_in_error(verdicts: Iterable[ExpectationValidationResult], *, order: Mapping[str, int]) -> tuple[str, ...]:
    """The codes of expectations that could not be evaluated."""
    codes = {code_of(configuration_of(verdict)) for verdict in verdicts if _raised(verdict)}
    return tuple(sorted(codes, key=order.__getitem__))


def _raised(verdict: ExpectationValidationResult) -> bool:
    info: Mapping[str, Any] = verdict.exception_info or {}
    return bool(info.get("raised_exception")) or any(isinstance(part, Mapping) for part in info.values())


def masks_of(configurations: Iterable[ExpectationConfiguration], *, batch_id: str) -> Masks:
    """Under which keys the engine shows the failing rows of each code; expectations may share a code."""
    masks: dict[str, list[str]] = {}
    for configuration in configurations:
        metric = map_metric_of(configuration)
        if metric is None:
            continue
        keys = masks.setdefault(code_of(configuration), [])
        if has_provider(f"{metric}.unexpected_count", PolarsExecutionEngine):
            asked = copy.copy(configuration)
            asked.kwargs = {**configuration.kwargs, "batch_id": batch_id}
            domain, values = metric_kwargs_of(f"{metric}.unexpected_count", asked)
            keys.append(fault_key(metric, domain, values))
    return masks
