"""The register and the suites that `gx_engines.py` runs: invented people, 23 columns, 23 expectations."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

SEGMENTS = ["PU", "BPU", "JAKON", "PMI"]
BLOCK = 1_000_000
FLAGS = ("jkk", "jkm", "jht", "jp", "jkp")
SPOILT = 0.01  # the share of rows that break most rules of the ordinary suite


def block(rng: np.random.Generator, first: int, rows: int) -> pl.DataFrame:
    """Rows of an invented register; every employer stands in two of them."""
    bad = pl.Series(rng.random(rows) < SPOILT)
    number = pl.int_range(first, first + rows, eager=True)

    def spoil(good: pl.Expr, worse: Any) -> pl.Expr:
        return pl.when(bad).then(worse).otherwise(good)

    days = pl.lit(pl.Series(rng.integers(0, 9000, rows)))
    start = pl.lit("1998-01-01").str.to_datetime() + pl.duration(days=days)
    region = pl.lit(pl.Series(rng.integers(1101, 9471, rows))).cast(pl.String)
    return pl.select(
        row_no=number.cast(pl.Int32),
        person=spoil((pl.lit(number) * 7919 + 10**15).cast(pl.String), pl.lit("12")),
        card=(pl.lit(number) + 10**10).cast(pl.String),
        segment=spoil(pl.lit(pl.Series(rng.choice(SEGMENTS, rows))), pl.lit("??")),
        sex=spoil(pl.lit(pl.Series(rng.choice(["L", "P"], rows))), pl.lit(None)),
        born=start - pl.duration(days=10_000),
        registered=start,
        paid=spoil(start + pl.duration(days=30), start - pl.duration(days=1)),
        wage=spoil(pl.lit(pl.Series(rng.integers(1_000_000, 9_000_000, rows))), pl.lit(-1)),
        heads=spoil(pl.lit(pl.Series(rng.integers(1, 9, rows))), pl.lit(0)),
        rate=spoil(pl.lit(pl.Series(rng.random(rows))), pl.lit(2.0)),
        employer=(pl.lit(number) // 2 + 10**8).cast(pl.String),
        region=spoil(region, pl.lit("x")),
        district=region + "01",
        village=spoil(region + "012001", pl.lit("")),
        office=pl.lit(pl.Series(rng.choice(["A", "B", "C"], rows))),
        batch=pl.lit(number) // 1000,
        place=pl.lit(number) % 1000,
    ).with_columns(pl.Series(flag, rng.random(rows) < 0.5) for flag in FLAGS)


def write(path: Path, *, rows: int) -> None:
    """The file, in row groups of a block."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # noqa: PLC0415

    rng = np.random.default_rng(20)
    writer = None
    for first in range(0, rows, BLOCK):
        table = block(rng, first, min(BLOCK, rows - first)).to_arrow(compat_level=pl.CompatLevel.oldest())
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer:
        writer.close()


def suite(*, failing: str) -> Any:
    """Twenty-three expectations of most kinds, each with a code; of "all" rules, every row breaks every one."""
    import great_expectations as gx  # noqa: PLC0415

    made = broken_by_some() if failing == "some" else broken_by_all()
    for n, expectation in enumerate(made):
        expectation.meta = {"code": f"R{n:02}"}
    return gx.ExpectationSuite(name="bench", expectations=made)


def broken_by_some() -> list[Any]:
    """What a register would be asked."""
    import great_expectations.expectations as gxe  # noqa: PLC0415
    from great_expectations.expectations.row_conditions import Column  # noqa: PLC0415

    return [
        *(gxe.ExpectColumnValuesToNotBeNull(column=name) for name in ("person", "card", "segment", "sex", "paid")),
        gxe.ExpectColumnValuesToMatchRegex(column="person", regex="^[0-9]{16}$"),
        gxe.ExpectColumnValuesToBeUnique(column="card"),
        gxe.ExpectCompoundColumnsToBeUnique(column_list=["batch", "place"]),
        gxe.ExpectColumnValuesToBeInSet(column="segment", value_set=SEGMENTS),
        gxe.ExpectColumnValuesToBeInSet(column="sex", value_set=["L", "P"]),
        gxe.ExpectColumnValuesToNotBeInSet(column="office", value_set=["Z"]),
        gxe.ExpectColumnValuesToBeBetween(column="wage", min_value=0, max_value=10**8),
        gxe.ExpectColumnValuesToBeBetween(column="heads", min_value=1, row_condition=Column("segment") == "JAKON"),
        gxe.ExpectColumnValuesToBeBetween(column="rate", min_value=0, max_value=1, strict_max=True, mostly=0.9),
        gxe.ExpectColumnValueLengthsToEqual(column="region", value=4),
        gxe.ExpectColumnValueLengthsToBeBetween(column="village", min_value=1),
        gxe.ExpectColumnValuesToMatchRegex(column="district", regex="^[0-9]+$"),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(column_A="paid", column_B="registered", or_equal=True),
        gxe.ExpectColumnMaxToBeBetween(column="wage", max_value=10**9),
        gxe.ExpectColumnMeanToBeBetween(column="rate", min_value=0, max_value=1),
        gxe.ExpectColumnSumToBeBetween(column="heads", min_value=1),
        gxe.ExpectColumnDistinctValuesToBeInSet(column="office", value_set=["A", "B", "C"]),
        gxe.ExpectTableRowCountToBeBetween(min_value=1),
    ]


def broken_by_all() -> list[Any]:
    """Of 23 rules, 21 about rows, each broken by every row."""
    import great_expectations.expectations as gxe  # noqa: PLC0415

    return [
        *(gxe.ExpectColumnValuesToBeNull(column=name) for name in ("person", "card", "segment", "office", "paid")),
        gxe.ExpectColumnValuesToMatchRegex(column="person", regex="^x"),
        gxe.ExpectColumnValuesToBeUnique(column="employer"),
        gxe.ExpectCompoundColumnsToBeUnique(column_list=["employer", "batch"]),
        *(gxe.ExpectColumnValuesToBeInSet(column=name, value_set=["never"]) for name in ("segment", "office")),
        gxe.ExpectColumnValuesToNotBeInSet(column="office", value_set=["A", "B", "C"]),
        *(
            gxe.ExpectColumnValuesToBeBetween(column=name, min_value=10**9)
            for name in ("wage", "heads", "rate", "place")
        ),
        gxe.ExpectColumnValueLengthsToEqual(column="region", value=9),
        gxe.ExpectColumnValueLengthsToBeBetween(column="district", min_value=20),
        gxe.ExpectColumnValuesToMatchRegex(column="district", regex="^x"),
        *(gxe.ExpectColumnValuesToBeInSet(column=name, value_set=["never"]) for name in ("card", "employer")),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(column_A="born", column_B="registered"),
        gxe.ExpectColumnMaxToBeBetween(column="wage", max_value=0),
        gxe.ExpectTableRowCountToBeBetween(max_value=0),
    ]
