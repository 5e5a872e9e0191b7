"""What the page of data quality shows: each branch, and how far each region rests on older data."""

from collections import Counter
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl

from expectations.written import ENGLISH, INDONESIAN
from tasks.publish.files.site.bases import OFFICIAL_BASIS
from tasks.publish.files.site.findings.standing import completeness_line
from tasks.publish.files.site.region_facts import Row
from warehouse.dimensions.closed_lists import STATUSES
from warehouse.figures.schema import Text

CENT = Decimal("0.01")
STATUS_WORDS: Mapping[str, Text] = {
    "in": Text(id="Masuk", en="In"),
    "carried_forward": Text(id="Data lama, tetap dihitung", en="Older data, still counted"),
    "missing": Text(id="Belum ada data", en="No data yet"),
}


def quality_view(tables: Mapping[str, pl.DataFrame], *, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What the template shows; branches that are not in come first, as do regions that rest most on older data."""
    worst_first = pl.col("status").cast(pl.Enum([*reversed(STATUSES)]))
    branches = tables["ucj_completeness"].sort(worst_first, "branch").to_dicts()
    coverage = tables["ucj_coverage"].filter(basis=OFFICIAL_BASIS)
    regions = [row | {"old_pct": _share(row)} for row in coverage.filter(pl.col("level") != "national").to_dicts()]
    names = dict(coverage.filter(level="province").select("region_code", "region_name").rows())
    regencies = [row for row in regions if row["level"] == "regency"]
    resting = [row for row in regencies if row["old_pct"]]
    count = Counter(row["status"] for row in branches)
    new, old, none = (count[status] for status in STATUSES)
    return {
        "completeness": completeness_line(new=new, old=old, none=none).text,
        "branches": branches,
        "statuses": STATUS_WORDS,
        "counts": [(status, count[status]) for status in STATUSES],
        "regencies": sorted(resting, key=lambda row: row["old_pct"], reverse=True),
        "province_names": names,
        "finding": _finding(regencies),
        "max_age_days": settings.get("max_age_days"),
    }


def _share(row: Row) -> Decimal | None:
    if not row["active"] or row["active_carried_forward"] is None:
        return None
    share: Decimal = Decimal(100 * row["active_carried_forward"]) / row["active"]
    return share.quantize(CENT, ROUND_HALF_UP)


def _finding(regencies: list[dict[str, Any]]) -> Text | None:
    known = [row for row in regencies if row["old_pct"] is not None]
    if not known:
        return None
    row = max(known, key=lambda one: (one["old_pct"], one["active"]))
    if not row["old_pct"]:
        return Text(
            id="Tidak ada wilayah yang memakai data lama", en="No region counts people by data that are too old"
        )
    return Text(
        id=f"Paling banyak memakai data lama: {row['region_name']}, {INDONESIAN.percent(row['old_pct'])} dari peserta "
        "aktif",
        en=f"Rests most on older data: {row['region_name']}, {ENGLISH.percent(row['old_pct'])} of its active people",
    )
