"""The result of measuring: tables of figures, and what the national figures are the sum of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from tasks.measure.incremental.count_people import Recounted
from tasks.measure.tables.movement import ComparisonDate


@dataclass(frozen=True, eq=False)
class Facts:
    """The tables measured for one as-of date, before disclosure control.

    `tables`: by name, as `warehouse.figures.tables` declares them; those that rest on reference feeds alone are not in
    it.
    `parts` [basis, part, active, active_strict, active_unlinked]: what each national figure is the sum of (regional,
    unplaced, national_only). `touched`: whom the count went through again. `then`: what is known of each date that is
    compared with.
    """

    tables: Mapping[str, pl.DataFrame]
    parts: pl.DataFrame
    touched: Recounted
    then: Mapping[date, ComparisonDate]

    @property
    def coverage(self) -> pl.DataFrame:
        """The table `ucj_coverage`."""
        return self.tables["ucj_coverage"]

    @property
    def participation(self) -> pl.DataFrame:
        """The table `ucj_segment`."""
        return self.tables["ucj_segment"]

    @property
    def completeness(self) -> pl.DataFrame:
        """The table `ucj_completeness` without its column `as_of`."""
        return self.tables["ucj_completeness"].drop("as_of")
