"""Coverage against every target of every issuer, side by side."""

from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from expectations.contracts.listed_names import same_name
from tasks.measure.inputs.newest import newest_rows
from tasks.measure.tables.shared.rates import half_up
from warehouse.figures.flags import OF_DENOMINATOR, Flag, join_flags
from warehouse.figures.tables.place import TARGET

RUPIAH_A_YEAR = 16_800 * 12  # JKK and JKM of a vulnerable worker; contributions a government pays get no discount
KEY = ["region_code", "year", "same_issuer"]


def target_figures(targets: pl.DataFrame, *, coverage: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Rows of `ucj_target`, in the order of `coverage` (rows of `ucj_coverage`), then issuer and year.

    `targets` [`references.reference_schema`]: all rows of all live files. A target binds its own region and no other.
    Of two spellings of an issuer the one of the row that holds is shown.
    """
    targets = targets.with_columns(same_issuer=same_name(pl.col("issuer")))
    chosen: dict[str, list[dict[str, Any]]] = {}
    for target in newest_rows(targets, key=KEY, as_of=as_of).sort("issuer", "year").iter_rows(named=True):
        chosen.setdefault(target["region_code"], []).append(target)
    rows = [
        _figures(region, target, as_of=as_of)
        for region in coverage.iter_rows(named=True)
        for target in chosen.get(region["region_code"], ())
    ]
    return pl.DataFrame(rows, schema=dict(TARGET.schema))


def full_months(as_of: date, *, year: int) -> int:
    """Full months from `as_of` to 31 December of `year`; 0 or less when none is left."""
    return (year - as_of.year) * 12 + 12 - as_of.month


def _figures(region: dict[str, Any], target: dict[str, Any], *, as_of: date) -> dict[str, Any]:
    wanted = Fraction(target["target_pct"])
    row = {name: region[name] for name in ("level", "region_code", "basis", "active", "eligible")}
    row |= {name: region[name] for name in ("coverage_pct", "coverage_class", "eligible_year", "eligible_version")}
    row |= {name: target[name] for name in ("issuer", "year", "target_pct", "document")}
    row |= {
        "as_of": as_of,
        "flags": _flags(region, target, as_of=as_of),
        "gap_points": None,
        "gap_people": None,
        "gap_rupiah_year": None,
        "people_per_month": None,
        "attainment_pct": None,
    }
    if not region["eligible"] or region["eligible"] < 0:
        return row
    rate = Fraction(100 * region["active"], region["eligible"])
    people = max(0, -(-wanted * region["eligible"] // 100) - region["active"])
    months = full_months(as_of, year=target["year"])
    return row | {
        "gap_points": half_up(wanted - rate),
        "gap_people": people,
        "gap_rupiah_year": people * RUPIAH_A_YEAR,
        "people_per_month": -(-people // months) if months > 0 else None,
        "attainment_pct": half_up(100 * rate / wanted) if wanted > 0 else None,
    }


def _flags(region: dict[str, Any], target: dict[str, Any], *, as_of: date) -> str:
    """What must be known of the eligible workers, and of the target itself."""
    of_target = {
        Flag.TARGET_LATER_POSITION: target["position_date"] > as_of,
        Flag.TARGET_PAST_YEAR: target["year"] < as_of.year,
    }
    of_region = (region["flags"] or "").split(";")
    return join_flags(
        [
            *(flag for flag in OF_DENOMINATOR if flag in of_region),
            *(one for one, applies in of_target.items() if applies),
        ]
    )
