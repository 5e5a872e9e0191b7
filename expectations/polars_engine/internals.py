"""The one place that reaches into Great Expectations beyond its documented interface.

Checked with Great Expectations 1.24.1. What is used here, and would have to be looked at again for another version:

- `ExecutionEngine.resolve_metrics` receives every metric of a suite that has no open dependency in one call, and may
  raise `MetricResolutionError` for some of them; a metric that fails three times is given up alone;
- the metric registry, whose domain and value keys must not change when one more engine is registered;
- `get_metric_kwargs`, which says what domain and values a metric gets from an expectation;
- contexts hang on a process-wide project manager (`is_using_cloud` asks it even for bound objects);
- `Expectation.configuration` and `ExpectationConfiguration.to_domain_obj` are computed anew whenever they are used,
  some 150 times per expectation in a checkpoint: more than half of what a checkpoint of a small frame costs;
- a checkpoint result holds its context, and the context its stores, its engines and their data.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import great_expectations as gx
from great_expectations.compatibility import pydantic
from great_expectations.core import IDDict
from great_expectations.core.batch import BatchData, BatchMarkers, LegacyBatchDefinition
from great_expectations.core.batch_spec import RuntimeDataBatchSpec
from great_expectations.data_context.data_context.context_factory import project_manager
from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
from great_expectations.data_context.store.validation_results_store import ValidationResultsStore
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.datasource.fluent.batch_identifier_util import make_batch_identifier
from great_expectations.datasource.fluent.batch_request import BatchRequest
from great_expectations.datasource.fluent.constants import _DATA_CONNECTOR_NAME as DATA_CONNECTOR_NAME
from great_expectations.datasource.fluent.interfaces import Batch, DataAsset, Datasource
from great_expectations.exceptions.exceptions import (
    BuildBatchRequestError,
    DataContextRequiredError,
    MetricResolutionError,
)
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.expectation import Expectation, MulticolumnMapExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metrics.metric_provider import MetricProvider
from great_expectations.expectations.registry import (
    _registered_metrics,
    get_expectation_impl,
    get_metric_kwargs,
    get_metric_provider,
    register_metric,
)
from great_expectations.expectations.row_conditions import (
    AndCondition,
    ComparisonCondition,
    Condition,
    NullityCondition,
    Operator,
    OrCondition,
    deserialize_row_condition,
)
from great_expectations.validator.metric_configuration import MetricConfiguration, MetricConfigurationID

from expectations.polars_engine.errors import UnsupportedGreatExpectationsError

__all__ = [
    "DATA_CONNECTOR_NAME",
    "GX_LOCK",
    "AndCondition",
    "Batch",
    "BatchData",
    "BatchMarkers",
    "BatchRequest",
    "BuildBatchRequestError",
    "ComparisonCondition",
    "Condition",
    "DataAsset",
    "Datasource",
    "ExecutionEngine",
    "IDDict",
    "LegacyBatchDefinition",
    "MetricConfiguration",
    "MetricConfigurationID",
    "MetricProvider",
    "MetricResolutionError",
    "MulticolumnMapExpectation",
    "NullityCondition",
    "Operator",
    "OrCondition",
    "RuntimeDataBatchSpec",
    "add_metric",
    "check_version",
    "computed_once",
    "deserialize_row_condition",
    "ephemeral_context",
    "make_batch_identifier",
    "map_metric_of",
    "metric_kwargs_of",
    "provider_of",
    "pydantic",
]

CHECKED_SERIES = "1.24."
GX_LOCK = threading.RLock()
FORGETFUL = "forgetful_results_store"


def check_version(version: str = gx.__version__) -> None:
    """Refuse a Great Expectations whose internals were never looked at.

    Raises UnsupportedGreatExpectationsError.
    """
    if not version.startswith(CHECKED_SERIES):
        msg = (
            f"the Polars engine was checked with Great Expectations {CHECKED_SERIES}x, not {version}: "
            "pin it, or go through expectations/polars_engine/internals.py and raise CHECKED_SERIES"
        )
        raise UnsupportedGreatExpectationsError(msg)


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


def map_metric_of(configuration: ExpectationConfiguration) -> str | None:
    """The row-wise metric behind an expectation; None if it is not about rows."""
    return getattr(get_expectation_impl(configuration.type), "map_metric", None)


def metric_kwargs_of(name: str, configuration: ExpectationConfiguration) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The domain and the values that a metric is asked with on behalf of an expectation."""
    found = get_metric_kwargs(name, configuration, {})
    return found["metric_domain_kwargs"], found["metric_value_kwargs"]


class ForgetfulResultsStore(ValidationResultsStore):
    """Keeps no result: a context that lives for one checkpoint would turn it into JSON twice for nobody to read."""

    def store_validation_results(self, *_: Any, **__: Any) -> bool:
        """Say that it was stored."""
        return True


@contextmanager
def ephemeral_context() -> Iterator[EphemeralDataContext]:
    """A fresh context in memory, current while the block runs; then the one that was current before is so again.

    It stores no results.

    Only one block runs at a time in a process: the current context is global.
    """
    defaults = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    forgetful = {"class_name": ForgetfulResultsStore.__name__, "module_name": __name__}
    config = DataContextConfig(
        store_backend_defaults=defaults,
        stores={**defaults.stores, FORGETFUL: forgetful},
        validation_results_store_name=FORGETFUL,
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False),
    )
    with GX_LOCK:
        try:
            before = project_manager.get_current_project()
        except DataContextRequiredError:
            before = None
        context = EphemeralDataContext(project_config=config)
        project_manager.set_project(context)
        try:
            yield context
        finally:
            project_manager.set_project(before)


class _Once:
    """A function of one object, computed once per object by one thread; the objects are kept alive meanwhile."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self._function = function
        self._thread = threading.get_ident()
        self._known: dict[int, tuple[Any, Any]] = {}

    def __call__(self, subject: Any) -> Any:
        if threading.get_ident() != self._thread:
            return self._function(subject)
        if id(subject) not in self._known:
            self._known[id(subject)] = (subject, self._function(subject))
        return self._known[id(subject)][1]


@contextmanager
def computed_once() -> Iterator[None]:
    """Let expectations and their configurations be turned into each other once while this thread runs the block.

    Nobody may change an expectation or a configuration meanwhile; a checkpoint without suite parameters does not.
    Other threads see no difference.
    """
    configuration, to_domain_obj = Expectation.configuration, ExpectationConfiguration.to_domain_obj
    configuration_once, to_domain_obj_once = _Once(configuration.__get__), _Once(to_domain_obj)
    with GX_LOCK:
        Expectation.configuration = property(configuration_once)  # type: ignore[method-assign, assignment]
        ExpectationConfiguration.to_domain_obj = lambda self: to_domain_obj_once(self)  # type: ignore[method-assign]  # noqa: PLW0108
        try:
            yield
        finally:
            Expectation.configuration = configuration  # type: ignore[method-assign]
            ExpectationConfiguration.to_domain_obj = to_domain_obj  # type: ignore[method-assign]
