"""Validate frames with a suite: one call, one checkpoint, and the rows that failed."""

import weakref
from dataclasses import replace
from pathlib import Path
from typing import Any

import great_expectations as gx
import polars as pl

from expectations.polars_engine import datasource
from expectations.polars_engine.engine import CHUNK_ROWS, PolarsExecutionEngine
from expectations.polars_engine.errors import NotAFrameError, RowColumnError
from expectations.polars_engine.internals import (
    RememberingContext,
    a_current_context,
    hand_over,
    new_context,
    unshared_checkpoint,
)
from expectations.polars_engine.outcome import (
    SuiteOutcome,
    code_of,
    codes_in_error,
    masks_of,
    verdicts_of,
)
from expectations.polars_engine.passes.batch import Frame
from expectations.polars_engine.passes.quarantine import Quarantine, by_code

__all__ = ["PreparedSuite", "SuiteOutcome", "datasource", "run_suite"]

SHOWN_INDEXES = 20  # in results; `failing` has them all


class PreparedSuite:
    """A suite made ready to validate many frames: only the first run has to find out what its expectations need.

    It is a copy: what is done to the suite later does not change it. Any number of threads may run it at once, on
    frames of any size; each gets its own checkpoint, context and engine, which are kept for the next run.
    """

    def __init__(self, suite: gx.ExpectationSuite, *, row_column: str = "row_no", chunk_rows: int = CHUNK_ROWS) -> None:
        copies = [expectation.copy(update={"id": None}) for expectation in suite.expectations]
        self._suite = gx.ExpectationSuite(name=suite.name, expectations=copies, meta=dict(suite.meta))
        self._row_column = row_column
        self._chunk_rows = chunk_rows
        self._idle: list[_Gate] = []

    def run(
        self, frame: Frame, *, private: frozenset[str] = frozenset(), quarantine: Path | None = None
    ) -> SuiteOutcome:
        """Run a real checkpoint of the suite on a frame.

        Of large LazyFrames with many failing rows let these go into a `quarantine`, a Parquet file, instead of memory.

        No cell of the frame gets into the result but, of columns that are not `private`, what an aggregate observed (a
        least date, a sum).

        Raises NotAFrameError, RowColumnError.
        """
        if not isinstance(frame, pl.DataFrame | pl.LazyFrame):
            raise NotAFrameError(f"a polars DataFrame or LazyFrame is needed, not {type(frame).__name__}")
        schema = frame.collect_schema()
        if self._row_column not in schema:
            raise RowColumnError(f"the frame has no column {self._row_column!r} that numbers its rows")
        with a_current_context():
            gate = self._gate()
            no_rows = pl.Schema({self._row_column: schema[self._row_column]}).to_frame()
            outcome = gate.run(frame, no_rows=no_rows, private=private, quarantine=quarantine)
        self._idle.append(gate)
        return outcome

    def _gate(self) -> "_Gate":
        try:
            return self._idle.pop()
        except IndexError:
            return _Gate(self._suite, row_column=self._row_column, chunk_rows=self._chunk_rows)


class _Gate:
    """One checkpoint in a context of its own, for one thread at a time."""

    def __init__(self, suite: gx.ExpectationSuite, *, row_column: str, chunk_rows: int) -> None:
        self._source = new_context(RememberingContext).data_sources.add_polars(
            name="frames", row_column=row_column, max_index=SHOWN_INDEXES, chunk_rows=chunk_rows
        )
        asset = self._source.add_dataframe_asset(name="frame")
        batch = asset.add_batch_definition_whole_dataframe("whole")
        self._checkpoint = unshared_checkpoint(suite, batch=batch, result_format=_result_format(row_column))
        configurations = [expectation.configuration for expectation in suite.expectations]
        self._order = {code_of(configuration): n for n, configuration in enumerate(configurations)}
        self._masks = masks_of(configurations, batch_id=f"{self._source.name}-{asset.name}")

    def run(
        self, frame: Frame, *, no_rows: pl.DataFrame, private: frozenset[str], quarantine: Path | None
    ) -> SuiteOutcome:
        engine = self._source.get_execution_engine()
        engine.private = private
        if quarantine is None:
            return self._run(frame, engine, no_rows=no_rows)
        with Quarantine(quarantine, masks=self._masks, no_rows=no_rows) as engine.quarantine:
            outcome = self._run(frame, engine, no_rows=no_rows)
            rows = engine.quarantine.rows
        engine.quarantine = None
        return replace(outcome, failing_rows=rows, quarantine=quarantine)

    def _run(self, frame: Frame, engine: PolarsExecutionEngine, *, no_rows: pl.DataFrame) -> SuiteOutcome:
        result = self._checkpoint.run(batch_parameters={"dataframe": frame})
        verdicts = verdicts_of(result)
        hand_over(result)
        outcome = SuiteOutcome(
            result=result,
            success=bool(result.success),
            failing=by_code(engine.failing if engine.failing.width else no_rows, masks=self._masks),
            failing_rows=engine.failing.height,
            quarantine=None,
            errors=codes_in_error(verdicts, order=self._order),
            passes=tuple(engine.passes),
        )
        engine.release()
        return outcome


def run_suite(
    frame: Frame,
    *,
    suite: gx.ExpectationSuite,
    row_column: str = "row_no",
    private: frozenset[str] = frozenset(),
    chunk_rows: int = CHUNK_ROWS,
    quarantine: Path | None = None,
) -> SuiteOutcome:
    """Run a suite on a frame, see PreparedSuite.

    The suite is prepared in the first call, and again only after it was changed.
    """
    return _prepared(suite, row_column, chunk_rows).run(frame, private=private, quarantine=quarantine)


_kept: dict[int, tuple[Any, PreparedSuite]] = {}  # by identity of the suite, with what it was made from


def _prepared(suite: gx.ExpectationSuite, row_column: str, chunk_rows: int) -> PreparedSuite:
    content = [(type(expectation), expectation.dict(exclude={"id"})) for expectation in suite.expectations]
    made_from = (content, suite.name, dict(suite.meta), row_column, chunk_rows)
    kept = _kept.get(id(suite))
    if kept is None:
        weakref.finalize(suite, _kept.pop, id(suite), None)
    elif kept[0] == made_from:
        return kept[1]
    prepared = PreparedSuite(suite, row_column=row_column, chunk_rows=chunk_rows)
    _kept[id(suite)] = (made_from, prepared)
    return prepared


def _result_format(row_column: str) -> dict[str, Any]:
    """The result format: counts and row indices, never values."""
    return {
        "result_format": "COMPLETE",
        "unexpected_index_column_names": [row_column],
        "exclude_unexpected_values": True,
        "partial_unexpected_count": 0,
        "include_unexpected_rows": False,
        "return_unexpected_index_query": False,
    }
