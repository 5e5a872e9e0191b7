"""An expectation of our own: rows satisfy a named condition over several columns."""

from typing import Any, ClassVar, Literal

from expectations.polars_engine.internals import MulticolumnMapExpectation, pydantic
from expectations.polars_engine.metrics.multicolumn import SATISFY


class ExpectRowsToSatisfy(MulticolumnMapExpectation):
    """Expect the rows to satisfy a condition that was registered with `register_condition`.

    `column_list` names the columns that the condition reads, one or more; `parameters` go to the condition.
    """

    condition: str
    parameters: dict[str, Any] = pydantic.Field(default_factory=dict)
    ignore_row_if: Literal["all_values_are_missing", "any_value_is_missing", "never"] = "never"

    map_metric: ClassVar[str | None] = SATISFY
    success_keys: ClassVar[tuple[str, ...]] = ("condition", "parameters", "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("column_list", "condition", "parameters")

    @pydantic.validator("column_list")
    def _validate_column_list(cls, names: list[str]) -> list[str]:  # noqa: N805
        if not names:
            raise ValueError("column_list must name at least one column")
        return names
