"""Invented facts for all 553 regions, computed here in the plainest way."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl

from tests.unit.publish.made_split import IN_DOUBT, SPLIT_ELIGIBLE, split_counts
from warehouse.dimensions.closed_lists import BASES, NIK_BASES, PROGRAMMES
from warehouse.dimensions.regions import load_regions
from warehouse.figures.tables import PUBLISHED_TABLE, PUBLISHED_TABLES
from warehouse.figures.tables.coverage import COMPLETENESS, COVERAGE, SEGMENT_COVERAGE

AS_OF = date(2021, 6, 30)
EMPLOYERS = {"national": 900, "province": 9, "regency": 7}  # some are in several regencies
NAMES = ("PU", "BPU", "JAKON", "PMI")
PROVENANCE: Mapping[str, Any] = {
    "rules_version": "2024.1",
    "regions_version": "idn-area-data 4.0.1 (Kepmendagri 300.2.2-2430/2025)",
    "settings": {
        "grace_months": {"PU": 3, "BPU": 3, "JAKON": 0, "PMI": 1},
        "max_age_days": 31,
        "regional_segments": ["PU", "BPU", "JAKON"],
    },
    "objects": [{"branch": "K01", "sha256": "ab" * 32}],
}


def percent(active: int, eligible: int | None) -> Decimal | None:
    if not eligible:
        return None
    return (Decimal(100 * active) / Decimal(eligible)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def add(*counts: Mapping[str, int]) -> dict[str, int]:
    return {key: sum(count[key] for count in counts) for key in counts[0]}


def regency_counts(rng: random.Random, eligible: int) -> dict[str, int]:
    """People by segment of one regency: `PU`, `PU_strict`, ... and heads without NIK among JAKON."""
    share = min(1.08, max(0.01, rng.lognormvariate(-1.1, 0.6)))
    total = int(eligible * share)
    counts: dict[str, int] = {}
    for name, part in zip(NAMES, (0.6, 0.3, 0.08, 0.02), strict=True):
        counts[name] = int(total * part)
        counts[f"{name}_strict"] = int(counts[name] * rng.uniform(0.82, 1.0))
    counts["unlinked"] = counts["JAKON_strict"] // 3
    counts["eligible"] = eligible
    return counts


def row(counts: Mapping[str, int], *, national: bool, eligible: int | None, flags: list[str]) -> dict[str, Any]:
    counted = NAMES if national else NAMES[:3]
    active = sum(counts[name] for name in counted)
    strict = sum(counts[f"{name}_strict"] for name in counted)
    codes = [*flags, *([] if eligible else ["no_eligible"]), *(["over_100"] if eligible and active > eligible else [])]
    return {
        "eligible": eligible,
        "active": active,
        "active_strict": strict,
        "active_unlinked": counts["unlinked"],
        "coverage_pct": percent(active, eligible),
        "coverage_strict_pct": percent(strict, eligible),
        "rank_in_province": None,
        "rank_national": None,
        "branches_in": 9,
        "branches_expected": 12,
        "eligible_year": 2021 if eligible else None,
        "eligible_version": "Sakernas Agustus 2020, rev. 2" if eligible else None,
        "flags": ";".join(sorted(codes)),
        "in_doubt": 0,
        "active_carried_forward": active // 9,
        "branches_carried_forward": 2,
        "branches_missing": 1,
        "oldest_position_days": 75,
        "coverage_class": "low" if eligible else None,
        "not_covered": max(0, eligible - active) if eligible else None,
        "unplaced": 0,
    }


def put_ranks(rows: list[dict[str, Any]], *, column: str, groups: Mapping[str, str]) -> None:
    """Competition ranks by exact ratio within groups of region codes."""
    for group in sorted(set(groups.values())):
        members = [r for r in rows if groups.get(r["region_code"]) == group and r["eligible"]]
        for one in members:
            ahead = (o["active"] * one["eligible"] > one["active"] * o["eligible"] for o in members)
            one[column] = 1 + sum(ahead)


def made_tables(
    *, seed: int = 1, as_of: date = AS_OF, national_eligible: bool = True, joined: Mapping[str, int] | None = None
) -> dict[str, pl.DataFrame]:
    """Coherent published tables: sums, rates and ranks all right; every 40th regency has no denominator.

    Both bases by NIK are the same but for the split regency of `made_split`. joined: own-account workers more in a
    regency, on every basis.
    """
    regions = load_regions()
    provinces: list[tuple[str, str]] = regions.provinces.rows()
    regencies: list[tuple[str, str, str]] = regions.regencies.select("code", "name", "province_code").rows()
    sizes = random.Random(seed)
    eligible = {code: int(sizes.lognormvariate(12, 0.8)) for code, _, _ in regencies} | SPLIT_ELIGIBLE
    coverage: list[dict[str, Any]] = []
    segments: list[dict[str, Any]] = []
    for basis in BASES:
        rng = random.Random(f"{seed}{'nik' if basis in NIK_BASES else basis}")
        by_regency = {code: regency_counts(rng, eligible[code]) for code, _, _ in regencies}
        by_regency |= split_counts(basis)
        for code, people in (joined or {}).items():
            by_regency[code]["BPU"] += people
        by_province = {p: add(*(by_regency[c] for c, _, up in regencies if up == p)) for p, _ in provinces}
        nation = add(*by_province.values())
        places = [("national", "ID", "Indonesia", nation)]
        places += [("province", code, name, by_province[code]) for code, name in provinces]
        places += [("regency", code, name, by_regency[code]) for code, name, _ in regencies]
        rows = []
        for number, (level, code, name, counts) in enumerate(places):
            known = national_eligible if level == "national" else level == "province" or number % 40 != 0
            flags = ["carried_forward", "missing_branches", *(["eligible_summed"] if level != "regency" else [])]
            doubted = basis == "nik_adjusted" and code in SPLIT_ELIGIBLE
            flags += ["in_doubt"] if doubted else []
            made = row(
                counts, national=level == "national", eligible=counts["eligible"] if known else None, flags=flags
            )
            rows.append(
                {"as_of": as_of, "level": level, "region_code": code, "region_name": name, "basis": basis}
                | made
                | {"in_doubt": IN_DOUBT if doubted else 0}
            )
            segments += [
                {
                    "as_of": as_of,
                    "level": level,
                    "region_code": code,
                    "basis": basis,
                    "segment": segment,
                    "active": counts[segment],
                    "active_strict": counts[f"{segment}_strict"],
                    "active_primary": counts[segment],
                    "eligible": counts["eligible"] * 3 // 5 if known and segment == "PU" else None,
                    "coverage_pct": percent(
                        counts[segment], counts["eligible"] * 3 // 5 if known and segment == "PU" else None
                    ),
                }
                for segment in NAMES
            ]
        put_ranks(rows, column="rank_in_province", groups={code: up for code, _, up in regencies})
        levels = {code: level for level, code, _, _ in places if level != "national"}
        put_ranks(rows, column="rank_national", groups=levels)
        coverage += rows
    programmes = [
        {name: row[name] for name in ("as_of", "level", "region_code", "basis", "active", "coverage_pct")}
        | {"programme": p, "active_status": "value", "coverage_may_join_pct_status": "not_available"}
        | {"coverage_pct_status": "not_available" if row["coverage_pct"] is None else "value"}
        for row in coverage
        for p in PROGRAMMES
    ]
    employers = [
        {name: row[name] for name in ("as_of", "level", "region_code", "basis")}
        | {"employers": EMPLOYERS[row["level"]], "employers_status": "value"}
        for row in coverage
        if row["basis"] == "workplace"
    ]
    made = {
        "ucj_employer": pl.DataFrame(employers, schema=dict(PUBLISHED_TABLE["ucj_employer"].schema)),
        "ucj_programme": pl.DataFrame(programmes, schema=dict(PUBLISHED_TABLE["ucj_programme"].schema)),
        "ucj_coverage": pl.DataFrame(coverage, schema=dict(COVERAGE.schema)),
        "ucj_segment": pl.DataFrame(segments, schema=dict(SEGMENT_COVERAGE.schema)),
        "ucj_completeness": made_completeness(as_of),
    }
    return {table.name: made.get(table.name, table.empty()) for table in PUBLISHED_TABLES}


def made_completeness(as_of: date) -> pl.DataFrame:
    """Nine branches in, two with old data, one that never delivered."""
    ages = [0, 0, 0, 1, 1, 2, 5, 12, 31, 40, 75, None]
    rows = [
        {
            "as_of": as_of,
            "branch": f"K{number:02d}",
            "position_date": None if age is None else as_of - timedelta(days=age),
            "age_days": age,
            "status": "missing" if age is None else "in" if age <= 31 else "carried_forward",
        }
        for number, age in enumerate(ages, start=1)
    ]
    return pl.DataFrame(rows, schema=dict(COMPLETENESS.schema))
