"""Amounts of benefits: a province is the sum of its regencies, the nation at least that of its provinces."""

import polars as pl

from tasks.protect.cells.cells import CELLS
from tasks.protect.relations.region_tree import region_tree
from tasks.protect.relations.system_of import assembled
from tasks.protect.solving.system import System

AMOUNT = "amount_rupiah"
NOTHING_KNOWN = {"basis": pl.String, "beside": pl.Float64}


def system_of_amounts(benefits: pl.DataFrame) -> tuple[pl.DataFrame, System]:
    """The amounts above 0 [`CELLS`, number] and the relations between them; an amount may be nothing."""
    cells = (
        benefits.with_row_index("row")
        .filter(pl.col(AMOUNT) > 0)
        .select(
            table=pl.lit("ucj_benefit"),
            column=pl.lit(AMOUNT),
            row="row",
            states=pl.lit(AMOUNT),
            key=pl.concat_str([pl.col("period").cast(pl.String), "programme"], separator=" "),
            date="as_of",
            basis="basis",
            level="level",
            region_code="region_code",
            value=AMOUNT,
        )
        .select(pl.col(name).cast(dtype) for name, dtype in CELLS.items())
        .with_row_index("number")
    )
    found = region_tree(cells, beside_provinces=pl.DataFrame(schema=NOTHING_KNOWN))
    nothing_known = pl.DataFrame(schema={"number": pl.UInt32, "most": pl.Float64})
    return cells, assembled(cells, found, most=nothing_known, guessing=True, least=0.0)
