"""Columns of whatever names: the verdicts are those of pandas on the same data under plain names."""

from collections.abc import Mapping
from typing import Any

import great_expectations as gx
import polars as pl
import pytest
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.row_conditions import (
    AndCondition,
    Column,
    ComparisonCondition,
    Condition,
    NullityCondition,
    OrCondition,
)
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from expectations.polars_engine.internals import a_current_context, new_context
from tests.drawn import drawn
from tests.property.polars_engine.frames import SCHEMA, as_pandas, frames
from tests.property.polars_engine.suites import Suite, suites
from tests.property.polars_engine.test_conformance import NOT_SHRUNK, RESULT_FORMAT, told

PATTERNS = ["^a$", "*", "^.*$", "^number$", "^(text|word)$", "^", "$", "^$", "**", r"^\S+$", "^row_no$"]
HELPERS = ["__position__", "__key_hash__", "__key_hash__rows", "__dry_0__", "rows", "value", "repeated", "a0", "len"]
OTHERS = [
    " ",
    "a.b",
    'a"b',
    "a'b",
    "`a`",
    "漢",
    "a\nb",
    "field_0",
    "literal",
    "struct",
    "before|x",
    "index",
    "name",
]
NAMES_ARE_TOLD = ("expect_table_columns", "expect_table_column_count", "expect_column_to_exist")
names = st.one_of(st.sampled_from(PATTERNS + HELPERS + OTHERS + list(SCHEMA)), st.text(min_size=1, max_size=5))
namings = st.lists(names, unique=True, min_size=len(SCHEMA), max_size=len(SCHEMA)).map(
    lambda drawn: dict(zip(SCHEMA, drawn, strict=True))
)


def renamed(expectation: Expectation, naming: Mapping[str, str], *, number: int) -> Expectation:
    """The expectation about columns of other names; its number is in its meta."""

    def other(value: Any) -> Any:
        if isinstance(value, Condition):
            return condition(value, naming)
        return naming.get(value, value) if isinstance(value, str) else [other(part) for part in value]

    about = ("column", "column_A", "column_B", "column_list", "column_set", "row_condition")
    given = {name: getattr(expectation, name, None) for name in about}
    update = {name: other(value) for name, value in given.items() if value is not None}
    return expectation.copy(update={**update, "id": None, "meta": {"n": number}})


def condition(of: Condition, naming: Mapping[str, str]) -> Condition:
    if isinstance(of, AndCondition | OrCondition):
        return type(of)(conditions=[condition(part, naming) for part in of.conditions])
    assert isinstance(of, ComparisonCondition | NullityCondition)
    return of.copy(update={"column": Column(naming[of.column.name])})


def verdicts(definition: Any, frame: Any, suite: Suite, naming: Mapping[str, str]) -> dict[int, Any]:
    expectations = [renamed(one, naming, number=n) for n, one in enumerate(suite)]
    shown = {**RESULT_FORMAT, "unexpected_index_column_names": [naming["row_no"]]}
    batch = definition.get_batch({"dataframe": frame})
    found = batch.validate(gx.ExpectationSuite(name="all", expectations=expectations), result_format=shown)
    return {one.expectation_config.meta["n"]: compared(one, naming["row_no"]) for one in found.results}


def compared(verdict: Any, row_no: str) -> Any:
    rows = (verdict.result or {}).get("unexpected_index_list")
    if rows:
        verdict.result["unexpected_index_list"] = [{"row_no": rows[0][row_no]}]
    found = told(verdict)
    kind = verdict.expectation_config.type
    return (kind, found["success"], found["raised"]) if kind.startswith(NAMES_ARE_TOLD) else (kind, found)


@pytest.fixture(scope="module")
def sources() -> Any:
    context = new_context()
    with a_current_context():
        found = [context.data_sources.add_pandas("pandas"), context.data_sources.add_polars("polars", chunk_rows=2)]
        yield {
            source.name: source.add_dataframe_asset("frame").add_batch_definition_whole_dataframe("all")
            for source in found
        }


@drawn(by_day=4, by_night=24, suppress_health_check=list(HealthCheck), phases=NOT_SHRUNK)
@given(frame=frames(), suite=suites(), naming=namings, lazy=st.booleans())
def test_names_change_no_verdict(
    sources: Any, frame: pl.DataFrame, suite: Suite, naming: dict[str, str], lazy: bool
) -> None:
    theirs = verdicts(sources["pandas"], as_pandas(frame), suite, {name: name for name in SCHEMA})
    other = pl.DataFrame([frame[name].alias(naming[name]) for name in frame.columns])
    ours = verdicts(sources["polars"], other.lazy() if lazy else other, suite, naming)
    assert {n: (found, theirs[n]) for n, found in ours.items() if found != theirs[n]} == {}
    assert ours.keys() == theirs.keys()
