"""Expectations about types: Great Expectations decides in them what to do for each of its own engines."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.core import (
    ExpectColumnTypeToBe,
    ExpectColumnValuesToBeInTypeList,
    ExpectColumnValuesToBeOfType,
)

# Gets the column, its types in the frame as metrics tell them, and the type names: whether it has one, and its own.
Judge = Callable[[str, Sequence[dict[str, Any]], Sequence[str]], tuple[bool, str]]

TYPE_EXPECTATIONS: dict[type[Any], str] = {
    ExpectColumnTypeToBe: "type_",
    ExpectColumnValuesToBeOfType: "type_",
    ExpectColumnValuesToBeInTypeList: "type_list",
}


def answer_types(engine: type[ExecutionEngine[Any]], judge: Judge) -> None:
    """Let the expectations about types ask a function of this engine; for all other engines nothing changes."""
    for expectation, parameter in TYPE_EXPECTATIONS.items():
        expectation._validate = _with(expectation._validate, parameter, engine, judge)  # noqa: SLF001


def _with(stock: Any, parameter: str, engine: type[ExecutionEngine[Any]], judge: Judge) -> Any:
    @wraps(stock)
    def validate(
        self: Any, metrics: dict[str, Any], runtime_configuration: Any = None, execution_engine: Any = None
    ) -> Any:
        if not isinstance(execution_engine, engine):
            return stock(self, metrics, runtime_configuration, execution_engine)
        kwargs = self.configuration.kwargs
        wanted = kwargs.get(parameter)
        names = [wanted] if isinstance(wanted, str) else list(wanted or ())
        success, observed = judge(kwargs["column"], metrics["table.column_types"], names)
        return {"success": success or not names, "result": {"observed_value": observed}}

    return validate
