"""Made-up people: a NIK, a name from a list of words, a birth date, a village."""

from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from demo.geography import Geography, Indices

FIRST_NAMES = (
    "Contoh", "Peraga", "Rekaan", "Simulasi", "Fiktif", "Teladan", "Purwarupa", "Maket", "Tiruan", "Andaian",
    "Model", "Ragam", "Sampel", "Latihan", "Umpama", "Misal", "Bayangan", "Cuplikan", "René", "Café",
)  # fmt: skip
LAST_NAMES = (
    "Satu", "Dua", "Tiga", "Empat", "Lima", "Enam", "Tujuh", "Delapan", "Sembilan", "Sepuluh", "Utara", "Selatan",
    "Timur", "Barat", "Tengah", "Merah", "Putih", "Hijau", "Biru", "Kuning, S.E.",
)  # fmt: skip
YOUNGEST, OLDEST = 20 * 365, 64 * 365  # days of age on the as-of date
DAYS_1970 = date(1970, 1, 1).toordinal()


def compose_niks(*, district: Indices, birth: pl.Series, female: npt.NDArray[np.bool_], serial: Indices) -> pl.Series:
    """Sixteen-digit NIKs (text): district, ddmmyy of birth with the day + 40 for women, serial."""
    parts = pl.DataFrame({"district": district, "birth": birth, "female": female, "serial": serial})
    day = pl.col("birth").dt.day().cast(pl.Int64) + 40 * pl.col("female").cast(pl.Int64)
    month = pl.col("birth").dt.month().cast(pl.Int64)
    year = pl.col("birth").dt.year().cast(pl.Int64) % 100
    number = (((pl.col("district") * 100 + day) * 100 + month) * 100 + year) * 10_000 + pl.col("serial")
    return parts.select(nik=number.cast(pl.String))["nik"]


def draw_people(rng: np.random.Generator, *, regency: Indices, as_of: date, geography: Geography) -> pl.DataFrame:
    """People whose NIKs lie in the given regencies: [nik, birth, female, name, kpj, village, regency].

    Half the NIKs of a renumbered regency carry its old code. Most people live in the regency of their NIK.
    """
    size = len(regency)
    district = geography.districts.draw(rng, regency=regency).to_numpy()
    old = geography.old_prefix[regency]
    district = np.where((old > 0) & (rng.random(size) < 0.5), old * 100 + district % 100, district)
    age = (YOUNGEST + rng.beta(1.6, 2.2, size) * (OLDEST - YOUNGEST)).astype(np.int64)
    birth = pl.Series("birth", as_of.toordinal() - DAYS_1970 - age).cast(pl.Int32).cast(pl.Date)
    female = rng.random(size) < 0.41
    moved = rng.random(size) < 0.1
    home = np.where(moved, rng.permutation(regency), regency)
    first = pl.Series(FIRST_NAMES).gather(rng.integers(0, len(FIRST_NAMES), size))
    last = pl.Series(LAST_NAMES).gather(rng.integers(0, len(LAST_NAMES), size))
    return pl.DataFrame(
        {
            "nik": compose_niks(district=district, birth=birth, female=female, serial=rng.integers(1, 10_000, size)),
            "birth": birth,
            "female": female,
            "name": first + " " + last,
            "kpj": pl.Series(rng.integers(0, 10**11, size)).cast(pl.String).str.zfill(11),
            "village": geography.villages.draw(rng, regency=home),
            "regency": regency,
        }
    )


def draw_homes(rng: np.random.Generator, *, size: int, seat: int, reach: int, geography: Geography) -> Indices:
    """Regencies of a branch's people: three quarters near its seat, some in its province, a tail everywhere."""
    near = seat + np.rint((rng.random(size) + rng.random(size) - 1) * reach).astype(np.int64)
    same = np.flatnonzero(geography.province == geography.province[seat])
    kind = rng.random(size)
    province = same[rng.integers(0, len(same), size)]
    anywhere = rng.integers(0, len(geography.codes), size)
    drawn = np.where(kind < 0.75, near, np.where(kind < 0.9, province, anywhere))
    return np.clip(drawn, 0, len(geography.codes) - 1)
