"""What an attacker has: the published files and nothing else; and what he writes down of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

HIDDEN = "confidential"
COUNTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # by table: columns of counts, and columns of the key
    "ucj_programme": (("active",), ("programme",)),
    "ucj_funder": (("active",), ("funder",)),
    "ucj_segment_funder": (("active",), ("segment", "funder")),
    "ucj_category": (("active", "active_strict"), ("category",)),
    "ucj_sex_age": (("active",), ("sex", "age_group")),
    "ucj_employer": (("employers",), ()),
    "ucj_ecosystem": (("active",), ("category",)),
    "ucj_ecosystem_movement": (("active_then", "active_now"), ("category", "compared_with")),
    "ucj_ecosystem_trend": (("active",), ("category", "series_date")),
    "ucj_village": (("active", "unplaced", "nation_only"), ()),
    "ucj_arrears": (("active",), ("unpaid_months",)),
    "ucj_movement": (("new", "returned", "lapsed", "ended", "gone", "left_on_older_positions"), ("compared_with",)),
    "ucj_cohort": (("active",), ("compared_with", "funder", "category")),
    "ucj_expiry": (("active",), ("expires_month", "funder", "payment")),
    "ucj_benefit": (("claims",), ("period", "programme")),
    "ucj_benefit_year": (("claims",), ("year", "programme")),
}
AMOUNTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ucj_benefit": (("amount_rupiah",), ("period", "programme")),
    "ucj_benefit_year": (("amount_rupiah",), ("year", "programme")),
}
ABOVE = {"province": 0, "regency": 2, "district": 5, "village": 8}  # characters of the region that one is within
NOT_OF_NOW = ("ucj_movement", "ucj_ecosystem_movement", "ucj_ecosystem_trend", "ucj_benefit", "ucj_benefit_year",
              "ucj_employer")  # fmt: skip
Name = tuple[Any, ...]
Terms = dict[Name, float]


@dataclass
class Knowledge:
    """`tables`: published tables by name, as read from files. `split`: regencies that are in two places by NIK.

    kept: what he has of ucj_benefit_year from releases of earlier ends of months. counts: what he is after, by table.
    least: what he knows a hidden number to be at least. enough: a range that is wider may be told as narrower.
    """

    tables: Mapping[str, pl.DataFrame]
    split: frozenset[str] = frozenset()
    kept: Sequence[pl.DataFrame] = ()
    counts: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=lambda: COUNTS)
    least: float = 1.0
    enough: float = 5.0
    values: dict[Name, int | None] = field(default_factory=dict)  # None = hidden
    equal: list[tuple[Terms, float]] = field(default_factory=list)
    at_most: list[tuple[Terms, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for table, (columns, keys) in self.counts.items():
            for row in self.tables[table].iter_rows(named=True):
                for column in columns:
                    name = self.name(table, column, row, keys)
                    hidden = row[f"{column}_status"] == HIDDEN
                    if hidden or row[column] is not None:
                        self.values[name] = None if hidden else row[column]
        self.totals = {
            (row["basis"], row["region_code"]): row for row in self.tables["ucj_coverage"].iter_rows(named=True)
        }

    @staticmethod
    def name(table: str, column: str, row: Mapping[str, Any], keys: Iterable[str]) -> Name:
        return (table, column, row["basis"], row["level"], row["region_code"], *(row[key] for key in keys))

    def say(self, terms: Terms, right: float, *, at_most: bool = False) -> None:
        """One thing that he knows: a sum is, or is at most, a number. What is shown is put in; what is absent is 0."""
        left: Terms = defaultdict(float)
        for name, factor in terms.items():
            value = self.values.get(name, 0)
            if name[0] == "?" or value is None:
                left[name] += factor
            else:
                right -= factor * value
        if left:
            (self.at_most if at_most else self.equal).append((dict(left), right))
