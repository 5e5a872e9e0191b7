"""Gate, third part: rows and columns, as Great Expectations suites derived from the declared tables.

Importing this module imports Great Expectations (6 s).
"""

from collections.abc import Mapping
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.expectation import Expectation

from expectations.polars_engine.conditions import register_condition
from expectations.polars_engine.run import run_suite
from expectations.polars_engine.satisfy import ExpectRowsToSatisfy
from tasks.publish.table import Column, Table
from warehouse.fact_schema import Percent

ROW = "row_no"


@register_condition("published_rate_recomputes")
def rate_recomputes(parameters: Mapping[str, Any]) -> pl.Expr:
    """`pct` is 100 x `numerator` / `eligible`, two decimals, half up; null without eligible workers.

    With h the rate in hundredths: h <= 10000 n / e + 1/2 < h + 1, all in integers.
    """
    hundredths = (pl.col(parameters["pct"]) * 100).cast(pl.Int64)
    numerator, eligible = pl.col(parameters["numerator"]), pl.col("eligible")
    twice = numerator * 20_000 + eligible
    right = (hundredths * eligible * 2 <= twice) & (twice < (hundredths + 1) * eligible * 2)
    none = eligible.is_null() | (eligible <= 0)
    return pl.when(none).then(hundredths.is_null()).otherwise(right.fill_null(value=False))


@register_condition("published_parts_within_whole")
def parts_within_whole(parameters: Mapping[str, Any]) -> pl.Expr:
    """No part is greater than the whole."""
    whole = pl.col(parameters["whole"])
    return pl.all_horizontal(pl.col(part) <= whole for part in parameters["parts"])


@register_condition("published_rank_where_due")
def rank_where_due(_: Mapping[str, Any]) -> pl.Expr:
    """Ranks are there for regions below the nation that have eligible workers, and nowhere else."""
    comparable = (pl.col("eligible") > 0).fill_null(value=False)
    national = pl.col("rank_national").is_not_null() == (comparable & (pl.col("level") != "national"))
    in_province = pl.col("rank_in_province").is_not_null() == (comparable & (pl.col("level") == "regency"))
    return national & in_province


@register_condition("published_age_agrees")
def age_agrees(_: Mapping[str, Any]) -> pl.Expr:
    """The age of a position is the days from it to the as-of date; neither is there for a missing branch."""
    missing = pl.col("status") == "missing"
    days = (pl.col("as_of") - pl.col("position_date")).dt.total_days()
    absent = pl.col("position_date").is_null() & pl.col("age_days").is_null()
    return pl.when(missing).then(absent).otherwise((days == pl.col("age_days")).fill_null(value=False))


def suite_problems(frame: pl.DataFrame, *, table: Table) -> list[str]:
    """Which expectations a published table breaks, and in how many rows."""
    outcome = run_suite(frame.with_row_index(ROW, offset=1), suite=table_suite(table), row_column=ROW)
    problems = [f"{table.name}: {code} could not be judged" for code in outcome.errors]
    for run in outcome.result.run_results.values():
        for verdict in run.results:
            code = verdict.expectation_config.meta["code"] if verdict.expectation_config else "?"
            if not verdict.success and code not in outcome.errors:
                count = verdict.result.get("unexpected_count")
                problems.append(f"{table.name}: {code}" + (f" ({count} rows)" if count else ""))
    return problems


def table_suite(table: Table) -> gx.ExpectationSuite:
    """What a table declares, as expectations."""
    made: list[Expectation] = [
        gxe.ExpectTableColumnsToMatchOrderedList(column_list=[ROW, *table.column_names], meta=_meta("columns")),
        gxe.ExpectCompoundColumnsToBeUnique(column_list=list(table.primary_key), meta=_meta("key")),
    ]
    for column in table.columns:
        made += _column_expectations(column)
    return gx.ExpectationSuite(name=table.name, expectations=[*made, *_row_expectations(table)])


def _column_expectations(column: Column) -> list[Expectation]:
    made: list[Expectation] = []
    if column.required:
        made.append(gxe.ExpectColumnValuesToNotBeNull(column=column.name, meta=_meta(f"{column.name} is there")))
    if column.values:
        meta = _meta(f"{column.name} is of its list")
        made.append(gxe.ExpectColumnValuesToBeInSet(column=column.name, value_set=list(column.values), meta=meta))
    if column.minimum is not None:
        meta = _meta(f"{column.name} is at least {column.minimum}")
        made.append(gxe.ExpectColumnValuesToBeBetween(column=column.name, min_value=column.minimum, meta=meta))
    if column.pattern:
        meta = _meta(f"{column.name} has its form")
        made.append(gxe.ExpectColumnValuesToMatchRegex(column=column.name, regex=column.pattern, meta=meta))
    return made


def _row_expectations(table: Table) -> list[Expectation]:
    names = set(table.column_names)
    made: list[Expectation] = []
    for column in table.columns:
        if column.dtype == Percent:
            numerator = column.name.replace("coverage_strict_pct", "active_strict").replace("coverage_pct", "active")
            parameters = {"pct": column.name, "numerator": numerator}
            columns = [numerator, "eligible", column.name]
            made.append(_satisfy("published_rate_recomputes", columns, f"{column.name} recomputes", parameters))
    parts = sorted(names & {"active_strict", "active_unlinked", "active_primary"})
    if parts:
        within = {"whole": "active", "parts": parts}
        made.append(_satisfy("published_parts_within_whole", ["active", *parts], "parts are within active", within))
    if "branches_in" in names:
        within = {"whole": "branches_expected", "parts": ["branches_in"]}
        columns = ["branches_in", "branches_expected"]
        made.append(_satisfy("published_parts_within_whole", columns, "branches in are expected", within))
    if "rank_national" in names:
        columns = ["level", "eligible", "rank_national", "rank_in_province"]
        made.append(_satisfy("published_rank_where_due", columns, "ranks where due", {}))
    if "age_days" in names:
        columns = ["as_of", "position_date", "age_days", "status"]
        made.append(_satisfy("published_age_agrees", columns, "age agrees with the dates", {}))
    return made


def _satisfy(condition: str, columns: list[str], code: str, parameters: Mapping[str, Any]) -> Expectation:
    return ExpectRowsToSatisfy(column_list=columns, condition=condition, parameters=dict(parameters), meta=_meta(code))


def _meta(code: str) -> dict[str, str]:
    return {"code": code}
