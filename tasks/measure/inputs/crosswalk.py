"""Where people of split regencies belong: the district prefix of the NIK tells, where the crosswalk is sure.

Exact rows count always, partial ones when an operator switched their regency on after review, ambiguous ones never.
"""

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from warehouse.dimensions.regions import Regions
from warehouse.errors import OperatorError

EXACT, PARTIAL = "exact", "partial"


class SplitRegencyError(OperatorError):
    """`split_regencies` names a regency whose people cannot be told apart: correct the setting."""


@dataclass(frozen=True, eq=False)
class Crosswalk:
    """Rules for one choice of split regencies.

    `moved` [prefix, regency]: the prefixes that left a regency and are counted in the regency founded then. `doubtful`
    [prefix, region_code]: those that are not, with the regency they stay in and with each one they may belong to.
    """

    moved: pl.DataFrame
    doubtful: pl.DataFrame


def choose_crosswalk(regions: Regions, *, split_regencies: Collection[str]) -> Crosswalk:
    """The crosswalk with the partial rows of `split_regencies` (codes of the newer regencies) switched on.

    Raises `SplitRegencyError`.
    """
    splits = regions.splits
    sure = splits.filter(pl.col("match").is_in([EXACT, PARTIAL]))
    wrong = sorted(set(split_regencies) - set(sure["child"]))
    if wrong:
        raise SplitRegencyError(
            f"split_regencies: {', '.join(wrong)} cannot be switched on; "
            f"possible are {', '.join(sorted(set(sure.filter(match=PARTIAL)['child'])))}."
        )
    applies = (pl.col("match") == EXACT) | pl.col("child").is_in(list(split_regencies))
    stays = splits.filter(~applies)
    return Crosswalk(
        moved=splits.filter(applies).select("prefix", regency="child"),
        doubtful=pl.concat(
            [stays.select("prefix", region_code="parent"), stays.select("prefix", region_code="child")]
        ).unique(maintain_order=True),
    )


def count_doubt(counts: pl.DataFrame, *, crosswalk: Crosswalk) -> pl.DataFrame:
    """People in doubt by regency [region_code, in_doubt] from `counts` [district, people]."""
    return (
        counts.select(prefix=pl.col("district").cast(pl.String), in_doubt="people")
        .join(crosswalk.doubtful, on="prefix")
        .group_by("region_code")
        .agg(pl.col("in_doubt").sum())
    )
