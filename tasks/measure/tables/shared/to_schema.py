"""The last step of every table of figures: its declared columns, types and order."""

from datetime import date

import polars as pl

from tasks.measure.tables.shared.roll_up import Basis, Level
from warehouse.figures.schema import FactTable

ORDER = ("basis", "level", "region_code")


def to_schema(frame: pl.DataFrame, *, table: FactTable, as_of: date) -> pl.DataFrame:
    """`frame` as the table declares it, in the order of basis, level, region and the rest of its key.

    Members of closed lists (as `Enum`) keep the order of their list. Bases the table does not declare are left out.
    """
    bases = next(column.values for column in table.columns if column.name == "basis")
    key = [name for name in table.primary_key if name not in ("as_of", *ORDER)]
    ordered = (
        frame.filter(pl.col("basis").cast(pl.String).is_in(bases))
        .with_columns(pl.col("basis").cast(Basis), pl.col("level").cast(Level))
        .sort(*ORDER, *key)
    )
    return ordered.select(
        (pl.lit(as_of) if name == "as_of" else pl.col(name)).cast(dtype).alias(name)
        for name, dtype in table.schema.items()
    )
