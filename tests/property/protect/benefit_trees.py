"""Small nations with claims, as regencies, and as the rows of `ucj_benefit` that follow from them."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

import polars as pl
from hypothesis import strategies as st

from warehouse.figures.tables.benefit import BENEFIT

NOWHERE = "no region"  # claims whose NIK names none: in the nation only
Sum = tuple[int, int]

SUMS = st.tuples(st.integers(1, 9), st.integers(0, 60))
LEAVES = st.dictionaries(
    st.sampled_from(["11.01", "11.02", "11.03", "12.01", "12.02", "12.03", "13.01", "13.02", "14.01", NOWHERE]),
    SUMS,
    min_size=1,
)


def all_sums(leaves: Mapping[str, Sum]) -> dict[str, Sum]:
    """Claims and rupiah of nation, provinces and regencies."""
    claims: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for code, (number, amount) in leaves.items():
        for region in ["ID"] if code == NOWHERE else ["ID", code[:2], code]:
            claims[region] += number
            amounts[region] += amount
    return {region: (claims[region], amounts[region]) for region in claims}


def rows_of(leaves: Mapping[str, Sum], *, programme: str = "JKM") -> pl.DataFrame:
    """Facts of one month."""
    rows = [
        {
            "as_of": date(2024, 5, 31),
            "level": "national" if region == "ID" else "regency" if "." in region else "province",
            "region_code": region,
            "basis": "nik",
            "period": date(2024, 5, 1),
            "programme": programme,
            "claims": claims,
            "amount_rupiah": amount,
        }
        for region, (claims, amount) in all_sums(leaves).items()
    ]
    return pl.DataFrame(rows, schema=dict(BENEFIT.schema))
