"""Gate, second part: that nothing is missing and that parts sum to wholes, over several rows and tables."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from settings import SEGMENTS
from tasks.publish.columns import BASES, NATION
from warehouse.regions import Regions

COUNTS = ("active", "active_strict", "active_unlinked")
SEGMENT_COUNTS = ("active", "active_strict", "active_primary")


def figure_problems(tables: Mapping[str, pl.DataFrame], *, regions: Regions) -> list[str]:
    """What is missing, comes too often, or does not add up."""
    coverage, segments, completeness = (tables[f"ucj_{name}"] for name in ("coverage", "segment", "completeness"))
    problems = [*date_problems(tables), *region_problems(coverage, name="ucj_coverage", regions=regions)]
    for segment in SEGMENTS:
        of_segment = segments.filter(segment=segment)
        problems += region_problems(of_segment, name=f"ucj_segment {segment}", regions=regions)
        problems += sum_problems(of_segment, counts=SEGMENT_COUNTS, name=f"ucj_segment {segment}")
    problems += sum_problems(coverage, counts=COUNTS, name="ucj_coverage")
    problems += segment_problems(coverage, segments)
    problems += completeness_problems(coverage, completeness)
    return problems


def date_problems(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """More than one as-of date."""
    dates: set[date] = set().union(*(frame["as_of"].to_list() for frame in tables.values()))
    return [] if len(dates) == 1 else [f"{len(dates)} as-of dates instead of one"]


def region_problems(frame: pl.DataFrame, *, name: str, regions: Regions) -> list[str]:
    """Bases that have not exactly one row for each region, at its level."""
    expected = [("national", NATION), *(("province", code) for code in regions.provinces["code"])]
    expected += [("regency", code) for code in regions.regencies["code"]]
    problems = []
    for basis in BASES:
        rows = frame.filter(basis=basis).select("level", "region_code").rows()
        if sorted(rows) != sorted(expected):
            problems.append(f"{name} {basis}: {len(rows)} rows, not one for each of {len(expected)} regions")
    return problems


def sum_problems(frame: pl.DataFrame, *, counts: tuple[str, ...], name: str) -> list[str]:
    """Provinces that are not the sum of their regencies; a nation below the sum of its provinces."""
    sums = [pl.col(count).sum() for count in counts]
    code = pl.col("region_code").str.head(2)
    regencies = frame.filter(level="regency").group_by("basis", region_code=code).agg(sums)
    provinces = frame.filter(level="province").select("basis", "region_code", *counts)
    compared = provinces.join(regencies, on=["basis", "region_code"], suffix="_sum")
    wrong = compared.filter(pl.any_horizontal(pl.col(count) != pl.col(f"{count}_sum") for count in counts))
    problems = [
        f"{name} {basis}: province {region} is not the sum of its regencies"
        for basis, region in wrong.select("basis", "region_code").sort("basis", "region_code").rows()
    ]
    nation = frame.filter(level="national").select("basis", *counts)
    within = nation.join(provinces.group_by("basis").agg(sums), on="basis", suffix="_sum")
    below = within.filter(pl.any_horizontal(pl.col(count) < pl.col(f"{count}_sum") for count in counts))
    return problems + [f"{name} {basis}: the nation is less than its provinces" for basis in sorted(below["basis"])]


def segment_problems(coverage: pl.DataFrame, segments: pl.DataFrame) -> list[str]:
    """Totals above the sum of primary segments: somebody counted who holds no segment."""
    key = ["basis", "region_code"]
    primary = segments.group_by(key).agg(pl.col("active_primary").sum())
    wrong = coverage.join(primary, on=key).filter(pl.col("active") > pl.col("active_primary"))
    return [f"{wrong.height} totals are more than their segments together"] if wrong.height else []


def completeness_problems(coverage: pl.DataFrame, completeness: pl.DataFrame) -> list[str]:
    """Branch counts that differ between rows, or say more than the list of branches."""
    counts = coverage.select("branches_in", "branches_expected").unique()
    if counts.height != 1:
        return ["the number of branches differs between rows"]
    branches_in, expected = counts.row(0)
    listed_in = completeness.filter(status="in").height
    if branches_in > listed_in or expected > completeness.height:
        return [f"{branches_in} of {expected} branches in, but {listed_in} of {completeness.height} are listed"]
    return []
