"""The system of everything that can be worked out from the published tables."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from scipy import sparse

from tasks.protect.relations.benefits import benefits_add_up, earlier_years_add_up
from tasks.protect.relations.employers import employers_lie_within
from tasks.protect.relations.pairs import pairs_lie_within
from tasks.protect.relations.region_tree import NOT_ADDED, OF_CLAIMS, region_tree
from tasks.protect.relations.relation import Relations, together
from tasks.protect.relations.sex_age import sexes_and_ages_add_up
from tasks.protect.relations.sums import arrears_add_up, cohorts_add_up, movement_adds_up
from tasks.protect.relations.wholes import (
    cohorts_within,
    everyone_is_covered,
    strict_within_active,
    vulnerable_within_category,
)
from tasks.protect.solving.system import System
from warehouse.dimensions.regions import PROVINCE

PLACE = ["basis", "region_code"]
NOT_OF_NOW = ("ucj_movement", "ucj_ecosystem_movement", *OF_CLAIMS, NOT_ADDED)
OF_NOW = ("ucj_cohort",)  # dated by what they are compared with, but of people who are active now
LEAST_SHOWN = 1.0  # a hidden cell is not 0: zeros are shown


def system_of(
    cells: pl.DataFrame,
    tables: Mapping[str, pl.DataFrame],
    *,
    vulnerable_categories: tuple[str, ...],
    guessing: bool,
    kept: Mapping[str, pl.DataFrame] | None = None,
) -> System:
    """The numbers of `cells` (as `list_cells`) with every relation between them.

    The numbers of cells come first, in their order; then the rests of equations, which no cell states.
    guessing: for a reader who takes a rest that is nothing for nothing, though he does not know it. kept: as
    `choose_hidden` has it.
    """
    coverage = tables["ucj_coverage"]
    found = together(
        [
            region_tree(cells, beside_provinces=_beside_provinces(coverage)),
            *arrears_add_up(cells, coverage=coverage),
            *movement_adds_up(cells, movement=tables["ucj_movement"]),
            cohorts_add_up(cells, movement=tables["ucj_movement"]),
            cohorts_within(cells),
            strict_within_active(cells),
            *everyone_is_covered(cells, coverage=coverage),
            *employers_lie_within(cells),
            *sexes_and_ages_add_up(cells, coverage=coverage),
            pairs_lie_within(cells),
            *vulnerable_within_category(cells, coverage=coverage, categories=vulnerable_categories),
            benefits_add_up(cells),
            earlier_years_add_up(cells, kept=kept or {}, column="claims"),
        ]
    )
    return assembled(cells, found, most=_most(cells, coverage=coverage), guessing=guessing)


def assembled(
    cells: pl.DataFrame, found: Relations, *, most: pl.DataFrame, guessing: bool, least: float = LEAST_SHOWN
) -> System:
    """The system of cells and relations; `most` [number, most]: where more is known of a number; least: of all."""
    numbers = (
        cells.group_by("number")
        .agg(pl.col("value").first(), cells=pl.len(), room=pl.col("region_code").first().str.head(PROVINCE))
        .join(most, on="number", how="left")
        .sort("number")
    )
    entries = found.entries.unique(["equation", "number", "factor"], maintain_order=True)
    left = (
        entries.join(numbers.select("number", "value"), on="number", how="left")
        .group_by("equation", maintain_order=True)
        .agg(left=(pl.col("factor") * pl.col("value")).sum())
    )
    equations = left.join(found.equations, on="equation", how="left", maintain_order="left").with_columns(
        rest_value=pl.col("left") - pl.col("right")
    )
    holds = (pl.col("rest_value") == 0) | (pl.col("rest") & (pl.col("rest_value") >= pl.col("rest_least")))
    equations = _once(equations.filter(holds), entries).with_row_index("place")
    open_rest = pl.col("rest_open") if guessing else pl.col("rest") & (pl.col("rest_most") > 0)
    rests = equations.filter((pl.col("rest_value") != 0) | open_rest)
    entries = entries.join(equations.select("equation", "place"), on="equation", how="inner", maintain_order="left")
    height, count = numbers.height, numbers.height + rests.height
    matrix = sparse.csr_array(
        (
            np.concatenate([entries["factor"].to_numpy(), np.full(rests.height, -1)]).astype(np.float64),
            (
                np.concatenate([entries["place"].to_numpy(), rests["place"].to_numpy()]),
                np.concatenate([entries["number"].to_numpy(), np.arange(height, count)]),
            ),
        ),
        shape=(equations.height, count),
    )
    rooms = numbers["room"].cast(pl.Categorical).to_physical().to_numpy()
    return System(
        value=np.concatenate([numbers["value"].to_numpy(), rests["rest_value"].to_numpy()]).astype(np.float64),
        least=np.concatenate([np.full(height, least), rests["rest_least"].to_numpy()]),
        most=np.concatenate([numbers["most"].fill_null(np.inf).to_numpy(), rests["rest_most"].to_numpy()]),
        cells=np.concatenate([numbers["cells"].to_numpy(), np.zeros(rests.height)]).astype(np.intp),
        room=np.concatenate([rooms, np.full(rests.height, -1)]).astype(np.intp),
        matrix=matrix,
    )


def _once(equations: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """Equations of the same numbers once, with all that is known of their rest: bases by NIK share most of theirs."""
    said = (
        entries.join(equations.select("equation", "rest_value"), on="equation", how="inner")
        .with_columns(
            hashed=pl.concat_str([pl.col(name).cast(pl.String) for name in ("number", "factor")], separator=" ").hash()
        )
        .group_by("equation")
        .agg(pl.col("hashed").sum(), pl.len())
    )
    same = ["hashed", "len", "rest_value"]
    return (
        equations.join(said, on="equation", how="left", maintain_order="left")
        .with_columns(
            pl.col("rest", "rest_open").all().over(same),
            pl.col("rest_least").max().over(same),
            pl.col("rest_most").min().over(same),
        )
        .unique(same, keep="first", maintain_order=True)
        .drop("hashed", "len")
    )


def _beside_provinces(coverage: pl.DataFrame) -> pl.DataFrame:
    """How many people the nation has more than its provinces, by basis."""
    nation = coverage.filter(level="national").select("basis", nation="active")
    provinces = coverage.filter(level="province").group_by("basis").agg(provinces=pl.col("active").sum())
    return nation.join(provinces, on="basis", how="left").select(
        "basis", beside=(pl.col("nation") - pl.col("provinces").fill_null(0)).cast(pl.Float64)
    )


def _most(cells: pl.DataFrame, *, coverage: pl.DataFrame) -> pl.DataFrame:
    """What no number can exceed, since everyone may know how many people a region has [number, most]."""
    now = (pl.col("date") == coverage["as_of"].first()) | pl.col("table").is_in(OF_NOW)
    return (
        cells.filter(now, ~pl.col("table").is_in(NOT_OF_NOW))
        .join(coverage.select(*PLACE, most=pl.col("active").cast(pl.Float64)), on=PLACE, how="left")
        .group_by("number")
        .agg(pl.col("most").min())
    )
