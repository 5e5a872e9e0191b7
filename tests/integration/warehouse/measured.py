"""Figures of two dates, small enough to know every answer; between them a regency and a branch were renamed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
from sqlalchemy import Engine

from expectations.contracts.codes import code_lists
from tests.integration.warehouse.deliveries import digest
from warehouse.catalogue.runs import start_run
from warehouse.dimensions.regions import load_regions
from warehouse.dimensions.sync import BranchEntry, sync_branches, sync_codes, sync_regions
from warehouse.figures.schema import Column
from warehouse.figures.tables import FACT_TABLE
from warehouse.releases.facts import replace_facts
from warehouse.releases.releases import record_release

JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)
PALU = BranchEntry(code="K01", name="Palu", regional_office="Sulawesi")
JAMBI = BranchEntry(code="K02", name="Jambi", regional_office="Sumatera")
LUWUK = BranchEntry(code="K03", name="Luwuk", regional_office="Sulawesi")
OLD_NAME, NEW_NAME = "Kabupaten Buol", "Kabupaten Buol Raya"

# region, basis, eligible, active
COVERED = (
    ("ID", "nik", 3_000, 1_000),
    ("72", "nik", 1_000, 333),
    ("72.05", "nik", 300, 200),
    ("72.06", "nik", 400, 400),
    ("72.06", "nik_adjusted", 400, 301),
    ("72.12", "nik", 200, 3),
    ("72.12", "nik_adjusted", 200, 102),
    ("72.71", "nik", None, 5),
)


def frame(name: str, as_of: date, rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Rows of a table of figures; what is not given is nothing."""
    table = FACT_TABLE[name]
    nothing = {column.name: _nothing(column) for column in table.columns} | {"as_of": as_of}
    filled = ({**nothing, "level": _level(f"{row.get('region_code')}"), **row} for row in rows)
    return pl.DataFrame([{name: row[name] for name in table.column_names} for row in filled], schema=dict(table.schema))


def percent(part: int, whole: int | None) -> Decimal | None:
    return None if whole is None else (Decimal(100 * part) / whole).quantize(Decimal("0.01"), "ROUND_HALF_UP")


def coverage(as_of: date) -> pl.DataFrame:
    rows = (
        {
            "region_code": code,
            "region_name": "as measured",
            "basis": basis,
            "eligible": eligible,
            "active": active,
            "coverage_pct": percent(active, eligible),
        }
        for code, basis, eligible, active in COVERED
    )
    return frame("ucj_coverage", as_of, rows)


def targets(as_of: date) -> pl.DataFrame:
    goal = Decimal("43.9200")
    rows: list[dict[str, object]] = [
        {
            "region_code": code,
            "basis": basis,
            "issuer": "RPJMN",
            "year": year,
            "target_pct": goal,
            "coverage_pct": percent(active, eligible),
            "gap_points": goal - (percent(active, eligible) or 0),
            "gap_people": max(0, -(-int(goal * eligible) // 100) - active),
            "gap_rupiah_year": max(0, -(-int(goal * eligible) // 100) - active) * 16_800 * 12,
        }
        for code, basis, eligible, active in COVERED
        if eligible is not None
        for year in (2025, 2029)
    ]
    return frame("ucj_target", as_of, rows)


def movement(as_of: date) -> pl.DataFrame:
    went = ("72", 20, 4, 50, 6, 1), ("15", 9, 1, 2, 3, 0), ("ID", 29, 5, 52, 9, 1)
    rows = (
        {
            "region_code": code,
            "basis": "nik",
            "comparison": comparison,
            "compared_with": date(2025, 12, 31),
            "new": new,
            "returned": returned,
            "lapsed": lapsed,
            "ended": ended,
            "gone": gone,
            "net": new + returned - lapsed - ended - gone,
            "change_points": Decimal("-1.23"),
        }
        for code, new, returned, lapsed, ended, gone in went
        for comparison in ("december", "previous_month")
    )
    return frame("ucj_movement", as_of, rows)


def funders(as_of: date) -> pl.DataFrame:
    paid = ("APBD_KAB", 250), ("PEMBERI_KERJA", 83), ("TIDAK_DIISI", 10)
    rows = (
        {"region_code": "72", "basis": "nik", "funder": funder, "active": active, "share_pct": percent(active, 333)}
        for funder, active in paid
    )
    return frame("ucj_funder", as_of, rows)


def segments(as_of: date) -> pl.DataFrame:
    rows = (
        {"region_code": code, "basis": "nik", "segment": "PU", "active": active}
        for code, active in (("ID", 7), ("72", 7), ("72.05", 7))
    )
    return frame("ucj_segment", as_of, rows)


def villages(as_of: date) -> pl.DataFrame:
    row = {"level": "village", "region_code": "72.05.01.2001", "basis": "domicile", "active": 4, "target": 100}
    return frame("ucj_village", as_of, [row])


def completeness(as_of: date) -> pl.DataFrame:
    rows: list[dict[str, object]] = [
        {"branch": "K01", "status": "in", "position_date": as_of, "age_days": 0},
        {"branch": "K02", "status": "carried_forward", "position_date": date(2025, 12, 31), "age_days": 59},
        {"branch": "K03", "status": "missing"},
    ]
    return frame("ucj_completeness", as_of, rows)


FRAMES = {
    "ucj_coverage": coverage,
    "ucj_target": targets,
    "ucj_movement": movement,
    "ucj_funder": funders,
    "ucj_segment": segments,
    "ucj_village": villages,
    "ucj_completeness": completeness,
}


def tables_of(as_of: date) -> dict[str, pl.DataFrame]:
    return {name: FRAMES[name](as_of) if name in FRAMES else table.empty() for name, table in FACT_TABLE.items()}


def measure(engine: Engine) -> None:
    """January and February, each with a release; the one of February is current."""
    regions = load_regions()
    rename = pl.when(pl.col("code") == "72.05").then(pl.lit(NEW_NAME)).otherwise("name").alias("name")
    renamed = replace(regions, version="next edition", regencies=regions.regencies.with_columns(rename))
    of_then = {
        JANUARY: (regions, [PALU, JAMBI, LUWUK]),
        FEBRUARY: (renamed, [replace(PALU, name="Palu Kota"), JAMBI, LUWUK]),
    }
    for as_of, (region_list, branches) in of_then.items():
        run = start_run(engine, as_of=as_of, at=datetime(2026, as_of.month + 1, 2, tzinfo=UTC))
        day = run.started_at.date()
        sync_regions(engine, region_list, on=day)
        sync_codes(engine, code_lists(), on=day)
        sync_branches(engine, branches, on=day)
        replace_facts(engine, as_of=as_of, run_id=run.id, tables=tables_of(as_of))
        record_release(
            engine,
            release_id=f"{as_of}-x",
            as_of=as_of,
            content_sha256=digest(f"{as_of}"),
            inputs_sha256=digest("inputs"),
            run_id=run.id,
            object_ids=(),
            at=run.started_at,
        )


def _nothing(column: Column) -> object:
    if not column.required:
        return None if column.name != "flags" else ""
    if column.dtype == pl.String():
        return column.values[0] if column.values else ""
    return date(2026, 1, 1) if column.dtype == pl.Date() else 0


def _level(code: str) -> str:
    return "national" if code == "ID" else "regency" if "." in code else "province"
