"""What a NIK says, against a plain Python reading of it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from expectations.contracts import FEEDS
from tasks.read.cells.frame import typed_schema
from tasks.read.regions import resolve_regions
from warehouse.dimensions.regions import load_regions

ENROLMENT = FEEDS["enrolment"]
POSITION = date(2025, 6, 30)


@dataclass(frozen=True)
class Says:
    """What a NIK says."""

    born: date | None = None
    sex: str | None = None
    region: str | None = None
    district_known: bool | None = None


@cache
def regencies() -> dict[str, str]:
    """Today's regency of four digits."""
    return dict(load_regions().nik_prefixes.iter_rows())


@cache
def districts() -> frozenset[str]:
    """Every six digits that are or were a district."""
    return frozenset(load_regions().district_prefixes)


def says(nik: str | None) -> Says:
    """Digit by digit."""
    if nik is None or len(nik) != 16 or any(sign not in "0123456789" for sign in nik):
        return Says()
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    sex = "P" if day > 40 else "L"
    day = day - 40 if day > 40 else day
    year += 2000 if 2000 + year <= POSITION.year else 1900
    possible = 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
    return Says(
        born=date(year, month, day) if possible else None,
        sex=sex if possible else None,
        region=regencies().get(nik[:4]),
        district_known=nik[:6] in districts(),
    )


PREFIXES = st.one_of(st.sampled_from(sorted(districts())), st.from_regex("[0-9]{6}", fullmatch=True))
NIKS = st.builds(
    "{}{:02}{:02}{:02}{:04}".format,
    PREFIXES,
    st.integers(0, 75),
    st.integers(0, 13),
    st.integers(0, 99),
    st.integers(0, 9999),
)


@given(st.lists(st.one_of(NIKS, st.none(), st.text(max_size=18)), max_size=40))
@example(["7205012902000001", "7205016902000001", "7205012902010001", "7205014002900001", "7205013006250001"] * 5)
def test_the_parts_of_a_nik_agree_with_a_plain_reading(niks: list[str | None]) -> None:
    frame = pl.DataFrame({"nik": pl.Series(niks, dtype=pl.String)}).match_to_schema(
        typed_schema(ENROLMENT), missing_columns="insert"
    )
    read = resolve_regions(frame, feed=ENROLMENT, position_date=POSITION, regions=load_regions())
    parts = read.select("nik_birth_date", "nik_sex", "nik_region", "nik_district_known").rows()
    assert [Says(*row) for row in parts] == [says(nik) for nik in niks]
