"""Plain Polars: scan, filter, distinct, group by. **The floor**: what any tool must do at least.

Does less than every other peer: nothing is validated (rows that cannot be counted fall out of the filter unseen),
nothing is stored, nobody is told.
"""

import polars as pl

from benchmarks.peers.task import SEGMENTS, Outcome, Work, main


def active(work: Work) -> pl.Expr:
    """Whether a registration counts."""
    ends, paid = pl.col("TANGGAL_AKHIR").str.to_date("%d/%m/%Y"), ("01-" + pl.col("BLTH_AKHIR")).str.to_date("%d-%m-%Y")
    segment = pl.col("SEGMEN")
    by_contract = segment.is_in(["JAKON", "PMI"]) & ends.is_not_null()
    until = pl.when(segment == "JAKON").then(pl.lit(work.jakon_from)).otherwise(pl.lit(work.pmi_from))
    ended = pl.col("TANGGAL_NONAKTIF").str.to_date("%d/%m/%Y") <= work.as_of
    return pl.when(by_contract).then(ends >= until).otherwise(paid >= work.paid_from) & ~ended.fill_null(value=False)


def work(given: Work) -> Outcome:
    """One streaming query."""
    rows = pl.scan_csv(given.files, separator=";", infer_schema=False).filter(
        pl.col("SEGMEN").is_in(SEGMENTS) & active(given)
    )
    prefixes = pl.scan_csv(given.prefixes, infer_schema=False)
    people = rows.filter(pl.col("NIK").is_not_null()).group_by("NIK", "SEGMEN").agg().with_columns(heads=1)
    place = pl.coalesce("KODE_DESA", "KODE_KAB_KERJA").str.replace_all(".", "", literal=True)
    heads = rows.filter(pl.col("NIK").is_null() & (pl.col("SEGMEN") == "JAKON")).select(
        NIK=place, SEGMEN="SEGMEN", heads=pl.col("JUMLAH_TK").cast(pl.Int32)
    )
    counted = (
        pl.concat([people.select("NIK", "SEGMEN", "heads"), heads])
        .join(prefixes, left_on=pl.col("NIK").str.head(4), right_on="prefix")
        .group_by("regency", "SEGMEN")
        .agg(pl.col("heads").sum())
        .collect(engine="streaming")
    )
    return Outcome(counted.rows(), {})


if __name__ == "__main__":
    main(work, versions={"polars": pl.__version__})
