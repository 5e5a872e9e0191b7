"""Amounts of benefits: sums of regions, months and programmes, and which amounts a single claim dominates."""

from collections.abc import Mapping

import polars as pl

from tasks.protect.relations.benefits import benefits_add_up, earlier_years_add_up
from tasks.protect.relations.region_tree import region_tree
from tasks.protect.relations.relation import together
from tasks.protect.relations.system_of import assembled
from tasks.protect.solving.system import System

AMOUNT = "amount_rupiah"
NOTHING_KNOWN = {"basis": pl.String, "beside": pl.Float64}


def system_of_amounts(cells: pl.DataFrame, *, kept: Mapping[str, pl.DataFrame]) -> System:
    """The relations between amounts above 0, `cells` as `list_cells`; an amount may be nothing for all one knows.

    kept: as `choose_hidden` has it.
    """
    found = together(
        [
            region_tree(cells, beside_provinces=pl.DataFrame(schema=NOTHING_KNOWN)),
            benefits_add_up(cells),
            earlier_years_add_up(cells, kept=kept, column=AMOUNT),
        ]
    )
    nothing_known = pl.DataFrame(schema={"number": pl.UInt32, "most": pl.Float64})
    return assembled(cells, found, most=nothing_known, guessing=True, least=0.0)


def estimate_of_largest(share: float) -> pl.Expr:
    """What an amount must be for its largest claim to be no more than the share of it less the second largest.

    This is the p%-rule of the handbook on statistical disclosure control (2nd ed., 4.2), p = 100 (1 - share) / share:
    who received the second largest claim and takes the rest for the largest overestimates that by p percent or more.
    Empty where the largest claims are not known.
    """
    return pl.col("largest_claim") / share + pl.col("second_largest_claim")
