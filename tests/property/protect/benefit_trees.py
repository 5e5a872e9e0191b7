"""Claims of small nations, and the rows of `ucj_benefit` and `ucj_benefit_year` that follow from them, one by one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from hypothesis import strategies as st

from warehouse.figures.tables.benefit import BENEFIT, BENEFIT_YEAR

NOWHERE = "no region"  # claims whose NIK names none: in the nation only
AS_OF = date(2024, 5, 31)
MONTHS = (date(2023, 12, 1), *(date(2024, month, 1) for month in range(1, 6)))
Row = dict[str, Any]


@dataclass(frozen=True)
class Paid:
    """One claim."""

    region: str
    rupiah: int
    month: date = date(2024, 5, 1)
    programme: str = "JKM"


CELLS = st.builds(
    lambda region, month, programme, amounts: [Paid(region, rupiah, month, programme) for rupiah in amounts],
    st.sampled_from(["11.01", "11.02", "11.03", "12.01", "12.02", "13.01", NOWHERE]),
    st.sampled_from(MONTHS),
    st.sampled_from(["JKM", "JHT"]),
    st.lists(st.sampled_from((0, 1, 3, 10, 10, 12, 42, 60, 500)), min_size=1, max_size=9),
)
CLAIMS = st.lists(CELLS, min_size=1, max_size=30).map(lambda cells: [one for cell in cells for one in cell])


def benefit_tables(claims: Iterable[Paid], *, as_of: date = AS_OF) -> dict[str, pl.DataFrame]:
    """Facts by month and by year."""
    months: dict[tuple[str, date, str], list[int]] = defaultdict(list)
    years: dict[tuple[str, int, str], list[int]] = defaultdict(list)
    for one in claims:
        for region in ["ID"] if one.region == NOWHERE else ["ID", one.region[:2], one.region]:
            months[region, one.month, one.programme].append(one.rupiah)
            for programme in (one.programme, "TOTAL"):
                years[region, one.month.year, programme].append(one.rupiah)
    return {
        "ucj_benefit": pl.DataFrame(
            [
                {"period": month, "programme": programme, **_cell(region, amounts, as_of)}
                for (region, month, programme), amounts in sorted(months.items())
            ],
            schema=dict(BENEFIT.schema),
        ),
        "ucj_benefit_year": pl.DataFrame(
            [
                {"year": year, "programme": programme, **_cell(region, amounts, as_of)}
                for (region, year, programme), amounts in sorted(years.items())
            ],
            schema=dict(BENEFIT_YEAR.schema),
        ),
    }


def _cell(region: str, amounts: Sequence[int], as_of: date) -> Row:
    falling = [*sorted(amounts, reverse=True), 0]
    return {
        "as_of": as_of,
        "level": "national" if region == "ID" else "regency" if "." in region else "province",
        "region_code": region,
        "basis": "nik",
        "claims": len(amounts),
        "amount_rupiah": sum(amounts),
        "largest_claim": falling[0],
        "second_largest_claim": falling[1],
    }
