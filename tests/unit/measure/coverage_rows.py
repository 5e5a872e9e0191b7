"""Rows of ucj_coverage made by hand."""

from datetime import date
from typing import Any

import polars as pl

from tasks.measure.tables.shared.rates import rate_pct
from warehouse.figures.tables.coverage import COVERAGE

DEFAULTS: dict[str, Any] = {"region_name": "-", "active_strict": 0, "active_unlinked": 0, "flags": "", "branches_in": 1,
                            "branches_expected": 1}  # fmt: skip


def coverage_rows(as_of: date, *counts: tuple[str, int, int | None], basis: str = "nik", **more: Any) -> pl.DataFrame:
    """One row for each (region code, active, eligible), in that order."""
    rows = []
    for code, active, eligible in counts:
        level = "national" if code == "ID" else "province" if len(code) == 2 else "regency"
        given = {"as_of": as_of, "level": level, "region_code": code, "basis": basis, "active": active}
        given |= {"eligible": eligible, "coverage_pct": rate_pct(active, eligible)}
        numbers = {name: 0 for name, dtype in COVERAGE.schema.items() if dtype == pl.Int64()}
        row = dict.fromkeys(COVERAGE.column_names) | numbers | DEFAULTS | given | more
        rows.append(row)
    return pl.DataFrame(rows, schema=dict(COVERAGE.schema))
