"""Keeping values of private columns out of results, in whatever result format."""

from collections.abc import Callable
from typing import Any

from great_expectations.core import ExpectationValidationResult

from expectations.polars_engine.arguments import refuse_unread
from expectations.polars_engine.engine import PolarsExecutionEngine
from expectations.polars_engine.errors import PrivateColumnError
from expectations.polars_engine.expressions.domain import columns_of
from expectations.polars_engine.internals import have_the_last_word

COUNTS = frozenset(
    {
        "element_count",
        "unexpected_count",
        "unexpected_percent",
        "unexpected_percent_total",
        "unexpected_percent_nonmissing",
        "missing_count",
        "missing_percent",
        "unexpected_index_column_names",
        "unexpected_index_list",
        "partial_unexpected_index_list",
    }
)


def redacted(
    expectation: Any, engine: PolarsExecutionEngine, verdict: Callable[[], ExpectationValidationResult]
) -> ExpectationValidationResult:
    """The verdict of an expectation; on a private column only counts and row numbers.

    Raises RejectedExpectationError if an argument is not read, PrivateColumnError for any error on a private column.
    """
    refuse_unread(expectation)
    if engine.private.isdisjoint(columns_of(expectation.configuration.kwargs)):
        return verdict()
    try:
        found = verdict()
    except Exception as error:
        withheld = PrivateColumnError(
            f"{type(error).__name__} in an expectation about a private column: the rest is withheld"
        )
    else:
        found.result = {key: value for key, value in (found.result or {}).items() if key in COUNTS}
        return found
    raise withheld


have_the_last_word(PolarsExecutionEngine, redacted)
