"""What moved between two releases."""

from datetime import date
from typing import Any

import polars as pl

from tasks.publish.formats import en_date, id_count, id_date, id_percent, id_signed
from warehouse.fact_columns import BASES, LEVELS

KEY = ["basis", "level", "region_code"]
SHOWN = 20
HEADINGS = (
    "Wilayah / Region",
    "Aktif sebelumnya / active before",
    "Aktif / active",
    "Perubahan / change",
    "Cakupan sebelumnya / coverage before",
    "Cakupan / coverage",
    "Sebanding / comparable",
)


def diff_coverage(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Regions whose figures differ between two `ucj_coverage` tables, in the order of basis, level and code.

    [basis, level, region_code, region_name, active_before?, active?, active_change?, eligible_before?, eligible?,
    coverage_pct_before?, coverage_pct?, coverage_change_points?, comparable]. A region that only one of them has is
    null on the other side. `comparable`: eligible workers of the same year and version, so that the rates compare.
    """
    figures = ["active", "active_strict", "eligible", "coverage_pct", "eligible_year", "eligible_version"]
    both = after.select(*KEY, "region_name", *figures).join(
        before.select(*KEY, "region_name", *figures), on=KEY, how="full", suffix="_before", coalesce=True
    )
    order = [pl.col("basis").cast(pl.Enum(BASES)), pl.col("level").cast(pl.Enum(LEVELS)), pl.col("region_code")]
    moved = [pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in figures[:4]]
    same = [pl.col(name).eq_missing(pl.col(f"{name}_before")) for name in figures[4:]]
    return (
        both.filter(pl.any_horizontal(moved))
        .sort(order)
        .select(
            *KEY,
            pl.coalesce("region_name", "region_name_before"),
            "active_before",
            "active",
            (pl.col("active") - pl.col("active_before")).alias("active_change"),
            "eligible_before",
            "eligible",
            "coverage_pct_before",
            "coverage_pct",
            (pl.col("coverage_pct") - pl.col("coverage_pct_before")).alias("coverage_change_points"),
            pl.all_horizontal(same).alias("comparable"),
        )
    )


def write_notes(moved: pl.DataFrame, *, as_of: date, before: date) -> bytes:
    """Release notes in Markdown, from the result of `diff_coverage`: the nation and the largest moves on basis nik."""
    nik = moved.filter(basis="nik")
    largest = (
        nik.filter(level="regency")
        .with_columns(size=pl.col("active_change").abs().fill_null(0))
        .sort("size", "region_code", descending=[True, False])
        .head(SHOWN)
    )
    incomparable = nik.filter(~pl.col("comparable")).height
    lines = [
        f"# Catatan rilis {id_date(as_of)} / Release notes {en_date(as_of)}",
        "",
        f"Dibandingkan dengan keadaan {id_date(before)}, basis NIK. / Compared with {en_date(before)}, basis NIK.",
        "",
        f"- Wilayah yang berubah / regions that moved: {nik.height}",
        f"- Tahun atau versi pekerja eligible berbeda / of another year or version of eligible workers: {incomparable}",
        "",
        f"| {' | '.join(HEADINGS)} |",
        "|---|---:|---:|---:|---:|---:|---|",
    ]
    lines += [_line(row) for row in pl.concat([nik.filter(level="national"), largest.drop("size")]).to_dicts()]
    return ("\n".join(lines) + "\n").encode()


def _line(row: dict[str, Any]) -> str:
    cells = [
        f"{row['region_name']} ({row['region_code']})",
        id_count(row["active_before"]),
        id_count(row["active"]),
        id_signed(row["active_change"]),
        id_percent(row["coverage_pct_before"]),
        id_percent(row["coverage_pct"]),
        "ya / yes" if row["comparable"] else "tidak / no",
    ]
    return f"| {' | '.join(cells)} |"
