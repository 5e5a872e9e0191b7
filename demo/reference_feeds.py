"""Denominators (PEKERJA) and targets (TARGET) that go with simulated branches."""

import numpy as np
import polars as pl

from demo.geography import Geography, Indices

TARGETS = (  # region, year, issuer, percent (decimal comma, as typed in Indonesia), document
    ("ID", 2025, "RPJMN", "32,15", "RPJMN 2025-2029"),
    ("ID", 2029, "RPJMN", "43,92", "RPJMN 2025-2029"),
    ("ID", 2025, "KEMENDAGRI", "52,15", "Target nasional 2025"),
    ("ID", 2045, "RPJPN", "99,50", "RPJPN 2025-2045"),
    ("51", 2025, "KEMENDAGRI", "67,28", "Target daerah 2025"),
)


def eligible_workers(rng: np.random.Generator, *, people: Indices, geography: Geography, year: int) -> pl.DataFrame:
    """Denominators of all regencies, provinces and the nation, in total and for PU and BPU.

    `people`: heads enrolled per regency. Rates of enrolment come out between 15 and 75 %, above 100 % in a few.
    """
    size = len(people)
    rate = np.where(rng.random(size) < 0.01, 1.3, 0.15 + 0.6 * rng.beta(2, 3, size))
    total = np.ceil((people + 5) / rate).astype(np.int64)
    wage_earners = np.rint(total * (0.35 + 0.3 * rng.random(size))).astype(np.int64)
    regencies = pl.DataFrame(
        {"KODE_WILAYAH": geography.codes, "TOTAL": total, "PU": wage_earners, "BPU": total - wage_earners}
    )
    levels = [
        regencies.group_by(code.alias("KODE_WILAYAH")).agg(pl.col("TOTAL", "PU", "BPU").sum()).sort("KODE_WILAYAH")
        for code in (pl.lit("ID"), pl.col("KODE_WILAYAH").str.head(2))
    ]
    return (
        pl.concat([*levels, regencies])
        .unpivot(index="KODE_WILAYAH", variable_name="SEGMEN", value_name="JUMLAH")
        .select(
            "KODE_WILAYAH",
            pl.lit(year).alias("TAHUN"),
            "SEGMEN",
            "JUMLAH",
            pl.lit("BPS (simulasi)").alias("SUMBER"),
            pl.lit(f"{year}-simulasi").alias("VERSI"),
        )
    )


def targets() -> pl.DataFrame:
    """Targets that were really set; several issuers for one region and year."""
    columns = ["KODE_WILAYAH", "TAHUN", "PENERBIT", "NILAI", "DOKUMEN"]
    return pl.DataFrame(TARGETS, schema=columns, orient="row")
