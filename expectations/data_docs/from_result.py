"""From a result of Great Expectations to what is kept of it. Importing this module imports Great Expectations (3 s)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import great_expectations as gx
from great_expectations.checkpoint.checkpoint import CheckpointResult
from great_expectations.core import ExpectationValidationResult
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.data_docs.validation import Outcome, RuleFinding, Validation
from expectations.polars_engine.outcome import code_of, configuration_of, verdicts_of

SHOWN_ROWS = 20
LONGEST = 300
NAMES_OF_COLUMNS = ("column", "column_A", "column_B", "column_list")


def validation_of(
    result: CheckpointResult,
    *,
    title: str,
    text_id: str = "",
    text_en: str = "",
    columns: Mapping[str, Sequence[str]] | None = None,
) -> Validation:
    """What a checkpoint of one suite found.

    Of each expectation: `code`, `text_id` and `text_en` of its meta (else its type and columns, and its description).
    Row numbers are shown where the result format gives one index column and no values; never a cell.
    columns: the columns of a code as its readers know them, where these are not those of the expectation.
    """
    named = columns or {}
    rules = tuple(_finding(verdict, columns=named) for verdict in verdicts_of(result))
    suites = [run.suite_name for run in result.run_results.values()]
    return Validation(
        suite=", ".join(suites),
        title=title,
        text_id=text_id,
        text_en=text_en,
        rules=rules,
        great_expectations=str(gx.__version__),
    )


def _finding(verdict: ExpectationValidationResult, *, columns: Mapping[str, Sequence[str]]) -> RuleFinding:
    configuration = configuration_of(verdict)
    meta: Mapping[str, Any] = configuration.meta or {}
    found: Mapping[str, Any] = verdict.result or {}
    faults = sorted(set(_faults(verdict.exception_info or {})))
    critical = FailureSeverity(configuration.severity or FailureSeverity.CRITICAL) is FailureSeverity.CRITICAL
    bad = Outcome.ERROR if faults else Outcome.FAILED if critical else Outcome.WARNING
    code = code_of(configuration)
    return RuleFinding(
        code=code,
        text_id=str(meta.get("text_id") or configuration.description or ""),
        text_en=str(meta.get("text_en") or configuration.description or ""),
        columns=tuple(columns[code] if code in columns else _columns(configuration.kwargs)),
        outcome=Outcome.PASSED if verdict.success else bad,
        critical=critical,
        check=_check(configuration),
        rows=found.get("element_count"),
        failing=found.get("unexpected_count"),
        missing=found.get("missing_count"),
        rows_shown=tuple(islice(_row_numbers(found), SHOWN_ROWS)),
        observed=_short(found["observed_value"]) if found.get("observed_value") is not None else "",
        fault="; ".join(faults)[:LONGEST],
    )


def _faults(info: Mapping[str, Any]) -> Iterator[str]:
    """Messages of what was raised; Great Expectations puts them flat or by metric."""
    if info.get("raised_exception"):
        yield str(info.get("exception_message") or "no message")
    for part in info.values():
        if isinstance(part, Mapping):
            yield from _faults(part)


def _columns(kwargs: Mapping[str, Any]) -> list[str]:
    named = [kwargs.get(name) for name in NAMES_OF_COLUMNS]
    lists = [name if isinstance(name, list) else [name] for name in named if name]
    return [str(name) for names in lists for name in names]


def _check(configuration: ExpectationConfiguration) -> str:
    shown = {name: value for name, value in configuration.kwargs.items() if name != "batch_id" and value is not None}
    return f"{configuration.type}({', '.join(f'{name}={_short(value)}' for name, value in shown.items())})"


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _row_numbers(found: Mapping[str, Any]) -> Iterator[int]:
    """Numbers of the index column; nothing else that stands in the index list."""
    names = found.get("unexpected_index_column_names") or []
    if len(names) == 1:
        for entry in found.get("unexpected_index_list") or []:
            numbers = entry.get(names[0]) if isinstance(entry, Mapping) else None
            yield from (one for one in (numbers if isinstance(numbers, list) else [numbers]) if isinstance(one, int))
