"""Verdicts: an engine may have the last word on each, before anything else gets to see it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from great_expectations.core import ExpectationValidationResult
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.expectation import Expectation

# Gets the expectation and the engine, and what makes the verdict: gives the verdict that is told.
LastWord = Callable[[Any, Any, Callable[[], ExpectationValidationResult]], ExpectationValidationResult]


def have_the_last_word(engine: type[ExecutionEngine[Any]], say: LastWord) -> None:
    """Let a function of this engine make the verdicts of all expectations; for all other engines nothing changes."""
    stock: Any = Expectation.metrics_validate

    @wraps(stock)
    def metrics_validate(
        self: Any, metrics: Any, runtime_configuration: Any = None, execution_engine: Any = None, **kwargs: Any
    ) -> ExpectationValidationResult:
        def verdict() -> ExpectationValidationResult:
            found: ExpectationValidationResult = stock(self, metrics, runtime_configuration, execution_engine, **kwargs)
            return found

        if not isinstance(execution_engine, engine):
            return verdict()
        told = say(self, execution_engine, verdict)
        told.success = bool(told.success)  # of quantiles it is numpy's, which no store can write
        return told

    setattr(Expectation, "metrics_validate", metrics_validate)  # noqa: B010 - mypy refuses to assign a method
