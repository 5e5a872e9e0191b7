"""Row-wise metrics of one column; missing values are passed over unless the metric is about them."""

from operator import eq

import polars as pl

from expectations.polars_engine.errors import RejectedExpectationError
from expectations.polars_engine.expressions.comparisons import Typed, compare, is_member, within
from expectations.polars_engine.expressions.literals import in_order
from expectations.polars_engine.metrics.map_metric import Asked, Good, MapMetric, answer_map_metric

BOUNDS = ("min_value", "max_value", "strict_min", "strict_max")


def present(asked: Asked) -> pl.Expr:
    """The value is there."""
    return asked.column.is_not_null()


def missing(asked: Asked) -> pl.Expr:
    """The value is missing."""
    return asked.column.is_null()


def in_set(asked: Asked) -> pl.Expr:
    """The value is one of the set."""
    return is_member(asked.typed, asked.values["value_set"])


def not_in_set(asked: Asked) -> pl.Expr:
    """The value is none of the set."""
    return ~in_set(asked)


def match_regex(asked: Asked) -> pl.Expr:
    """The text holds a match (Rust dialect: linear time, no look-around, `$` is the very end)."""
    return as_text(asked).str.contains(asked.values["regex"])


def not_match_regex(asked: Asked) -> pl.Expr:
    """The text holds no match."""
    return ~match_regex(asked)


def match_regex_list(asked: Asked) -> pl.Expr:
    """The text holds a match of any of the patterns, or of all."""
    found = [as_text(asked).str.contains(regex) for regex in patterns(asked)]
    match_on = asked.values.get("match_on") or "any"
    if match_on not in {"any", "all"}:
        raise RejectedExpectationError("match_on must be 'any' or 'all'")
    return pl.any_horizontal(found) if match_on == "any" else pl.all_horizontal(found)


def not_match_regex_list(asked: Asked) -> pl.Expr:
    """The text holds a match of none of the patterns."""
    return ~pl.any_horizontal([as_text(asked).str.contains(regex) for regex in patterns(asked)])


def patterns(asked: Asked) -> list[str]:
    """The patterns of a list, of which there must be one."""
    regexes = list(asked.values["regex_list"] or ())
    if not regexes:
        raise RejectedExpectationError("regex_list must hold at least one pattern")
    return regexes


def length_equals(asked: Asked) -> pl.Expr:
    """The text has so many characters."""
    return compare(eq, length(asked), asked.values["value"])


def length_between(asked: Asked) -> pl.Expr:
    """The number of characters of the text lies within the bounds."""
    return within(length(asked), asked.values)


def between(asked: Asked) -> pl.Expr:
    """The value lies within the bounds."""
    low, high = (asked.values.get(name) for name in ("min_value", "max_value"))
    if low is not None and high is not None and in_order(low, asked.dtype) > in_order(high, asked.dtype):
        raise RejectedExpectationError("min_value is greater than max_value")
    return within(asked.typed, asked.values)


def unique(asked: Asked) -> pl.Expr:
    """No other row in scope has the value."""
    return ~asked.engine.duplicates(asked.domain).is_duplicate


def as_text(asked: Asked) -> pl.Expr:
    """The column as text."""
    return asked.column if asked.dtype == pl.String else asked.column.cast(pl.String)


def length(asked: Asked) -> Typed:
    """The number of characters of the text."""
    return as_text(asked).str.len_chars(), pl.UInt32()


def _answer(name: str, good: Good, *value_keys: str, judges_missing: bool = False) -> None:
    metric = MapMetric(name=name, shape="column", good=good, judges_missing=judges_missing)
    answer_map_metric(metric, value_keys=value_keys)


_answer("column_values.nonnull", present, judges_missing=True)
_answer("column_values.null", missing, judges_missing=True)
_answer("column_values.in_set", in_set, "value_set")
_answer("column_values.not_in_set", not_in_set, "value_set")
_answer("column_values.match_regex", match_regex, "regex")
_answer("column_values.not_match_regex", not_match_regex, "regex")
_answer("column_values.match_regex_list", match_regex_list, "regex_list", "match_on")
_answer("column_values.not_match_regex_list", not_match_regex_list, "regex_list")
_answer("column_values.value_length.equals", length_equals, "value")
_answer("column_values.value_length.between", length_between, *BOUNDS)
_answer("column_values.between", between, *BOUNDS)
_answer("column_values.unique", unique)
