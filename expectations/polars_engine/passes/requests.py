"""What a metric asks of the one pass over the data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import localcontext
from typing import Any

import polars as pl

DIGITS = 100


@dataclass(frozen=True, kw_only=True)
class Aggregate:
    """One value over all rows: computed per slice, merged, finished."""

    expr: pl.Expr
    merge: Callable[[Sequence[Any]], Any]
    finish: Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True)
class Before:
    """What is known of the rows before a slice: the last `value` that is not missing, in a column of that name."""

    name: str
    value: pl.Expr
    dtype: pl.DataType


@dataclass(frozen=True, kw_only=True)
class Faults:
    """Which rows break an expectation: `bad` is true for them, never null; `key` names the mask in frames.

    `bad` looks at one row at a time, and at what is known `before` a slice if it must.
    """

    key: str
    bad: pl.Expr
    before: Before | None = None


@dataclass(frozen=True, kw_only=True)
class FaultCount:
    """How many rows break an expectation."""

    faults: Faults


@dataclass(frozen=True, kw_only=True)
class FaultRows:
    """Some columns of the first `limit` rows that break an expectation."""

    faults: Faults
    columns: tuple[str, ...]
    limit: int
    finish: Callable[[pl.DataFrame], Any]


Request = Aggregate | FaultCount | FaultRows


def add_up(parts: Sequence[Any]) -> Any:
    """Counts and sums of slices; decimals are not rounded to fewer digits than Polars has."""
    with localcontext(prec=DIGITS):
        return sum(part for part in parts if part is not None)


def least(parts: Sequence[Any]) -> Any:
    """The least of the slices' least values; None where no slice has one."""
    return min((part for part in parts if part is not None), default=None)


def greatest(parts: Sequence[Any]) -> Any:
    """The greatest of the slices' greatest values; None where no slice has one."""
    return max((part for part in parts if part is not None), default=None)


def unite(parts: Sequence[pl.Series]) -> pl.Series:
    """The distinct values of all slices, sorted."""
    return pl.concat(list(parts)).unique().sort()
