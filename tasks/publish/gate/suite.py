"""Gate, third part: rows and columns, as Great Expectations suites derived from the declared tables.

Importing this module imports Great Expectations (3 s).
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.expectation import Expectation

from expectations.data_docs.from_result import validation_of
from expectations.data_docs.validation import Outcome, Validation
from expectations.polars_engine.conditions import register_condition
from expectations.polars_engine.run import PreparedSuite
from expectations.polars_engine.satisfy import ExpectRowsToSatisfy
from expectations.written import counted
from tasks.publish.gate.messages import texts_of
from warehouse.figures.metrics import metrics_of
from warehouse.figures.schema import CONFIDENTIAL, VALUE, Column, FactTable, status_name
from warehouse.figures.tables.benefit import SHOWN

ROW = "row_no"
MOVEMENTS = ("active_then", "active_now", "new", "returned", "lapsed", "ended", "gone", "net", "new_status")
WHERE_THERE_IS: dict[str, tuple[str, tuple[str, ...], str]] = {  # by a column: condition, its columns, code
    "not_covered": (
        "published_not_covered_agrees", ("eligible", "active", "not_covered"), "not covered are the others"
    ),
    "net": ("published_movement_adds_up", MOVEMENTS, "movement adds up"),
    "change_people": (
        "published_change_agrees", ("active_then", "active_now", "change_people"), "change is the difference"
    ),
    "amount_status": (
        "published_amount_agrees", ("claims", "amount_rupiah", "amount_status"), "amounts rest on enough claims"
    ),
    "age_days": (
        "published_age_agrees", ("as_of", "position_date", "age_days", "status"), "age agrees with the dates"
    ),
}  # fmt: skip


@register_condition("published_rate_recomputes")
def rate_recomputes(parameters: Mapping[str, Any]) -> pl.Expr:
    """`pct` is 100 x `numerator` / `whole`, two decimals, half up; null where the whole is not above 0.

    With h the rate in hundredths: h <= 10000 n / w + 1/2 < h + 1, all in integers. Null where the numerator is hidden.
    """
    hundredths = (pl.col(parameters["pct"]) * 100).cast(pl.Int64)
    numerator, whole = pl.col(parameters["numerator"]), pl.col(parameters["whole"])
    twice = numerator * 20_000 + whole
    right = (hundredths * whole * 2 <= twice) & (twice < (hundredths + 1) * whole * 2)
    none = whole.is_null() | (whole <= 0) | numerator.is_null()
    return pl.when(none).then(hundredths.is_null()).otherwise(right.fill_null(value=False))


@register_condition("published_parts_within_whole")
def parts_within_whole(parameters: Mapping[str, Any]) -> pl.Expr:
    """No part that is shown is greater than the whole, where that is shown."""
    whole = pl.col(parameters["whole"])
    return pl.all_horizontal((pl.col(part) <= whole).fill_null(value=True) for part in parameters["parts"])


@register_condition("published_rank_where_due")
def rank_where_due(_: Mapping[str, Any]) -> pl.Expr:
    """Ranks are there for regions below the nation that have eligible workers, and nowhere else."""
    comparable = (pl.col("eligible") > 0).fill_null(value=False)
    national = pl.col("rank_national").is_not_null() == (comparable & (pl.col("level") != "national"))
    in_province = pl.col("rank_in_province").is_not_null() == (comparable & (pl.col("level") == "regency"))
    return national & in_province


@register_condition("published_not_covered_agrees")
def not_covered_agrees(_: Mapping[str, Any]) -> pl.Expr:
    """What is left of the eligible, at least 0; empty where nobody is eligible."""
    left = pl.max_horizontal(pl.col("eligible") - pl.col("active"), 0)
    return pl.col("not_covered").eq_missing(pl.when(pl.col("eligible") > 0).then(left))


@register_condition("published_age_agrees")
def age_agrees(_: Mapping[str, Any]) -> pl.Expr:
    """The age of a position is the days from it to the as-of date; neither is there for a missing branch."""
    missing = pl.col("status") == "missing"
    days = (pl.col("as_of") - pl.col("position_date")).dt.total_days()
    absent = pl.col("position_date").is_null() & pl.col("age_days").is_null()
    return pl.when(missing).then(absent).otherwise((days == pl.col("age_days")).fill_null(value=False))


@register_condition("published_movement_adds_up")
def movement_adds_up(_: Mapping[str, Any]) -> pl.Expr:
    """The change is both what came less what went, and the difference of the two states.

    Where it is not known who is new, no more went than were there, and no fewer came than returned. What is hidden is
    not added up.
    """
    went = pl.col("lapsed") + pl.col("ended") + pl.col("gone")
    new = pl.col("net") + went - pl.col("returned")
    told = pl.col(status_name("new")) != CONFIDENTIAL
    adds_up = pl.when(pl.col("new").is_not_null()).then(new == pl.col("new")).when(told).then(new >= 0)
    return adds_up.fill_null(value=True) & (pl.col("net") == pl.col("active_now") - pl.col("active_then"))


@register_condition("published_change_agrees")
def change_agrees(_: Mapping[str, Any]) -> pl.Expr:
    """The change in people is the difference of the two states."""
    change = pl.col("active_now") - pl.col("active_then")
    return (
        pl.when(change.is_null())
        .then(pl.col("change_people").is_null())
        .otherwise(pl.col("change_people").eq_missing(change))
    )


@register_condition("published_amount_agrees")
def amount_agrees(_: Mapping[str, Any]) -> pl.Expr:
    """The amount is there exactly when its status says so, and never where its claims are hidden."""
    shown = pl.col("amount_rupiah").is_not_null()
    return ((pl.col("amount_status") == SHOWN) == shown) & (pl.col("claims").is_not_null() | ~shown)


@register_condition("published_status_agrees")
def status_agrees(parameters: Mapping[str, Any]) -> pl.Expr:
    """A cell is there exactly where its status says that it has a value."""
    return pl.all_horizontal(
        (pl.col(status_name(name)) == VALUE) == pl.col(name).is_not_null() for name in parameters["columns"]
    )


def judge_table(frame: pl.DataFrame, *, table: FactTable) -> tuple[list[str], Validation]:
    """Which expectations a published table breaks and in how many rows, in words and as Data Docs show it."""
    outcome = prepared_suite(table).run(frame.with_row_index(ROW, offset=1))
    named = {"columns": table.column_names}  # without the row numbers that were put in front
    validation = validation_of(
        outcome.result, title=table.name, text_id=table.title.id, text_en=table.title.en, columns=named
    )
    broken = [rule for rule in validation.rules if rule.outcome in {Outcome.FAILED, Outcome.WARNING}]
    problems = [f"{table.name}: {code} could not be judged" for code in outcome.errors]
    problems += [
        f"{table.name}: {one.code}" + (f" ({counted(one.failing, 'row')})" if one.failing else "") for one in broken
    ]
    return problems, validation


@cache
def prepared_suite(table: FactTable) -> PreparedSuite:
    """The suite of a table, made ready once a process."""
    return PreparedSuite(table_suite(table), row_column=ROW)


def table_suite(table: FactTable) -> gx.ExpectationSuite:
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


def _row_expectations(table: FactTable) -> list[Expectation]:
    names = set(table.column_names)
    made: list[Expectation] = []
    for metric in metrics_of(table):
        pct, numerator, whole = metric.column.name, metric.numerator, metric.denominator
        if numerator and whole in names:
            parameters = {"pct": pct, "numerator": numerator, "whole": whole}
            columns = [numerator, str(whole), pct]
            made.append(_satisfy("published_rate_recomputes", columns, f"{pct} recomputes", parameters))
    parts = sorted(names & {"active_strict", "active_unlinked", "active_primary"})
    if parts:
        within = {"whole": "active", "parts": parts}
        made.append(_satisfy("published_parts_within_whole", ["active", *parts], "parts are within active", within))
    if "branches_in" in names:
        within = {"whole": "branches_expected", "parts": ["branches_in"]}
        columns = ["branches_in", "branches_expected"]
        made.append(_satisfy("published_parts_within_whole", columns, "branches in are expected", within))
    if "rank_national" in names and "rank_national_change" not in names:
        columns = ["level", "eligible", "rank_national", "rank_in_province"]
        made.append(_satisfy("published_rank_where_due", columns, "ranks where due", {}))
    if table.with_status:
        columns = [*table.with_status, *(status_name(name) for name in table.with_status)]
        cells = {"columns": list(table.with_status)}
        made.append(_satisfy("published_status_agrees", columns, "statuses agree with the cells", cells))
    made += [
        _satisfy(condition, list(columns), code, {})
        for told_by, (condition, columns, code) in WHERE_THERE_IS.items()
        if told_by in names
    ]
    return made


def _satisfy(condition: str, columns: list[str], code: str, parameters: Mapping[str, Any]) -> Expectation:
    return ExpectRowsToSatisfy(column_list=columns, condition=condition, parameters=dict(parameters), meta=_meta(code))


def _meta(code: str) -> dict[str, str]:
    text_id, text_en = texts_of(code)
    return {"code": code, "text_id": text_id, "text_en": text_en}
