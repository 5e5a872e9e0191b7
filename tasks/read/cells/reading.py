"""What was understood of one column: its values, how it was read, and what could not be decided about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

DATE_ORDER_UNCLEAR = "DATE_ORDER_UNCLEAR"
AMOUNT_SEPARATORS_UNCLEAR = "AMOUNT_SEPARATORS_UNCLEAR"
TARGET_AS_SHARE = "TARGET_AS_SHARE"
DAY_FIRST_ASSUMED = "day-first-assumed"  # every cell can be read in two ways, and none shows which
MONTH_FIRST, YEAR_FIRST_SHORT = "month-first", "year-first-short"


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Why a column cannot be read. proofs: what a reading is called -> the texts of the cells that speak for it."""

    code: str
    proofs: Mapping[str, pl.Series]


@dataclass(frozen=True, kw_only=True)
class ColumnRead:
    """values and unreadable: a row for each cell; timed: of dates, where a time of day was left out.

    facts: `reading` and what else was understood, without values. doubt: the column can be read in two ways.
    """

    values: pl.Series
    unreadable: pl.Series
    timed: pl.Series | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    doubt: Doubt | None = None
