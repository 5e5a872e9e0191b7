"""How one kind of relation between protected cells is written down."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

ENTRIES: dict[str, pl.DataType | type[pl.DataType]] = {"equation": pl.String, "number": pl.UInt32, "factor": pl.Int64}
EQUATIONS: dict[str, pl.DataType | type[pl.DataType]] = {
    "equation": pl.String,
    "right": pl.Int64,
    "rest": pl.Boolean,
    "rest_least": pl.Float64,
    "rest_most": pl.Float64,
    "rest_open": pl.Boolean,
}


@dataclass(frozen=True, eq=False, kw_only=True)
class Relations:
    """Equations: a sum of numbers with factors is a published number, or that and a rest which nobody publishes.

    entries [`ENTRIES`]: the numbers of each equation. equations [`EQUATIONS`]: `right`, the published number; whether
    there may be a `rest`, what everyone knows of it, and whether it is `open` though it is 0: otherwise a reader may
    guess that there is none.
    """

    entries: pl.DataFrame
    equations: pl.DataFrame


def relations(
    entries: pl.DataFrame,
    *,
    right: pl.DataFrame | None = None,
    rest: pl.Expr | bool = False,
    least: pl.Expr | float = 0.0,
    most: pl.Expr | float = float("inf"),
    still_open: bool = False,
) -> Relations:
    """Relations from entries [equation, number, factor, ...]; other columns must be the same in an equation.

    right [equation, right]: published numbers, 0 where there is none. The expressions are of the first entry.
    """
    named = (
        entries.unique("equation", keep="first", maintain_order=True)
        .with_columns(
            rest=rest if isinstance(rest, pl.Expr) else pl.lit(rest),
            rest_least=least if isinstance(least, pl.Expr) else pl.lit(least),
            rest_most=most if isinstance(most, pl.Expr) else pl.lit(most),
        )
        .with_columns(
            rest_open=pl.col("rest") & still_open,
        )
    )
    if right is not None:
        named = named.join(right.select("equation", "right"), on="equation", how="inner", maintain_order="left")
    else:
        named = named.with_columns(right=pl.lit(0))
    kept = entries.join(named.select("equation"), on="equation", how="semi", maintain_order="left")
    return Relations(entries=_of(kept, ENTRIES), equations=_of(named, EQUATIONS))


def together(parts: Sequence[Relations]) -> Relations:
    """All of them as one."""
    return Relations(
        entries=pl.concat([_of(pl.DataFrame(schema=ENTRIES), ENTRIES), *(one.entries for one in parts)]),
        equations=pl.concat([_of(pl.DataFrame(schema=EQUATIONS), EQUATIONS), *(one.equations for one in parts)]),
    )


def label(kind: str, *columns: str) -> pl.Expr:
    """The name of an equation: its kind, then what tells it from others of the kind."""
    return pl.concat_str([pl.lit(kind), *(pl.col(name).cast(pl.String) for name in columns)], separator="/").alias(
        "equation"
    )


def _of(frame: pl.DataFrame, schema: dict[str, pl.DataType | type[pl.DataType]]) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
