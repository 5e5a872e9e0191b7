"""What goes with simulated branches: denominators, targets, ecosystems and claims."""

from datetime import date

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
ECOSYSTEM_ISSUER = ("KEMENDAGRI", "Kementerian Dalam Negeri", "", "ecosystem", "")
ECOSYSTEMS = ("NON_ASN", "PERANGKAT_DESA", "BPD", "RT_RW", "KADER", "PEKERJA_RENTAN", "PETUGAS_PEMILU")
VILLAGE_TARGET = "100"  # vulnerable workers a village
VILLAGES_OF_EVERY = 40  # one regency in this many has village targets
CLAIM_SHARE = 0.01  # of the rows with a NIK
CLAIMS = (  # programme, share of the claims, mean rupiah, spread of its logarithm
    ("JHT", 0.58, 14_000_000, 0.8),
    ("JKK", 0.17, 9_000_000, 1.0),
    ("JKM", 0.12, 42_000_000, 0.0),
    ("JP", 0.08, 1_100_000, 0.4),
    ("JKP", 0.05, 3_200_000, 0.3),
)
SCHOLARSHIP = 36_000_000  # beside every second death benefit
DAY_FORMAT = "%d/%m/%Y"


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


def with_ecosystems_and_claims(branches: pl.DataFrame) -> pl.DataFrame:
    """branches.csv with the issuer of the ecosystems, and the branches as senders of claims too."""
    feeds = pl.col("feeds").replace({"enrolment": "enrolment;benefit"})
    issuer = pl.DataFrame([ECOSYSTEM_ISSUER], schema=branches.schema, orient="row")
    return pl.concat([branches.with_columns(feeds), issuer])


def count_categories(frame: pl.DataFrame, *, regency: pl.Series) -> pl.DataFrame:
    """Enrolled people [regency, KATEGORI, people]; `regency`: of each row, by its place in the list."""
    people = frame.select("NIK", "KATEGORI", regency=regency).filter(pl.col("NIK").is_not_null())
    return people.group_by("regency", "KATEGORI").agg(people=pl.len().cast(pl.Int64))


def ecosystems(rng: np.random.Generator, *, enrolled: pl.DataFrame, geography: Geography, day: date) -> pl.DataFrame:
    """Populations of every regency and category, each somewhat above the `enrolled` [regency, KATEGORI, people]."""
    regencies = pl.DataFrame({"regency": range(len(geography.codes)), "KODE_WILAYAH": geography.codes})
    everywhere = regencies.join(pl.DataFrame({"KATEGORI": ECOSYSTEMS}), how="cross")
    counted = enrolled.group_by("regency", "KATEGORI").agg(pl.col("people").sum())
    known = everywhere.join(counted, on=["regency", "KATEGORI"], how="left", maintain_order="left")
    people = known["people"].fill_null(0).to_numpy()
    population = np.ceil((people + 2) / (0.35 + 0.65 * rng.beta(2, 1.5, len(people)))).astype(np.int64)
    vulnerable = (known["KATEGORI"] == "PEKERJA_RENTAN").to_numpy()
    return known.select(
        "KODE_WILAYAH",
        "KATEGORI",
        POPULASI=pl.Series(population).cast(pl.String),
        TARGET=pl.Series(np.where(vulnerable, (population + 1) // 2, -1)).cast(pl.String).replace("-1", ""),
        TANGGAL=pl.lit(f"{day:{DAY_FORMAT}}"),
    )


def village_targets(*, geography: Geography, day: date) -> pl.DataFrame:
    """The target of vulnerable workers for all villages of some regencies."""
    villages = geography.villages
    chosen = [
        villages.codes[int(first) : int(first + count)]
        for first, count in zip(villages.first[::VILLAGES_OF_EVERY], villages.count[::VILLAGES_OF_EVERY], strict=True)
    ]
    return pl.DataFrame({"KODE_WILAYAH": pl.concat(chosen)}).with_columns(
        KATEGORI=pl.lit("PEKERJA_RENTAN"),
        POPULASI=pl.lit(""),
        TARGET=pl.lit(VILLAGE_TARGET),
        TANGGAL=pl.lit(f"{day:{DAY_FORMAT}}"),
    )


def claims(rng: np.random.Generator, *, frame: pl.DataFrame, branch: str, position_date: date) -> pl.DataFrame:
    """Claims of some people of a branch's `frame`, paid in the year before the position date."""
    people = frame["NIK"].drop_nulls().unique(maintain_order=True)
    size = max(1, int(people.len() * CLAIM_SHARE)) if people.len() else 0
    share = np.array([share for _, share, _, _ in CLAIMS])
    kind = rng.choice(len(CLAIMS), size=size, p=share / share.sum())
    mean = np.array([mean for _, _, mean, _ in CLAIMS])[kind]
    spread = np.array([spread for _, _, _, spread in CLAIMS])[kind]
    paid = pl.Series(np.datetime64(position_date, "D") - rng.integers(0, 365, size).astype("timedelta64[D]"))
    drawn = pl.DataFrame(
        {
            "NIK": people.gather(rng.choice(people.len(), size=size, replace=False)) if size else people,
            "PROGRAM": pl.Series([name for name, _, _, _ in CLAIMS], dtype=pl.String).gather(kind),
            "NILAI": np.rint(mean * np.exp(spread * rng.standard_normal(size))).astype(np.int64),
            "TANGGAL_BAYAR": paid.dt.strftime(DAY_FORMAT),
        }
    )
    deaths = drawn.filter(PROGRAM="JKM").gather_every(2)
    scholarships = deaths.with_columns(PROGRAM=pl.lit("BEASISWA"), NILAI=pl.lit(SCHOLARSHIP, pl.Int64))
    number = pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(6)
    prefix = f"KLM-{branch}-{position_date.year}-"
    return pl.concat([drawn, scholarships]).select(
        (pl.lit(prefix) + number).alias("NO_KLAIM"), "NIK", "PROGRAM", "NILAI", "TANGGAL_BAYAR"
    )
