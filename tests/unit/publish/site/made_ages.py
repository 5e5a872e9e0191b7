"""Men and women by age group in every region, some of them hidden, with figures worked out here in the plainest way."""

from typing import Any

import polars as pl

from warehouse.figures.tables import PUBLISHED_TABLE

PARTS = {  # hundredths of a region's active people; None: nobody, so that the table has no row
    "0-14": (None, 1), "15-24": (8, 6), "25-34": (20, 14), "35-44": (15, 11), "45-54": (9, 7), "55-64": (4, 3),
    "65+": (1, 0),
}  # fmt: skip
HIDDEN = {("P", "0-14"), ("L", "65+")}


def with_ages(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The tables with `ucj_sex_age` in `PARTS`; the others are of unknown sex and age. `HIDDEN` cells are empty."""
    rows = [row for one in tables["ucj_coverage"].filter(basis="nik").to_dicts() for row in ages_of(one)]
    schema = dict(PUBLISHED_TABLE["ucj_sex_age"].schema)
    return tables | {"ucj_sex_age": pl.DataFrame(rows, schema=schema, orient="row")}


def ages_of(coverage: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of one region, each sex in all, and nothing of each age group in all."""
    active = coverage["active"]
    counts = {
        (sex, age): active * parts[place] // 100
        for place, sex in enumerate("LP")
        for age, parts in PARTS.items()
        if parts[place] is not None
    }
    for sex in "LP":
        counts[sex, "TOTAL"] = sum(count for (one, _), count in counts.items() if one == sex)
    known = counts["L", "TOTAL"] + counts["P", "TOTAL"]
    counts["TIDAK_DIKETAHUI", "TIDAK_DIKETAHUI"] = counts["TIDAK_DIKETAHUI", "TOTAL"] = active - known
    place = {name: coverage[name] for name in ("as_of", "level", "region_code")} | {"basis": "nik"}
    return [
        place
        | {"sex": sex, "age_group": age, "active": None if (sex, age) in HIDDEN else count, "share_pct": None}
        | {"active_status": "confidential" if (sex, age) in HIDDEN else "value", "share_pct_status": "not_available"}
        for (sex, age), count in counts.items()
    ]
