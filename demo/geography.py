"""The reference regions as arrays, so that a million people can be placed at once."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from warehouse.dimensions.regions import Regions, load_regions

Indices = npt.NDArray[np.int64]

REGIONAL_OFFICES = {
    "Sumatera Bagian Utara": ("11", "12"),
    "Sumatera Barat dan Riau": ("13", "14", "21"),
    "Sumatera Bagian Selatan": ("15", "16", "17", "18", "19"),
    "DKI Jakarta": ("31",),
    "Jawa Barat": ("32",),
    "Jawa Tengah dan DIY": ("33", "34"),
    "Jawa Timur": ("35",),
    "Banten": ("36",),
    "Bali, Nusa Tenggara dan Papua": ("51", "52", "53", "91", "92", "93", "94", "95", "96"),
    "Kalimantan": ("61", "62", "63", "64", "65"),
    "Sulawesi dan Maluku": ("71", "72", "73", "74", "75", "76", "81", "82"),
}
OFFICE_OF_PROVINCE = {code: office for office, codes in REGIONAL_OFFICES.items() for code in codes}


@dataclass(frozen=True, eq=False)
class Places:
    """Places of one level, grouped by regency: those of regency i are `first[i]` to `first[i] + count[i]`."""

    codes: pl.Series
    first: Indices
    count: Indices

    def draw(self, rng: np.random.Generator, *, regency: Indices) -> pl.Series:
        """One random place in each of the given regencies."""
        offset = (rng.random(len(regency)) * self.count[regency]).astype(np.int64)
        return self.codes.gather(self.first[regency] + offset)


@dataclass(frozen=True, eq=False)
class Geography:
    """Regencies by their place in the sorted list (0-513), with what NIKs and addresses are made of.

    `districts`: six digits; `villages`: dotted codes.
    `old_prefix`: the four digits from before the regency was renumbered, else -1.
    """

    codes: pl.Series
    names: pl.Series
    province: Indices
    districts: Places
    villages: Places
    old_prefix: Indices

    def villages_of(self, regency: str) -> pl.Series:
        """The codes of a regency's villages."""
        place = self.codes.search_sorted(regency)
        first = int(self.villages.first[place])
        return self.villages.codes[first : first + int(self.villages.count[place])]


def group(codes: pl.Series, *, regencies: pl.Series) -> Places:
    """Arrange dotted codes by regency; both are sorted."""
    owner = codes.str.head(5)
    first = owner.search_sorted(regencies, side="left").to_numpy().astype(np.int64)
    last = owner.search_sorted(regencies, side="right").to_numpy().astype(np.int64)
    return Places(codes, first, last - first)


def load_geography() -> Geography:
    """The carried reference as arrays."""
    return _geography_of(load_regions())


@cache
def _geography_of(regions: Regions) -> Geography:
    codes = regions.regencies["code"]
    today = regions.villages.filter(pl.col("code").str.starts_with(pl.col("regency")))["code"]
    districts = group(today.str.head(8).unique().sort(), regencies=codes)
    old = dict(regions.successors.select("new_code", "old_code").iter_rows())
    return Geography(
        codes=codes,
        names=regions.regencies["name"],
        province=regions.regencies["province_code"].cast(pl.Int64).to_numpy(),
        districts=Places(
            districts.codes.str.replace_all(".", "", literal=True).cast(pl.Int64), districts.first, districts.count
        ),
        villages=group(today, regencies=codes),
        old_prefix=np.array([int(old.get(code, "-1").replace(".", "")) for code in codes], dtype=np.int64),
    )
