"""Registrations of made-up people at one branch: a typed frame with the headers of the enrolment feed."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from demo.categories import CATEGORIES, PROGRAMMES, SEGMENT_SHARES, SEGMENTS
from demo.geography import Geography, Indices

UNLINKED_SHARE = 0.05  # of the JAKON rows
YOUNGEST_AT_WORK = 17 * 365  # days
MONTHS_UNPAID = ((0, 0.79), (1, 0.05), (2, 0.035), (3, 0.025), (4, 0.03), (8, 0.03), (15, 0.02), (24, 0.02))

Days = npt.NDArray[np.datetime64]
DAY, MONTH, NEVER = np.timedelta64(1, "D"), np.timedelta64(1, "M"), np.datetime64("NaT", "D")
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Branch:
    """A simulated branch: its seat (a regency by its place in the list) and the size and date of its extract."""

    code: str
    name: str
    regional_office: str
    seat: int
    reach: int
    rows: int
    position_date: date


def draw_from(rng: np.random.Generator, *, values: pl.Series, shares: list[float], size: int) -> pl.Series:
    """Random values in given shares."""
    edges = np.cumsum(shares) / np.sum(shares)
    return values.gather(np.minimum(np.searchsorted(edges, rng.random(size), side="right"), len(values) - 1))


def draw_work(rng: np.random.Generator, *, segment: pl.Series) -> pl.DataFrame:
    """[KATEGORI, SUMBER_DANA, JKK, JKM, JHT, JP, JKP] that fit the segment of each row."""
    size = len(segment)
    chosen = np.zeros(size, dtype=np.int64)
    work: list[tuple[str, str]] = []
    for name, choices in CATEGORIES.items():
        pairs = [(category, funder) for category, _, funders in choices for funder in funders]
        shares = [share / len(funders) for _, share, funders in choices for _ in funders]
        drawn = draw_from(rng, values=pl.Series(range(len(work), len(work) + len(pairs))), shares=shares, size=size)
        chosen = np.where(segment == name, drawn, chosen)
        work.extend(pairs)
    listed = pl.DataFrame(work, schema=["KATEGORI", "SUMBER_DANA"], orient="row").with_columns(
        pl.all().replace("", None)
    )
    programmes = pl.DataFrame({"segment": segment}).select(
        pl.when(pl.lit(pl.Series(rng.random(size))) < pl.col("segment").replace_strict(shares_of))
        .then(pl.lit("Y"))
        .otherwise(pl.lit("T"))
        .alias(programme)
        for programme, shares_of in PROGRAMMES.items()
    )
    return listed[chosen].hstack(programmes)


def draw_periods(
    rng: np.random.Generator, *, segment: pl.Series, birth: pl.Series, position_date: date
) -> pl.DataFrame:
    """[TANGGAL_KEPESERTAAN, BLTH_AKHIR, TANGGAL_AKHIR, TANGGAL_NONAKTIF], free of contradictions."""
    size = len(segment)
    position = np.datetime64(position_date, "D")
    contract = segment.is_in(["JAKON", "PMI"]).to_numpy()
    unpaid = draw_from(
        rng,
        values=pl.Series([months for months, _ in MONTHS_UNPAID]),
        shares=[share for _, share in MONTHS_UNPAID],
        size=size,
    ).to_numpy()
    paid = position.astype("datetime64[M]") - unpaid.astype("timedelta64[M]")
    latest = np.minimum((paid + MONTH).astype("datetime64[D]") - DAY, position)
    grown_up = birth.to_numpy().astype("datetime64[D]") + YOUNGEST_AT_WORK * DAY
    registered = np.maximum(
        latest - (rng.beta(1.0, 2.5, size) * 4000).astype(np.int64).astype("timedelta64[D]"), grown_up
    )
    ends = position + rng.integers(-120, 500, size).astype("timedelta64[D]")
    ends = np.where(contract, np.maximum(ends, (paid + MONTH).astype("datetime64[D]") - DAY), NEVER)
    left = rng.random(size) < 0.015
    ended = np.where(left, latest, NEVER)
    no_month = contract & (rng.random(size) < 0.3)
    return pl.DataFrame(
        {
            "TANGGAL_KEPESERTAAN": registered,
            "BLTH_AKHIR": np.where(no_month, NEVER, paid.astype("datetime64[D]")),
            "TANGGAL_AKHIR": ends,
            "TANGGAL_NONAKTIF": ended,
        }
    )


def draw_wages(rng: np.random.Generator, *, segment: pl.Series) -> pl.Series:
    """Monthly wages in rupiah; none for construction and migrant workers."""
    size = len(segment)
    wage = pl.Series((rng.lognormal(15.05, 0.35, size) // 10_000).astype(np.int64) * 10_000)
    frame = pl.DataFrame({"segment": segment, "wage": wage})
    informal = pl.when(pl.col("segment") == "BPU").then(pl.lit(1_000_000, pl.Int64))
    return frame.select(pl.when(pl.col("segment") == "PU").then("wage").otherwise(informal).alias("UPAH"))["UPAH"]


def draw_numbers(rng: np.random.Generator, *, size: int, digits: int, different: int) -> pl.Series:
    """Numbers of employers or projects: `different` of them, shared out over the rows."""
    numbers = pl.Series(rng.integers(10 ** (digits - 1), 10**digits, different)).cast(pl.String)
    return numbers.gather(rng.integers(0, different, size))


def register(rng: np.random.Generator, *, people: pl.DataFrame, branch: Branch, geography: Geography) -> pl.DataFrame:
    """One registration for each row of `people`; some JAKON rows become head counts without NIK."""
    size = people.height
    segment = draw_from(rng, values=pl.Series(SEGMENTS), shares=list(SEGMENT_SHARES), size=size)
    near = np.clip(branch.seat + rng.integers(-1, 2, size), 0, len(geography.codes) - 1)
    work: Indices = np.where(rng.random(size) < 0.85, near, people["regency"].to_numpy())
    unlinked: Mask = (segment == "JAKON").to_numpy() & (rng.random(size) < UNLINKED_SHARE)
    heads = np.where(unlinked, rng.integers(2, 40, size), 1)
    people_columns = people.select(
        NIK="nik",
        KPJ="kpj",
        NAMA_LENGKAP="name",
        TANGGAL_LAHIR="birth",
        JENIS_KELAMIN=pl.when("female").then(pl.lit("P")).otherwise(pl.lit("L")),
        KODE_DESA="village",
    )
    employers = draw_numbers(rng, size=size, digits=8, different=size // 40 + 1)
    projects = draw_numbers(rng, size=size, digits=13, different=size // 200 + 1)
    periods = draw_periods(rng, segment=segment, birth=people["birth"], position_date=branch.position_date)
    work_columns = draw_work(rng, segment=segment)
    frame = (
        people_columns.hstack(work_columns)
        .hstack(periods)
        .with_columns(
            SEGMEN=segment,
            UPAH=draw_wages(rng, segment=segment),
            NPP=pl.when(segment == "PU").then(employers),
            NO_PROYEK=pl.when(segment == "JAKON").then(projects),
            KODE_KAB_KERJA=geography.codes.gather(work),
            JUMLAH_TK=pl.Series(heads),
        )
    )
    nobody = ("NIK", "KPJ", "NAMA_LENGKAP", "TANGGAL_LAHIR", "JENIS_KELAMIN", "KODE_DESA")
    return frame.with_columns(pl.when(~pl.Series(unlinked)).then(pl.col(name)).alias(name) for name in nobody)
