"""The execution engine: collects what all metrics of a suite ask, and answers it in one pass over the data."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar

import polars as pl

from expectations.polars_engine.arguments import refuse_unread
from expectations.polars_engine.errors import NotAFrameError, PolarsEngineError, RejectedExpectationError
from expectations.polars_engine.expressions.domain import Domain, columns_of, condition_expr, scope_of
from expectations.polars_engine.internals import (
    AndCondition,
    BatchMarkers,
    ComparisonCondition,
    ExecutionEngine,
    IDDict,
    MetricConfiguration,
    MetricConfigurationID,
    MetricResolutionError,
    NullityCondition,
    OrCondition,
    RuntimeDataBatchSpec,
    provider_of,
)
from expectations.polars_engine.names import internal
from expectations.polars_engine.passes.batch import POSITION, PolarsBatchData
from expectations.polars_engine.passes.one_pass import Answers, Plan, dry_run
from expectations.polars_engine.passes.quarantine import Quarantine
from expectations.polars_engine.passes.requests import Aggregate, FaultCount, FaultRows, Faults, Request
from expectations.polars_engine.passes.uniqueness import Duplicates, find_duplicates

MAX_INDEX = 1_000_000
CHUNK_ROWS = 250_000  # smaller slices are hardly slower, larger ones take more memory
IN_PLACE_OF_THE_FRAME = "a polars frame"
Found = TypeVar("Found")
DATA_ERRORS = (Exception, pl.exceptions.PanicException)


@dataclass(frozen=True, kw_only=True)
class Pass:
    """One walk over the data: `suite` for everything at once, `key` for a uniqueness, `alone` after a failure."""

    kind: Literal["suite", "key", "alone"]
    requests: int


class PolarsExecutionEngine(ExecutionEngine[pl.Expr]):
    """Great Expectations on Polars frames.

    `row_column` names the column that numbers rows in `failing`, by default their position; `max_index` bounds the
    index lists in results, per expectation; `chunk_rows` bounds the rows in work at a time; of columns that are
    `private` no value gets into a result, a log or an error.

    After a run, `passes` says how often the data were read, and `failing` which rows broke which faults, unless they
    went into a `quarantine`.
    An engine serves one batch at a time and one thread.
    """

    def __init__(
        self,
        *args: Any,
        row_column: str | None = None,
        max_index: int = MAX_INDEX,
        chunk_rows: int = CHUNK_ROWS,
        private: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row_column = POSITION if row_column is None else row_column
        self.max_index = max_index
        self.chunk_rows = chunk_rows
        self.private = frozenset(private)
        self.quarantine: Quarantine | None = None
        self._fit: tuple[pl.Schema, frozenset[Hashable]] | None = None
        self._forget()

    def _forget(self) -> None:
        self.passes: list[Pass] = []
        self.failing = pl.DataFrame()
        self._values: dict[Hashable, Any] = {}
        self._errors: dict[Hashable, str] = {}
        self._faults: dict[str, Faults] = {}
        self._found: dict[str, Any] = {}

    @staticmethod
    def refuse_unread(expectation: Any) -> None:
        """Raise RejectedExpectationError if an argument of an expectation is set that nobody reads."""
        refuse_unread(expectation)

    def release(self) -> None:
        """Let go of the data, and of what was found in them."""
        self._batch_manager.reset_batch_cache()
        self._batch_manager.batch_data_cache.clear()
        self._forget()

    def get_batch_data_and_markers(self, batch_spec: Any) -> tuple[PolarsBatchData, BatchMarkers]:
        """Wrap a frame; the specification that goes into results keeps only a word in its place."""
        if not isinstance(batch_spec, RuntimeDataBatchSpec):
            raise NotAFrameError("only frames in memory and LazyFrames can be validated")
        data = PolarsBatchData(self, batch_spec.batch_data)
        batch_spec["batch_data"] = IN_PLACE_OF_THE_FRAME
        return data, BatchMarkers({"ge_load_time": datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")})

    def load_batch_data(self, batch_id: str, batch_data: Any) -> None:
        """Begin with a batch: whatever was known of an earlier one is forgotten."""
        self._forget()
        super().load_batch_data(batch_id, batch_data)

    def batch_of(self, domain: Domain) -> PolarsBatchData:
        """The data that a domain is about."""
        if domain.get("table"):
            raise RejectedExpectationError("another table cannot be looked at, only the frame")
        manager = self.batch_manager
        data = manager.batch_data_cache.get(domain["batch_id"]) if domain.get("batch_id") else None
        found = data or manager.active_batch_data
        if not isinstance(found, PolarsBatchData):
            raise NotAFrameError("no frame has been loaded into the engine")
        return found

    def get_domain_records(self, domain_kwargs: Domain) -> pl.LazyFrame:
        """The rows of a domain, their columns renamed where they must be."""
        batch = self.batch_of(domain_kwargs)
        scope = scope_of(domain_kwargs, batch.schema)
        rows = batch.worked_on.lazy()
        return rows if scope is None else rows.filter(scope)

    def faults(self, name: str, domain: Domain, values: Mapping[str, Any], build: Callable[[str], Faults]) -> Faults:
        """The rows that break a condition, built once (under a key) however many metrics ask about them."""
        key = fault_key(name, domain, values)
        if key not in self._faults:
            self._faults[key] = build(key)
        return self._faults[key]

    def key_pass(self, name: str, domain: Domain, find: Callable[[pl.LazyFrame], Found]) -> Found:
        """What is found in a pass of its own over the columns of a domain, once however many metrics ask for it.

        `find` gets the rows of the domain.
        """
        key = f"{name}|{_id(domain)}"
        if key not in self._found:
            self._found[key] = find(self.get_domain_records(domain))
            self.passes.append(Pass(kind="key", requests=1))
        found: Found = self._found[key]
        return found

    def duplicates(self, domain: Domain) -> Duplicates:
        """The repeated keys of a domain."""
        return self.key_pass("duplicates", domain, lambda rows: find_duplicates(rows, columns_of(domain)))

    def resolve_metrics(
        self,
        metrics_to_resolve: Iterable[MetricConfiguration],
        metrics: dict[MetricConfigurationID, Any] | None = None,
        runtime_configuration: dict[str, Any] | None = None,
    ) -> dict[MetricConfigurationID, Any]:
        """Compute several metrics, as many as possible in one pass over the data.

        Raises MetricResolutionError for those that cannot be answered and share a reason; all others are kept, so that
        the next call, without those, is answered from memory.
        """
        asked = list(metrics_to_resolve)
        requests: dict[Hashable, Request] = {}
        for metric in asked:
            if metric.id in self._values or metric.id in self._errors:
                continue
            try:
                answer = self._ask(metric, metrics or {}, runtime_configuration)
            except DATA_ERRORS as error:
                self._errors[metric.id] = reason(error)
                continue
            if isinstance(answer, Aggregate | FaultCount | FaultRows):
                requests[metric.id] = answer
            else:
                self._values[metric.id] = answer
        if requests:
            about = next(metric for metric in asked if metric.id in requests)
            self._answer(requests, self.batch_of(about.metric_domain_kwargs))
        self._complain(asked)
        return {metric.id: self._values[metric.id] for metric in asked}

    def _ask(
        self,
        metric: MetricConfiguration,
        metrics: Mapping[MetricConfigurationID, Any],
        runtime_configuration: dict[str, Any] | None,
    ) -> Any:
        needed = {name: metrics[m.id] for name, m in metric.metric_dependencies.items()}
        return provider_of(metric, self)(
            execution_engine=self,
            metric_domain_kwargs=metric.metric_domain_kwargs,
            metric_value_kwargs=metric.metric_value_kwargs,
            metrics=needed,
            runtime_configuration=runtime_configuration,
        )

    def _answer(self, requests: Mapping[Hashable, Request], batch: PolarsBatchData) -> None:
        rejected = self._rejected(requests, batch.worked_on_schema)
        self._errors |= {key: reason(error) for key, error in rejected.items()}
        sound = {key: request for key, request in requests.items() if key not in rejected}
        if not sound:
            return
        try:
            answers = self._pass(sound, batch, kind="suite")
        except DATA_ERRORS:
            self._answer_one_by_one(sound, batch)
            return
        self._values |= answers.values
        self.failing = answers.failing

    def _rejected(
        self, requests: Mapping[Hashable, Request], schema: pl.Schema
    ) -> Mapping[Hashable, RejectedExpectationError]:
        """Requests that do not fit the types; those that all fit the types of the batch before are not tried again."""
        asked = (schema, frozenset(requests))
        if asked == self._fit:
            return {}
        rejected = dry_run(requests, schema)
        self._fit = None if rejected else asked
        return rejected

    def _answer_one_by_one(self, requests: Mapping[Hashable, Request], batch: PolarsBatchData) -> None:
        """The data broke the pass: find out which requests cannot stand them, and answer the others."""
        sound: dict[Hashable, Request] = {}
        for key, request in requests.items():
            try:
                self._pass({key: request}, batch, kind="alone")
            except DATA_ERRORS as error:
                self._errors[key] = reason(error)
            else:
                sound[key] = request
        answers = self._pass(sound, batch, kind="suite")
        self._values |= answers.values
        self.failing = answers.failing

    def _pass(
        self, requests: Mapping[Hashable, Request], batch: PolarsBatchData, *, kind: Literal["suite", "alone"]
    ) -> Answers:
        plan = Plan(requests, row_column=self.row_column)
        self.passes.append(Pass(kind=kind, requests=len(requests)))
        slices = batch.slices(list(plan.columns), rows=self.chunk_rows)
        if kind == "alone":
            return plan.run(slices, keep=_let_go)
        return plan.run(slices, keep=self.quarantine.begin() if self.quarantine else None)

    def _complain(self, asked: Iterable[MetricConfiguration]) -> None:
        broken = [metric for metric in asked if metric.id in self._errors]
        if broken:
            message = self._errors[broken[0].id]
            alike = tuple(metric for metric in broken if self._errors[metric.id] == message)
            raise MetricResolutionError(message=message, failed_metrics=alike)

    def _comparison_condition_to_filter_clause(self, condition: ComparisonCondition) -> pl.Expr:
        return condition_expr(condition, self.batch_of({}).schema)

    def _nullity_condition_to_filter_clause(self, condition: NullityCondition) -> pl.Expr:
        return condition_expr(condition, self.batch_of({}).schema)

    def _and_condition_to_filter_clause(self, condition: AndCondition) -> pl.Expr:
        return condition_expr(condition, self.batch_of({}).schema)

    def _or_condition_to_filter_clause(self, condition: OrCondition) -> pl.Expr:
        return condition_expr(condition, self.batch_of({}).schema)


def _let_go(_failing: pl.DataFrame) -> None:
    """What is found out alone is found again with the others."""


def fault_key(name: str, domain: Domain, values: Mapping[str, Any]) -> str:
    """The name of the rows that break a condition: the same for every metric about them."""
    return internal(f"{name}|{_id(domain)}|{_id(values)}")


def _id(given: Mapping[str, Any]) -> str:
    return str(IDDict({key: v for key, v in given.items() if v is not None and key != "result_format"}).to_id())


def reason(error: BaseException) -> str:
    """Why a metric failed, without a value of the data: messages of others than the engine may hold some."""
    if isinstance(error, PolarsEngineError):
        return str(error)
    return f"{type(error).__name__} while it was evaluated; the message is withheld, it may hold values"
