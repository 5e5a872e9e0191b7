"""The suite of the conservation gate. Importing this module imports Great Expectations (3 s)."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl

from expectations.polars_engine.conditions import register_condition
from expectations.polars_engine.satisfy import ExpectRowsToSatisfy
from tasks.check.conservation.counts import COUNTS

accounted = pl.sum_horizontal(COUNTS[1:])


@register_condition("rows_conserved")
def rows_conserved(_: Mapping[str, Any]) -> pl.Expr:
    """Rows read are accepted, rejected or merged, each exactly once."""
    return (pl.col("rows_read") == accounted) | pl.col("refused")


@register_condition("nothing_of_refused")
def nothing_of_refused(_: Mapping[str, Any]) -> pl.Expr:
    """A refused file has no accepted rows, and no more rejected and merged rows than rows read."""
    return ~pl.col("refused") | ((pl.col("rows_accepted") == 0) & (accounted <= pl.col("rows_read")))


@cache
def conservation_suite() -> gx.ExpectationSuite:
    """What must hold of the counts of every submission, built once a process."""
    columns = ["refused", *COUNTS]
    return gx.ExpectationSuite(
        name="conservation",
        expectations=[
            ExpectRowsToSatisfy(column_list=columns, condition="rows_conserved", meta={"code": "ROWS_CONSERVED"}),
            ExpectRowsToSatisfy(
                column_list=columns, condition="nothing_of_refused", meta={"code": "NOTHING_OF_REFUSED"}
            ),
            *(
                gxe.ExpectColumnValuesToBeBetween(
                    column=name, min_value=0, meta={"code": f"{name.upper()}_NOT_NEGATIVE"}
                )
                for name in COUNTS
            ),
        ],
    )
