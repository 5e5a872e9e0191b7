"""Every argument of an expectation is read, by a metric or in Great Expectations' own verdict, or it is refused.

What nobody declares to read may be left as it is, but not set: an argument that a new version brings is refused until
it is read.
"""

from collections.abc import Iterable
from typing import Any

from expectations.polars_engine.errors import RejectedExpectationError
from expectations.polars_engine.internals import TYPE_EXPECTATIONS

# Words about an expectation change no verdict; Great Expectations itself reads which batch, and how much to tell.
WORDS = frozenset({"id", "meta", "notes", "description", "severity", "rendered_content", "library_metadata"})
OF_EVERY = WORDS | {"batch_id", "result_format"}
BOUNDS = frozenset({"min_value", "max_value", "strict_min", "strict_max"})
READ_IN_VERDICTS: dict[str, frozenset[str]] = {
    "ExpectColumnMaxToBeBetween": BOUNDS,
    "ExpectColumnMeanToBeBetween": BOUNDS,
    "ExpectColumnMedianToBeBetween": BOUNDS,
    "ExpectColumnMinToBeBetween": BOUNDS,
    "ExpectColumnMostCommonValueToBeInSet": frozenset({"value_set", "ties_okay"}),
    "ExpectColumnProportionOfNonNullValuesToBeBetween": BOUNDS,
    "ExpectColumnProportionOfUniqueValuesToBeBetween": BOUNDS,
    "ExpectColumnQuantileValuesToBeBetween": frozenset({"quantile_ranges"}),
    "ExpectColumnStdevToBeBetween": BOUNDS,
    "ExpectColumnSumToBeBetween": BOUNDS,
    "ExpectColumnToExist": frozenset({"column", "column_index"}),
    "ExpectColumnUniqueValueCountToBeBetween": BOUNDS,
    "ExpectTableColumnCountToBeBetween": frozenset({"min_value", "max_value"}),
    "ExpectTableColumnCountToEqual": frozenset({"value"}),
    "ExpectTableColumnsToMatchOrderedList": frozenset({"column_list"}),
    "ExpectTableColumnsToMatchSet": frozenset({"column_set", "exact_match"}),
    "ExpectTableRowCountToBeBetween": BOUNDS,
    "ExpectTableRowCountToEqual": frozenset({"value"}),
}
_read_by_metric: dict[str, frozenset[str]] = {}


def declare(metric: str, keys: Iterable[str]) -> None:
    """Say which arguments the answer to a metric reads."""
    _read_by_metric[metric] = frozenset(keys)


def metrics_of(expectation: type[Any]) -> list[str]:
    """The metrics that an expectation declares."""
    row_wise = getattr(expectation, "map_metric", None)
    return [f"{row_wise}.unexpected_count"] if row_wise else list(getattr(expectation, "metric_dependencies", ()))


def read_of(expectation: type[Any]) -> frozenset[str]:
    """The arguments of an expectation that are read."""
    ancestors = expectation.__mro__
    types = next((TYPE_EXPECTATIONS[kind] for kind in ancestors if kind in TYPE_EXPECTATIONS), None)
    if types:
        return OF_EVERY | {"column", types}
    by_metrics = frozenset[str]().union(*(_read_by_metric.get(metric, ()) for metric in metrics_of(expectation)))
    in_verdict = next((READ_IN_VERDICTS[kind.__name__] for kind in ancestors if kind.__name__ in READ_IN_VERDICTS), ())
    of_rows = {"mostly"} if getattr(expectation, "map_metric", None) else frozenset[str]()
    return OF_EVERY.union(by_metrics, in_verdict, of_rows)


def unread(expectation: Any) -> list[str]:
    """The arguments that are set and not read; those that a class from elsewhere adds are its author's."""
    kind = expectation.__class__
    stock = [one for one in kind.__mro__ if one.__module__.startswith("great_expectations.")]
    fields = [getattr(one, "__fields__", {}) for one in reversed(stock)]
    defaults = {name: field.get_default() for own in fields for name, field in own.items()}
    read = read_of(kind)
    return [name for name in defaults if name not in read and getattr(expectation, name) != defaults[name]]


def refuse_unread(expectation: Any) -> None:
    """Raise RejectedExpectationError if an argument is set that nobody reads."""
    found = ", ".join(map(repr, unread(expectation)))
    if found:
        raise RejectedExpectationError(f"the argument {found} is not read by this engine: leave it out")
