"""A checkpoint that is made once and run on many frames.

Great Expectations derives everything anew in each run: whether stored objects are still what they were, the
configuration of each expectation (some 150 times), the metrics it needs, their ids. None of it changes from frame to
frame. The classes here are Great Expectations' own, each with one answer remembered; the run is stock code.
"""

import copy
from collections.abc import Callable, Hashable, Sequence
from types import FunctionType, MethodType
from typing import Any
from uuid import uuid4

import great_expectations as gx
from great_expectations.checkpoint.checkpoint import CheckpointResult
from great_expectations.core import ExpectationValidationResult
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.core.freshness_diagnostics import (
    CheckpointFreshnessDiagnostics,
    ValidationDefinitionFreshnessDiagnostics,
)
from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
from great_expectations.exceptions import GreatExpectationsError
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.validator.exception_info import ExceptionInfo
from great_expectations.validator.validation_graph import ExpectationValidationGraph, ValidationGraph
from great_expectations.validator.validator import ValidationDependencies, Validator

from expectations.polars_engine.errors import PolarsEngineError

# What the expectations of a suite need, those that need what no engine has, and their configurations.
Needs = tuple[list[ExpectationValidationGraph], list[ExpectationValidationResult], list[ExpectationConfiguration]]


class UnsharedSuite(gx.ExpectationSuite):
    """A suite that nobody else holds: its configurations stay what they are."""

    @property  # type: ignore[misc]
    def expectation_configurations(self) -> list[ExpectationConfiguration]:
        """Configurations of the expectations, computed once and reused."""
        if "_known" not in vars(self):
            self._known = [expectation.configuration for expectation in self.expectations]
        return self._known


class UnsharedDefinition(gx.ValidationDefinition):
    """A validation definition that nobody else holds, so that it is always what it was."""

    def is_fresh(self) -> ValidationDefinitionFreshnessDiagnostics:
        """Always true: the object is made once and never changes."""
        return ValidationDefinitionFreshnessDiagnostics(errors=[])


class UnsharedCheckpoint(gx.Checkpoint):
    """A checkpoint that nobody else holds, so that it is always what it was."""

    def is_fresh(self) -> CheckpointFreshnessDiagnostics:
        """Always true: the object is made once and never changes."""
        return CheckpointFreshnessDiagnostics(errors=[])


class Settled:
    """An expectation whose configuration is known, and then what it needs; in all else the expectation.

    Its methods run on this object, so that wherever they ask for either they get what is known.
    """

    def __init__(self, expectation: Expectation, configuration: ExpectationConfiguration) -> None:
        self._expectation = expectation
        self.configuration = configuration
        self._dependencies: ValidationDependencies | None = None

    @property  # type: ignore[misc]
    def __class__(self) -> Any:  # so that `super()` works in its methods
        return type(self._expectation)

    def get_validation_dependencies(self, *args: Any, **kwargs: Any) -> ValidationDependencies:
        """What the expectation says at the first call."""
        if self._dependencies is None:
            find: Callable[..., ValidationDependencies] = type(self._expectation).get_validation_dependencies
            self._dependencies = find(self, *args, **kwargs)
        return self._dependencies

    def __getattr__(self, name: str) -> Any:
        method = getattr(type(self._expectation), name, None)
        return MethodType(method, self) if isinstance(method, FunctionType) else getattr(self._expectation, name)


class SettledConfiguration(ExpectationConfiguration):
    """The configuration of a settled expectation, on one batch."""

    def __init__(self, of: ExpectationConfiguration, *, batch_id: str | None) -> None:
        self._of = copy.deepcopy(of)
        if batch_id:
            self._of.kwargs["batch_id"] = batch_id
        vars(self).update({**vars(self._of), "_of": self._of})
        self._settled = Settled(self._of.to_domain_obj(), self)

    def to_domain_obj(self) -> Any:
        """The expectation object, built once and reused."""
        return self._settled

    def stock(self) -> ExpectationConfiguration:
        """The configuration as anybody may have it, and change it."""
        own = copy.copy(self._of)
        own.kwargs, own.meta = copy.deepcopy(self._of.kwargs), copy.deepcopy(self._of.meta)
        return own


class RememberingValidator(Validator):
    """A validator that finds out once what the expectations of a suite need."""

    def __init__(self, *args: Any, memory: dict[Hashable, Needs], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._memory = memory
        self._refuse_unread = kwargs["execution_engine"].refuse_unread

    def process_expectations_for_validation(
        self, expectation_configurations: list[ExpectationConfiguration], suite_parameters: Any = None
    ) -> list[ExpectationConfiguration]:
        """The configurations in the order of their columns; later that order is remembered with their needs."""
        if self.active_batch_id in self._memory:
            return expectation_configurations
        return super().process_expectations_for_validation(expectation_configurations, suite_parameters)

    def _generate_metric_dependency_subgraphs_for_each_expectation_configuration(
        self,
        expectation_configurations: list[ExpectationConfiguration],
        processed_configurations: list[ExpectationConfiguration],  # noqa: ARG002 - always empty
        catch_exceptions: bool,  # noqa: ARG002 - always true
        runtime_configuration: dict[str, Any] | None = None,
    ) -> Needs:
        if self.active_batch_id not in self._memory:
            runtime = runtime_configuration or {}
            self._memory[self.active_batch_id] = self._needs_of(expectation_configurations, runtime)
        graphs, impossible, configurations = self._memory[self.active_batch_id]
        return list(graphs), copy.deepcopy(impossible), list(configurations)

    def _needs_of(self, configurations: Sequence[ExpectationConfiguration], runtime: dict[str, Any]) -> Needs:
        """What the expectations need, each for itself; Great Expectations lets some that no engine can answer spoil the
        whole run, and asks each expectation for its configuration at every step."""
        graphs, impossible = [], []
        for configuration in configurations:
            settled = SettledConfiguration(configuration, batch_id=self.active_batch_id)
            try:
                graphs.append(ExpectationValidationGraph(settled, self._graph_of(settled, runtime)))
            except (GreatExpectationsError, PolarsEngineError) as error:
                message = f"{configuration.type} is not supported by this engine: {error}"
                info = ExceptionInfo(exception_traceback="", exception_message=message)
                impossible.append(
                    ExpectationValidationResult(success=False, exception_info=info, expectation_config=configuration)
                )
        return graphs, impossible, [graph.configuration for graph in graphs]

    def _graph_of(self, settled: SettledConfiguration, runtime: dict[str, Any]) -> ValidationGraph:
        expectation = settled.to_domain_obj()
        needs = expectation.get_validation_dependencies(
            execution_engine=self.execution_engine, runtime_configuration=runtime
        )
        graph = self._metrics_calculator.build_metric_dependency_graph(
            metric_configurations=needs.get_metric_configurations(), runtime_configuration=runtime
        )
        self._refuse_unread(expectation)
        return graph


class RememberingContext(EphemeralDataContext):
    """A context for one checkpoint, whose validators share what they remember."""

    def get_validator_using_batch_list(
        self, expectation_suite: gx.ExpectationSuite | None, batch_list: Sequence[Any], **_: Any
    ) -> Validator:
        """A validator of the last batch."""
        return RememberingValidator(
            execution_engine=batch_list[-1].data.execution_engine,
            expectation_suite=expectation_suite,
            data_context=self,
            batches=batch_list,
            memory=vars(self).setdefault("_memory", {}),
        )


def unshared_checkpoint(
    suite: gx.ExpectationSuite, *, batch: BatchDefinition[Any], result_format: dict[str, Any]
) -> gx.Checkpoint:
    """A checkpoint of a copy of the suite; neither is in a store, and nobody may change them."""
    expectations = [expectation.copy(update={"id": None}) for expectation in suite.expectations]
    own = UnsharedSuite(name=suite.name, expectations=expectations, meta=dict(suite.meta), id=str(uuid4()))
    definition = UnsharedDefinition(name=suite.name, data=batch, suite=own, id=str(uuid4()))
    return UnsharedCheckpoint(
        name=suite.name, validation_definitions=[definition], result_format=result_format, id=str(uuid4())
    )


def hand_over(result: CheckpointResult) -> None:
    """Give the verdicts configurations of their own, in place: the settled ones serve the next run."""
    for run in result.run_results.values():
        for verdict in run.results:
            if isinstance(verdict.expectation_config, SettledConfiguration):
                verdict.expectation_config = verdict.expectation_config.stock()
