"""Expectations about types: names of Polars, or those of Python and numpy that say the same."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from expectations.polars_engine.engine import PolarsExecutionEngine
from expectations.polars_engine.expressions.domain import require_columns
from expectations.polars_engine.internals import answer_types

OTHER_NAMES: dict[type[pl.DataType], tuple[str, ...]] = {
    pl.Boolean: ("bool", "bool_", "boolean"),
    pl.Int8: ("int8",),
    pl.Int16: ("int16",),
    pl.Int32: ("int32",),
    pl.Int64: ("int64", "int", "int_"),
    pl.UInt8: ("uint8",),
    pl.UInt16: ("uint16",),
    pl.UInt32: ("uint32",),
    pl.UInt64: ("uint64", "uint"),
    pl.Float32: ("float32",),
    pl.Float64: ("float64", "float", "float_", "double"),
    pl.String: ("str", "string", "Utf8", "object_", "object", "O"),
    pl.Date: ("date",),
    pl.Datetime: ("datetime", "datetime64"),
    pl.Duration: ("timedelta", "timedelta64"),
    pl.Time: ("time",),
    pl.Binary: ("bytes", "bytes_"),
    pl.Categorical: ("category",),
}


def names_of(dtype: pl.DataType) -> set[str]:
    """Every name that a type goes by: with its parameters, without, and elsewhere."""
    base = dtype.base_type()
    return {str(dtype), base.__name__, *OTHER_NAMES.get(base, ())}


def has_type(column: str, types: Sequence[dict[str, Any]], names: Sequence[str]) -> tuple[bool, str]:
    """Whether a column has a type of one of these names, and what its own is."""
    schema = pl.Schema({found["name"]: found["type"] for found in types})
    require_columns([column], schema)
    return not names_of(schema[column]).isdisjoint(names), str(schema[column])


answer_types(PolarsExecutionEngine, has_type)
