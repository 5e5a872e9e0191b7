"""Spoil single rows of an extract as branches do; every function leaves the other rows alone."""

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
import polars as pl

from demo.defects import DefectPlan

Spoil = Callable[[np.random.Generator, date], pl.Expr]

HAS_NIK = pl.col("NIK").is_not_null()


def _late(rng: np.random.Generator, position_date: date) -> pl.Expr:
    return pl.lit(position_date) + pl.duration(days=int(rng.integers(1, 90)))


TYPED: Mapping[str, tuple[str, pl.Expr, Spoil]] = {  # defect: column, rows that it fits, what it becomes
    "nik_missing": ("NIK", HAS_NIK & (pl.col("SEGMEN") != "JAKON"), lambda *_: pl.lit(None, pl.String)),
    "nik_short": ("NIK", HAS_NIK, lambda *_: pl.col("NIK").str.head(15)),
    "nik_impossible_date": (
        "NIK",
        HAS_NIK,
        lambda *_: pl.col("NIK").str.head(8) + pl.lit("13") + pl.col("NIK").str.slice(10),
    ),
    "nik_serial_zero": ("NIK", HAS_NIK, lambda *_: pl.col("NIK").str.head(12) + pl.lit("0000")),
    "nik_unknown_regency": (
        "NIK",
        HAS_NIK,
        lambda *_: pl.col("NIK").str.head(2) + pl.lit("99") + pl.col("NIK").str.slice(4),
    ),
    "kpj_missing": ("KPJ", pl.col("SEGMEN") != "JAKON", lambda *_: pl.lit(None, pl.String)),
    "segment_unknown": ("SEGMEN", pl.lit(value=True), lambda *_: pl.lit("XYZ")),
    "registered_after_position": ("TANGGAL_KEPESERTAAN", pl.lit(value=True), _late),
    "head_count_bad": (
        "JUMLAH_TK",
        pl.lit(value=True),
        lambda *_: pl.when(HAS_NIK).then(pl.lit(5, pl.Int64)).otherwise(pl.lit(0, pl.Int64)),
    ),
    "village_unknown": (
        "KODE_DESA",
        pl.col("KODE_DESA").is_not_null(),
        lambda *_: pl.col("KODE_DESA").str.head(9) + pl.lit("9999"),
    ),
    "birth_date_differs": (
        "TANGGAL_LAHIR",
        pl.col("TANGGAL_LAHIR").is_not_null(),
        lambda *_: pl.col("TANGGAL_LAHIR") - pl.duration(days=1),
    ),
}


def repeat_rows(frame: pl.DataFrame, *, plan: DefectPlan) -> pl.DataFrame:
    """Put a copy of the row above in place of each row planned to be a repeat, where that row has a NIK."""
    place = np.arange(frame.height)
    hit = plan.rows("repeat")
    hit[:1] = False
    above = np.roll(frame["NIK"].is_not_null().to_numpy(), 1)
    chosen = hit & above & ~np.roll(hit, 1)
    return frame[np.where(chosen, place - 1, place)]


def spoil_values(
    frame: pl.DataFrame, *, plan: DefectPlan, rng: np.random.Generator, position_date: date
) -> pl.DataFrame:
    """Damage that leaves the types alone."""
    changed: dict[str, pl.Expr] = {}
    for defect, (column, fits, spoil) in TYPED.items():
        rows = pl.lit(pl.Series(plan.rows(defect))) & fits
        before = changed.get(column, pl.col(column))
        changed[column] = pl.when(rows).then(spoil(rng, position_date)).otherwise(before)
    return frame.with_columns(**changed)


def spoil_text(frame: pl.DataFrame, *, plan: DefectPlan) -> pl.DataFrame:
    """Dates of registration that nobody can read, in the frame of cells as text."""
    rows = pl.lit(pl.Series(plan.rows("date_unreadable")))
    return frame.with_columns(
        pl.when(rows).then(pl.lit("00-XX-0000")).otherwise("TANGGAL_KEPESERTAAN").alias("TANGGAL_KEPESERTAAN")
    )


def make_ragged(lines: list[str], *, plan: DefectPlan, separator: str) -> list[str]:
    """Lines of a delimited file, one field too many where planned; `lines` are the rows only."""
    ragged = plan.rows("ragged_line")
    return [f"{line}{separator}?" if bad else line for line, bad in zip(lines, ragged, strict=True)]
