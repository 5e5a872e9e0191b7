"""Validate a frame with a suite: one call, one checkpoint, and the rows that failed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import great_expectations as gx
import polars as pl
from great_expectations.checkpoint.checkpoint import CheckpointResult
from great_expectations.core import ExpectationValidationResult
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

from expectations.polars_engine import datasource
from expectations.polars_engine.batch import Frame
from expectations.polars_engine.discretion import withhold
from expectations.polars_engine.engine import CHUNK_ROWS, Pass, PolarsExecutionEngine, fault_key
from expectations.polars_engine.errors import NotAFrameError, RowColumnError
from expectations.polars_engine.internals import computed_once, ephemeral_context, map_metric_of, metric_kwargs_of

__all__ = ["SuiteOutcome", "datasource", "run_suite"]

SHOWN_INDEXES = 20  # in results; `failing` has them all


@dataclass(frozen=True, kw_only=True)
class SuiteOutcome:
    """What a suite found in a frame.

    `failing`: the row column, and one Boolean per row-level expectation, named by the `code` in its `meta` (else by its
    type and columns); only rows that break at least one. A column is null where its expectation could not be evaluated.
    `errors`: the codes of expectations that could not be evaluated; they count as failed in `result` and `success`.
    `passes`: how often the data were read.
    """

    result: CheckpointResult
    success: bool
    failing: pl.DataFrame
    errors: tuple[str, ...]
    passes: tuple[Pass, ...]


def run_suite(
    frame: Frame,
    *,
    suite: gx.ExpectationSuite,
    row_column: str = "row_no",
    private: frozenset[str] = frozenset(),
    chunk_rows: int = CHUNK_ROWS,
) -> SuiteOutcome:
    """Run a real checkpoint of a suite on a frame, in a context of its own.

    No cell of the frame gets into the result but, of columns that are not `private`, what an aggregate observed (a
    least date, a sum). The suite is not changed. Any number of threads may call this: they take turns, since Great
    Expectations keeps its current context in one global place; the one whose turn it is has all cores for Polars.

    Raises NotAFrameError, RowColumnError.
    """
    if not isinstance(frame, pl.DataFrame | pl.LazyFrame):
        raise NotAFrameError(f"a polars DataFrame or LazyFrame is needed, not {type(frame).__name__}")
    schema = frame.collect_schema()
    if row_column not in schema:
        raise RowColumnError(f"the frame has no column {row_column!r} that numbers its rows")
    with ephemeral_context() as context:
        source = context.data_sources.add_polars(
            name="frames", row_column=row_column, max_index=SHOWN_INDEXES, chunk_rows=chunk_rows
        )
        batch = source.add_dataframe_asset(name="frame").add_batch_definition_whole_dataframe("whole")
        definition = gx.ValidationDefinition(name=suite.name, data=batch, suite=context.suites.add(_own_copy(suite)))
        checkpoint = gx.Checkpoint(
            name=suite.name,
            validation_definitions=[context.validation_definitions.add(definition)],
            result_format=_result_format(row_column),
        )
        with computed_once():
            result = checkpoint.run(batch_parameters={"dataframe": frame})
            engine = source.get_execution_engine()
            rows = pl.DataFrame(schema={row_column: schema[row_column]})
            outcome = _outcome(result, engine, suite=suite, no_rows=rows, private=private)
        engine.release()
    return outcome


def _own_copy(suite: gx.ExpectationSuite) -> gx.ExpectationSuite:
    """The suite as one that no context has seen: adding it to one marks it and its expectations."""
    expectations = [expectation.copy(update={"id": None}) for expectation in suite.expectations]
    return gx.ExpectationSuite(name=suite.name, expectations=expectations, meta=dict(suite.meta))


def _result_format(row_column: str) -> dict[str, Any]:
    """Everything but the values."""
    return {
        "result_format": "COMPLETE",
        "unexpected_index_column_names": [row_column],
        "exclude_unexpected_values": True,
        "partial_unexpected_count": 0,
        "include_unexpected_rows": False,
        "return_unexpected_index_query": False,
    }


def _outcome(
    result: CheckpointResult,
    engine: PolarsExecutionEngine,
    *,
    suite: gx.ExpectationSuite,
    no_rows: pl.DataFrame,
    private: frozenset[str],
) -> SuiteOutcome:
    order = {code_of(expectation.configuration): n for n, expectation in enumerate(suite.expectations)}
    verdicts = [verdict for run in result.run_results.values() for verdict in run.results]
    verdicts.sort(key=lambda verdict: order[code_of(_config(verdict))])
    for verdict in verdicts:
        withhold(verdict, private=private)
    return SuiteOutcome(
        result=result,
        success=bool(result.success),
        failing=_failing(verdicts, engine.failing if engine.failing.width else no_rows),
        errors=tuple(dict.fromkeys(code_of(_config(v)) for v in verdicts if _raised(v))),
        passes=tuple(engine.passes),
    )


def _config(verdict: ExpectationValidationResult) -> ExpectationConfiguration:
    if verdict.expectation_config is None:
        raise AssertionError("Great Expectations gives every verdict its configuration")
    return verdict.expectation_config


def _raised(verdict: ExpectationValidationResult) -> bool:
    """Whether an expectation could not be evaluated."""
    info: Mapping[str, Any] = verdict.exception_info or {}
    return bool(info.get("raised_exception")) or any(isinstance(part, Mapping) for part in info.values())


def code_of(configuration: ExpectationConfiguration) -> str:
    """The code of an expectation: `code` in its meta, else its type and columns."""
    code = (configuration.meta or {}).get("code")
    if code:
        return str(code)
    kwargs = configuration.kwargs
    named = [kwargs.get("column"), kwargs.get("column_A"), kwargs.get("column_B"), *kwargs.get("column_list", ())]
    return f"{configuration.type}({', '.join(name for name in named if name)})"


def _failing(verdicts: Iterable[ExpectationValidationResult], found: pl.DataFrame) -> pl.DataFrame:
    """The failing rows, with their columns named by code; expectations that share a code share a column."""
    masks: dict[str, list[str]] = {}
    for verdict in verdicts:
        configuration = _config(verdict)
        metric = map_metric_of(configuration)
        if metric is not None:
            domain, values = metric_kwargs_of(f"{metric}.unexpected_count", configuration)
            masks.setdefault(code_of(configuration), []).append(fault_key(metric, domain, values))
    columns = {code: [key for key in keys if key in found.columns] for code, keys in masks.items()}
    return found.select(
        pl.first(),
        **{code: pl.any_horizontal(keys) if keys else pl.lit(None, dtype=pl.Boolean) for code, keys in columns.items()},
    )
