"""The simulated branches: where they sit, what they serve, how large their extracts are."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from demo.geography import OFFICE_OF_PROVINCE, Geography
from demo.registrations import Branch

SAMPLING, LATE_EVERY = 0.35, 4  # spread of branch sizes; every fourth branch delivers last month's position


def month_end_before(day: date) -> date:
    """The last day of the month before."""
    return day.replace(day=1) - timedelta(days=1)


def share_rows(rng: np.random.Generator, *, rows: int, branches: int) -> list[int]:
    """Split the rows over the branches unevenly; each gets one at least and the sum is kept."""
    weight = rng.lognormal(0, SAMPLING, branches)
    edges = np.rint(np.cumsum(weight) / weight.sum() * (rows - branches)).astype(int)
    return [int(size) + 1 for size in np.diff(edges, prepend=0)]


def found_branches(
    rng: np.random.Generator, *, branches: int, rows: int, as_of: date, geography: Geography
) -> list[Branch]:
    """Branches seated evenly over the list of regencies; codes K01, K02, ..."""
    regencies = len(geography.codes)
    sizes = share_rows(rng, rows=rows, branches=branches)
    width = max(2, len(str(branches)))
    found: list[Branch] = []
    for place, size in enumerate(sizes):
        seat = int((place + 0.5) * regencies / branches) % regencies
        late = place % LATE_EVERY == LATE_EVERY - 1
        found.append(
            Branch(
                code=f"K{place + 1:0{width}d}",
                name=f"Cabang contoh {geography.names[seat]}",
                regional_office=OFFICE_OF_PROVINCE[geography.codes[seat][:2]],
                seat=seat,
                reach=regencies // branches + 3,
                rows=size,
                position_date=month_end_before(as_of) if late else as_of,
            )
        )
    return found


def branch_list(branches: list[Branch], *, geography: Geography) -> pl.DataFrame:
    """branches.csv: the branches with the regencies nearest to their seats, then the two issuers of reference feeds."""
    seats = np.array([branch.seat for branch in branches])
    nearest = np.abs(np.arange(len(geography.codes))[:, None] - seats[None, :]).argmin(axis=1)
    rows = [
        (
            branch.code,
            branch.name,
            branch.regional_office,
            "enrolment",
            ";".join(geography.codes.filter(pl.Series(nearest == place))),
        )
        for place, branch in enumerate(branches)
    ]
    rows.append(("BPS", "Badan Pusat Statistik", "", "eligible", ""))
    rows.append(("KEMNAKER", "Kementerian Ketenagakerjaan", "", "target", ""))
    return pl.DataFrame(rows, schema=["code", "name", "regional_office", "feeds", "regions"], orient="row")
