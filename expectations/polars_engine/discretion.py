"""Keeping values of the data out of results."""

from collections.abc import Mapping
from typing import Any

from great_expectations.core import ExpectationValidationResult

from expectations.polars_engine.domain import columns_of

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
WITHHELD = "the message is withheld: the expectation is about a private column"


def withhold(verdict: ExpectationValidationResult, *, private: frozenset[str]) -> None:
    """Leave only counts and row numbers in the verdict on a private column, in place."""
    configuration = verdict.expectation_config
    if configuration is None or not private.intersection(columns_of(configuration.kwargs)):
        return
    verdict.result = {key: value for key, value in (verdict.result or {}).items() if key in COUNTS}
    info: Mapping[str, Any] = verdict.exception_info or {}
    if info.get("raised_exception"):
        verdict.exception_info = {
            "raised_exception": True,
            "exception_message": WITHHELD,
            "exception_traceback": None,
        }
