"""The planner: everything a suite asks, answered by one walk over the slices of a frame."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from expectations.polars_engine.errors import RejectedExpectationError
from expectations.polars_engine.names import columns as exactly
from expectations.polars_engine.names import inside, internal, told
from expectations.polars_engine.passes.batch import POSITION
from expectations.polars_engine.passes.requests import Aggregate, FaultCount, FaultRows, Faults, Request

Slices = Iterable[tuple[int, pl.DataFrame]]
Keep = Callable[[pl.DataFrame], None]


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The metric values that one pass over the data computed.

    `failing` holds the rows that break at least one of the expectations whose rows were asked for: the row column, and
    one Boolean per expectation under the key of its faults.
    """

    values: Mapping[Hashable, Any]
    failing: pl.DataFrame
    rows: int


class Plan:
    """The requests of one pass, with identical masks computed once."""

    def __init__(self, requests: Mapping[Hashable, Request], *, row_column: str = POSITION) -> None:
        self.row_column = row_column
        self.aggregates = {key: r for key, r in requests.items() if isinstance(r, Aggregate)}
        self.counts = {key: r for key, r in requests.items() if isinstance(r, FaultCount)}
        self.rows = {key: r for key, r in requests.items() if isinstance(r, FaultRows)}
        self.shown = {r.faults.key: r.faults for r in self.rows.values()}
        self.counted = {r.faults.key: r.faults for r in self.counts.values() if r.faults.key not in self.shown}
        self.before = {f.before.name: f.before for f in self.faults if f.before}
        kept = {row_column, *(name for r in self.rows.values() for name in r.columns)}
        self.kept = tuple(sorted(kept))
        self.told_of = {r.columns for r in self.rows.values()}

    @property
    def faults(self) -> list[Faults]:
        """The Boolean expressions of all map metrics in this pass: true where a row fails."""
        return [*self.shown.values(), *self.counted.values()]

    @property
    def columns(self) -> set[str]:
        """Every column of the frame that the pass reads, under the name under which it is worked on."""
        expressions = [a.expr for a in self.aggregates.values()]
        expressions += [f.bad for f in self.faults]
        read = {name for expr in expressions for name in expr.meta.root_names()}
        kept = {inside(name) for name in self.kept} if self.shown else set()
        return (read | kept) - {POSITION, *self.before}

    def run(self, slices: Slices, *, keep: Keep | None = None) -> Answers:
        """Walk over the slices once and answer every request.

        `keep` gets the failing rows of each slice; without it they are collected in the answers.
        """
        kept: list[pl.DataFrame] = []
        tallies = _Tallies(self, keep or kept.append)
        for offset, part in slices:
            tallies.add(part, offset=offset)
        return tallies.answers(pl.concat(kept) if kept else pl.DataFrame())

    def totals(self) -> list[pl.Expr]:
        """Aggregates, counts of masks whose rows nobody wants, and what the next slice has to know."""
        named = [a.expr.alias(f"a{n}") for n, a in enumerate(self.aggregates.values())]
        named += [before.value.drop_nulls().last().alias(name) for name, before in self.before.items()]
        return [*named, *(f.bad.sum().alias(key) for key, f in self.counted.items()), pl.len().alias("rows")]

    def masks(self) -> list[pl.Expr]:
        """The masks whose rows are wanted."""
        return [faults.bad.alias(key) for key, faults in self.shown.items()]


class _Tallies:
    """What has been found so far."""

    def __init__(self, plan: Plan, keep: Keep) -> None:
        self.plan = plan
        self.keep = keep
        self.totals: list[pl.DataFrame] = []
        self.counts: Counter[str] = Counter()
        self.shown: dict[Hashable, pl.DataFrame] = {}
        self.before = {b.name: pl.Series(b.name, [None], dtype=b.dtype) for b in plan.before.values()}

    def add(self, part: pl.DataFrame, *, offset: int) -> None:
        plan = self.plan
        lazy = part.hstack([known.new_from_index(0, part.height) for known in self.before.values()]).lazy()
        queries = [lazy.select(plan.totals())]
        if plan.shown:
            numbered = lazy.with_row_index(POSITION, offset=offset) if POSITION in plan.kept else lazy
            some = pl.any_horizontal(exactly(plan.shown))
            queries.append(numbered.select(*exactly(plan.kept), *plan.masks()).filter(some))
        totals, *rest = pl.collect_all(queries)
        self.totals.append(totals)
        self.before |= {name: totals[name] for name in self.before if totals[name].item() is not None}
        for failing in rest:
            self._keep(failing)

    def _keep(self, failing: pl.DataFrame) -> None:
        columns = [self.plan.row_column, *self.plan.shown]
        self.keep(told(failing.select(exactly(columns)), columns))
        counts = failing.select(mask.sum() for mask in exactly(self.plan.shown)).row(0, named=True)
        self.counts.update(counts)
        rows_of = {columns: told(failing.select(exactly(columns)), columns) for columns in self.plan.told_of}
        for key, request in self.plan.rows.items():
            rows, fault = rows_of[request.columns], request.faults.key
            so_far = self.shown.get(key, rows.clear())
            room = min(request.limit - so_far.height, counts[fault])
            self.shown[key] = so_far.vstack(rows.filter(failing[fault]).head(room)) if room else so_far

    def answers(self, failing: pl.DataFrame) -> Answers:
        plan = self.plan
        values: dict[Hashable, Any] = {}
        for n, (key, aggregate) in enumerate(plan.aggregates.items()):
            values[key] = aggregate.finish(aggregate.merge([t[f"a{n}"].item() for t in self.totals]))
        for key, count in plan.counts.items():
            values[key] = self._count(count.faults.key)
        for key, request in plan.rows.items():
            values[key] = request.finish(self.shown[key])
        return Answers(values=values, failing=failing, rows=sum(t["rows"].item() for t in self.totals))

    def _count(self, key: str) -> int:
        if key in self.plan.shown:
            return self.counts[key]
        return sum(int(t[key].item()) for t in self.totals)


def dry_run(requests: Mapping[Hashable, Request], schema: pl.Schema) -> dict[Hashable, RejectedExpectationError]:
    """Try requests on no rows: what does not fit the types fails here, alone, and with no data in its message."""
    if _rejection(requests, schema) is None:
        return {}
    alone = {key: _rejection({key: request}, schema) for key, request in requests.items()}
    return {key: rejection for key, rejection in alone.items() if rejection is not None}


def _rejection(requests: Mapping[Hashable, Request], schema: pl.Schema) -> RejectedExpectationError | None:
    if any(_expr(request).meta.has_multiple_outputs() for request in requests.values()):
        return RejectedExpectationError("its condition must name its columns one by one")
    tried = {internal(f"dry_{n}"): request for n, request in enumerate(requests.values())}
    try:
        nothing = schema.to_frame().with_columns(_before(requests.values()))
        found = nothing.with_columns(**{name: _expr(request) for name, request in tried.items()})
    except (pl.exceptions.PolarsError, TypeError) as error:
        return RejectedExpectationError(f"it does not fit the columns: {error}")
    types = found.schema
    for name, request in tried.items():
        if not isinstance(request, Aggregate) and types[name] != pl.Boolean:
            return RejectedExpectationError(f"its condition is {types[name]}, not Boolean")
    return None


def _expr(request: Request) -> pl.Expr:
    return request.expr if isinstance(request, Aggregate) else request.faults.bad


def _before(requests: Iterable[Request]) -> list[pl.Expr]:
    """What a slice knows of the rows before it: nothing, of the right types."""
    asked = [request.faults.before for request in requests if not isinstance(request, Aggregate)]
    return [pl.lit(None, dtype=before.dtype).alias(before.name) for before in {b.name: b for b in asked if b}.values()]
