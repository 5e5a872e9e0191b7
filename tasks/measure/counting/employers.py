"""Wage earners of each employer by regency of the workplace, counted: employers are told apart by the figures.

Numbers of employers do not add up: one with workers in two regencies is one employer of their province. Numbers of its
workers do, so they are what is counted and kept.
"""

from collections.abc import Iterable

import polars as pl

from tasks.measure.inputs.positions import Position
from tasks.measure.inputs.rules import CountRules
from tasks.measure.registrations.registrations import EMPLOYER, EMPLOYER_ID, Registrations

WAGE_EARNER = "PU"


def employer_schema(rules: CountRules) -> pl.Schema:
    """Schema of the counts: `people` are active registrations of wage earners."""
    return pl.Schema({EMPLOYER: pl.UInt64(), "region_code": rules.regency, "people": pl.Int64()})


def count_of_employers(found: Registrations, *, rules: CountRules) -> pl.DataFrame:
    """Active registrations of wage earners by employer and work regency [`employer_schema`]; without NPP none."""
    with_employer = (pl.col("segment") == WAGE_EARNER) & pl.col(EMPLOYER).is_not_null()
    rows = pl.concat(
        part.lazy().filter(with_employer).select(EMPLOYER, region_code="workplace")
        for part in (found.alone, found.several)
    )
    counted = rows.group_by(EMPLOYER, "region_code").agg(people=pl.len().cast(pl.Int64)).collect()
    return counted.select(employer_schema(rules).names())


def all_have_employers(positions: Iterable[Position]) -> bool:
    """Whether the rows of all positions say who the employer is: objects written before it was kept do not."""
    return all(EMPLOYER_ID in pl.read_parquet_schema(one.path) for one in positions)
