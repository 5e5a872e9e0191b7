"""Row-wise metrics: everything Great Expectations asks about one derives from one expression, true for good rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import polars as pl

from expectations.polars_engine.arguments import declare
from expectations.polars_engine.engine import PolarsExecutionEngine
from expectations.polars_engine.errors import RejectedExpectationError, UnknownColumnError
from expectations.polars_engine.expressions.comparisons import Typed
from expectations.polars_engine.expressions.domain import Domain, columns_of, require_columns, scope_of
from expectations.polars_engine.internals import add_metric
from expectations.polars_engine.names import column, printed
from expectations.polars_engine.passes.requests import Aggregate, Before, FaultCount, FaultRows, Faults, add_up

TABLE_KEYS = ("batch_id", "table", "row_condition", "condition_parser")
SHAPE_KEYS = {
    "column": (*TABLE_KEYS, "column"),
    "pair": (*TABLE_KEYS, "column_A", "column_B", "ignore_row_if"),
    "multicolumn": (*TABLE_KEYS, "column_list", "ignore_row_if"),
}
MAX_VALUES = 200  # as many unexpected values as Great Expectations itself ever returns

Shape = Literal["column", "pair", "multicolumn"]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a row-wise metric is asked about."""

    engine: PolarsExecutionEngine
    domain: Domain
    values: Mapping[str, Any]
    schema: pl.Schema

    @property
    def column(self) -> pl.Expr:
        """The column of a column metric."""
        return column(self.domain["column"])

    @property
    def typed(self) -> Typed:
        """The column with its type."""
        return self.column, self.dtype

    @property
    def several(self) -> list[Typed]:
        """All columns of the domain with their types."""
        return [(column(name), self.schema[name]) for name in columns_of(self.domain)]

    @property
    def dtype(self) -> pl.DataType:
        """The type of that column."""
        return self.schema[self.domain["column"]]


Good = Callable[[Asked], pl.Expr]


@dataclass(frozen=True, kw_only=True)
class MapMetric:
    """A row-wise metric; null in `good` counts as bad.

    A missing value of a column metric is neither good nor bad, unless `judges_missing`. What `good` has to know of the
    rows before a slice is said by `before`.
    """

    name: str
    shape: Shape
    good: Good
    judges_missing: bool = False
    before: Callable[[Asked], Before] | None = None

    def faults(self, engine: PolarsExecutionEngine, domain: Domain, values: Mapping[str, Any]) -> Faults:
        """A Boolean expression that is true where a row fails the condition."""
        schema = engine.batch_of(domain).schema
        asked = Asked(engine=engine, domain=domain, values=values, schema=schema)
        return engine.faults(self.name, domain, values, lambda key: self._faults(key, asked))

    def _faults(self, key: str, asked: Asked) -> Faults:
        require_columns(columns_of(asked.domain), asked.schema)
        bad = ~self.good(asked).fill_null(value=False)
        if not bad.meta.root_names():  # the same for every row, but not one row
            bad = bad & pl.repeat(value=True, n=pl.len(), dtype=pl.Boolean)
        if self.shape == "column" and not self.judges_missing:
            bad = bad & asked.column.is_not_null()
        scope = scope_of(asked.domain, asked.schema)
        before = self.before(asked) if self.before else None
        return Faults(key=key, bad=bad if scope is None else bad & scope, before=before)

    def count(self, engine: PolarsExecutionEngine, domain: Domain, values: Mapping[str, Any]) -> FaultCount:
        """The number of rows that fail the condition."""
        return FaultCount(faults=self.faults(engine, domain, values))

    def rows_in_scope(self, engine: PolarsExecutionEngine, domain: Domain, _values: Mapping[str, Any]) -> Aggregate:
        """How many rows it was asked about."""
        scope = scope_of(domain, engine.batch_of(domain).schema)
        return Aggregate(expr=pl.len() if scope is None else scope.sum(), merge=add_up, finish=int)

    def unexpected_values(
        self, engine: PolarsExecutionEngine, domain: Domain, values: Mapping[str, Any]
    ) -> FaultRows | list[Any]:
        """The values of the first rows that break it; none if the result format excludes them."""
        wanted = values["result_format"]
        limit = MAX_VALUES
        if wanted["result_format"] != "COMPLETE":
            limit = min(wanted["partial_unexpected_count"], MAX_VALUES)
        if wanted.get("exclude_unexpected_values") or not limit or not engine.private.isdisjoint(columns_of(domain)):
            return []
        faults = self.faults(engine, domain, values)
        return FaultRows(faults=faults, columns=columns_of(domain), limit=limit, finish=self._as_values)

    def _as_values(self, rows: pl.DataFrame) -> list[Any]:
        if self.shape == "column":
            return rows.to_series().to_list()
        return rows.rows() if self.shape == "pair" else rows.to_dicts()

    def index_list(self, engine: PolarsExecutionEngine, domain: Domain, values: Mapping[str, Any]) -> FaultRows:
        """Where the first rows are that break it: by the index columns of the result format, else by position."""
        wanted = values["result_format"]
        names = tuple(wanted.get("unexpected_index_column_names") or ())
        schema = engine.batch_of(domain).schema
        unknown = [name for name in names if name not in schema]
        if unknown:
            raise UnknownColumnError(f"the frame has no index column {', '.join(map(repr, unknown))}")
        private = engine.private.intersection(names)
        if private:
            raise RejectedExpectationError(f"the index column {', '.join(map(repr, sorted(private)))} is private")
        limit = engine.max_index
        if wanted["result_format"] != "COMPLETE":
            limit = min(limit, wanted["partial_unexpected_count"])
        faults = self.faults(engine, domain, values)
        if not names:
            return FaultRows(faults=faults, columns=(engine.row_column,), limit=limit, finish=_as_list)
        if wanted.get("exclude_unexpected_values"):
            return FaultRows(faults=faults, columns=names, limit=limit, finish=_as_lists)
        public = [name for name in columns_of(domain) if name not in engine.private]
        columns = tuple(dict.fromkeys((*public, *names)))
        return FaultRows(faults=faults, columns=columns, limit=limit, finish=pl.DataFrame.to_dicts)

    def index_query(self, engine: PolarsExecutionEngine, domain: Domain, values: Mapping[str, Any]) -> str | None:
        """The filter that finds the rows that break it, as Polars prints it; None if other rows are looked at."""
        if values["result_format"].get("return_unexpected_index_query") is False:
            return None
        faults = self.faults(engine, domain, values)
        return None if faults.before else f"frame.filter({printed(faults.bad)})"

    def unexpected_rows(self, engine: PolarsExecutionEngine, domain: Domain, values: Mapping[str, Any]) -> FaultRows:
        """The first rows that break it, whole but for private columns."""
        columns = tuple(name for name in engine.batch_of(domain).schema if name not in engine.private)
        faults = self.faults(engine, domain, values)
        return FaultRows(faults=faults, columns=columns, limit=MAX_VALUES, finish=pl.DataFrame.to_dicts)


def _as_list(rows: pl.DataFrame) -> list[Any]:
    return rows.to_series().to_list()


def _as_lists(rows: pl.DataFrame) -> list[dict[str, list[Any]]]:
    return [rows.to_dict(as_series=False)] if rows.height else []


def answer_metric(
    name: str, answer: Callable[..., Any], *, domain_keys: tuple[str, ...], value_keys: tuple[str, ...] = ()
) -> None:
    """Register an answer, called with the engine, the domain and the values of a metric, all of which it reads."""
    declare(name, (*domain_keys, *value_keys))

    def provider(
        *,
        execution_engine: PolarsExecutionEngine,
        metric_domain_kwargs: Domain,
        metric_value_kwargs: Mapping[str, Any],
        **_: Any,
    ) -> Any:
        return answer(execution_engine, metric_domain_kwargs, metric_value_kwargs)

    add_metric(name, provider, engine=PolarsExecutionEngine, domain_keys=domain_keys, value_keys=value_keys)


def answer_map_metric(metric: MapMetric, *, value_keys: tuple[str, ...] = ()) -> None:
    """Register everything Great Expectations may ask about a row-wise metric."""
    add = partial(_add_part, metric.name, SHAPE_KEYS[metric.shape])
    shown_keys = (*value_keys, "result_format")
    add("unexpected_count", metric.count, value_keys)
    add("unexpected_values", metric.unexpected_values, shown_keys)
    add("unexpected_index_list", metric.index_list, shown_keys)
    add("unexpected_index_query", metric.index_query, shown_keys)
    add("unexpected_rows", metric.unexpected_rows, shown_keys)
    if metric.shape != "column":
        add("filtered_row_count", metric.rows_in_scope, shown_keys)


def _add_part(
    name: str, domain_keys: tuple[str, ...], part: str, answer: Callable[..., Any], value_keys: tuple[str, ...]
) -> None:
    answer_metric(f"{name}.{part}", answer, domain_keys=domain_keys, value_keys=value_keys)
