"""The registry of metrics, and what it tells about expectations."""

from collections.abc import Callable, Mapping
from typing import Any

from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metrics.metric_provider import MetricProvider
from great_expectations.expectations.registry import (
    _registered_expectations,
    _registered_metrics,
    get_expectation_impl,
    get_metric_kwargs,
    get_metric_provider,
    register_metric,
)
from great_expectations.validator.metric_configuration import MetricConfiguration

from expectations.polars_engine.internals.types import TYPE_EXPECTATIONS


class IndependentMetric(MetricProvider):
    """A metric that waits for no other, so that all metrics of a suite are asked for at once."""

    @classmethod
    def _get_evaluation_dependencies(cls, *_: Any, **__: Any) -> dict[str, MetricConfiguration]:
        return {}


def add_metric(
    name: str,
    provider: Callable[..., Any],
    *,
    engine: type[ExecutionEngine[Any]],
    domain_keys: tuple[str, ...],
    value_keys: tuple[str, ...],
) -> None:
    """Register how an engine answers a metric; the keys of a metric that exists already stay as they are."""
    known = _registered_metrics.get(name)
    if known:
        domain_keys, value_keys = known["metric_domain_keys"], known["metric_value_keys"]
    register_metric(name, domain_keys, value_keys, engine, IndependentMetric, provider)


def provider_of(metric: MetricConfiguration, engine: ExecutionEngine[Any]) -> Callable[..., Any]:
    """The function that was registered for a metric and an engine."""
    _, function = get_metric_provider(metric.metric_name, engine)
    return function


def has_provider(name: str, engine: type[ExecutionEngine[Any]]) -> bool:
    """Whether an engine answers a metric."""
    return engine.__name__ in _registered_metrics.get(name, {}).get("providers", {})


def registered_expectations() -> list[type[Any]]:
    """All expectations that are known in this process."""
    return list(_registered_expectations.values())


def map_metric_of(configuration: ExpectationConfiguration) -> str | None:
    """The row-wise metric behind an expectation; None if it is not about rows, as those about types are not here."""
    expectation = get_expectation_impl(configuration.type)
    return None if expectation in TYPE_EXPECTATIONS else getattr(expectation, "map_metric", None)


def metric_kwargs_of(name: str, configuration: ExpectationConfiguration) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The domain and the values that a metric is asked with on behalf of an expectation."""
    found = get_metric_kwargs(name, configuration, {})
    return found["metric_domain_kwargs"], found["metric_value_kwargs"]
