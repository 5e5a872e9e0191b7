"""All uses of Great Expectations that go beyond its documented interface; other modules import them from here.

Checked with Great Expectations 1.24.1. `tests/unit/polars_engine/reached.json` lists object by object what is relied on
here; a test fails for each that has changed. What is used, and why:

- `ExecutionEngine.resolve_metrics` receives every metric of a suite that has no open dependency in one call, and may
  raise `MetricResolutionError` for some of them; a metric that fails three times is given up alone;
- the metric registry, whose domain and value keys must not change when one more engine is registered;
- `get_metric_kwargs`, which says what domain and values a metric gets from an expectation;
- contexts hang on a process-wide project manager (`is_using_cloud` asks it even for bound objects);
- `Expectation.metrics_validate` makes every verdict, and is told by which engine;
- a run derives everything anew from the suite: `prepared` remembers it, in subclasses of what a run is made of;
- a checkpoint result holds its context, and the context its stores, its engines and their data.
"""

import great_expectations as gx
from great_expectations.compatibility import pydantic
from great_expectations.core import IDDict
from great_expectations.core.batch import BatchData, BatchMarkers, LegacyBatchDefinition
from great_expectations.core.batch_spec import RuntimeDataBatchSpec
from great_expectations.datasource.fluent.batch_identifier_util import make_batch_identifier
from great_expectations.datasource.fluent.batch_request import BatchRequest
from great_expectations.datasource.fluent.constants import _DATA_CONNECTOR_NAME as DATA_CONNECTOR_NAME
from great_expectations.datasource.fluent.interfaces import Batch, DataAsset, Datasource
from great_expectations.exceptions.exceptions import BuildBatchRequestError, MetricResolutionError
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.expectation import MulticolumnMapExpectation
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
from expectations.polars_engine.internals.context import a_current_context, new_context
from expectations.polars_engine.internals.prepared import RememberingContext, hand_over, unshared_checkpoint
from expectations.polars_engine.internals.registry import (
    add_metric,
    has_provider,
    map_metric_of,
    metric_kwargs_of,
    provider_of,
    registered_expectations,
)
from expectations.polars_engine.internals.types import TYPE_EXPECTATIONS, answer_types
from expectations.polars_engine.internals.verdicts import have_the_last_word

__all__ = [
    "DATA_CONNECTOR_NAME",
    "TYPE_EXPECTATIONS",
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
    "MetricResolutionError",
    "MulticolumnMapExpectation",
    "NullityCondition",
    "Operator",
    "OrCondition",
    "RememberingContext",
    "RuntimeDataBatchSpec",
    "a_current_context",
    "add_metric",
    "answer_types",
    "check_version",
    "deserialize_row_condition",
    "hand_over",
    "has_provider",
    "have_the_last_word",
    "make_batch_identifier",
    "map_metric_of",
    "metric_kwargs_of",
    "new_context",
    "provider_of",
    "pydantic",
    "registered_expectations",
    "unshared_checkpoint",
]

CHECKED_SERIES = "1.24."


def check_version(version: str = gx.__version__) -> None:
    """Refuse a Great Expectations whose internals were never looked at.

    Raises UnsupportedGreatExpectationsError.
    """
    if not version.startswith(CHECKED_SERIES):
        msg = (
            f"the Polars engine was checked with Great Expectations {CHECKED_SERIES}x, not {version}: "
            "pin it, or go through expectations/polars_engine/internals and raise CHECKED_SERIES"
        )
        raise UnsupportedGreatExpectationsError(msg)
