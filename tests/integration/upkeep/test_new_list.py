"""What the runbook says of a new list of regions, step by step: refused, placed again, published, traced."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.operations.trace.trace import TraceError, find_metric, trace_figure
from tests.conftest import RunDay
from tests.integration.upkeep.months import put
from tests.new_list import CHILD, PARENT, RENAMED, VERSION, next_edition
from warehouse.errors import RegionVersionMismatch

DECEMBER, JANUARY = date(2025, 12, 31), date(2026, 1, 31)
HEADER = "NIK;KPJ;SEGMEN;TANGGAL_KEPESERTAAN;BLTH_AKHIR"
NEW = "333601"  # first issued under the new list
PEOPLE = {
    "720501": 5,
    "910101": 2,
    "930102": 3,
    "330101": 4,
    "330107": 6,
    "130301": 7,
    NEW: 1,
}  # by the first digits of NIKs
ELIGIBLE = ("72.05,2025,10,a", "93.01,2025,20,a", "33.01,2025,40,a", "13.03,2025,14,a")
BEFORE = {"72.05": 5, "93.01": 5, PARENT: 10, "13.03": 7}
AFTER = {"97.01": 5, "97.02": 5, PARENT: 10, CHILD: 1, "13.03": 7, "97": 10}
ADJUSTED = AFTER | {PARENT: 6, CHILD: 5}


def deliver(home: Path) -> None:
    for day in (DECEMBER, JANUARY):
        begins = [prefix for prefix, count in PEOPLE.items() for _ in range(count)]
        rows = [f"{one}170890{n:04d};1234567{n:04d};PU;01/03/2020;{day:%m-%Y}" for n, one in enumerate(begins, start=1)]
        put(home, "K01", f"PESERTA_K01_{day:%Y%m%d}.csv", "\n".join([HEADER, *rows]) + "\n")
    put(home, "BPS", "PEKERJA_BPS_20251201.csv", "\n".join(["KODE_WILAYAH,TAHUN,JUMLAH,VERSI", *ELIGIBLE, ""]))


def active(home: Path, *, basis: str = "nik", table: str = "ucj_coverage") -> dict[str, int]:
    rows = published(home, table).filter(basis=basis, level="regency").filter(pl.col("active") > 0)
    return dict(rows.select("region_code", "active").iter_rows())


def published(home: Path, table: str) -> pl.DataFrame:
    return pl.read_csv(home / "published" / "current" / f"{table}.csv", infer_schema_length=None)


@pytest.mark.nightly
def test_a_new_list_comes_into_force(tmp_path: Path, run_day: RunDay) -> None:
    from flows.backfill import backfill
    from flows.reprocess import reprocess_archive

    home, fresh = tmp_path / "home", tmp_path / "fresh"
    deliver(home)
    for day in (DECEMBER, JANUARY):
        run_day(home, day)
    assert active(home) == BEFORE

    with next_edition(tmp_path / "edition"):
        with pytest.raises(RegionVersionMismatch, match=r"3 objects in force .* `ucj reprocess --all`"):
            run_day(home, JANUARY)
        assert active(home) == BEFORE
        assert reprocess_archive(everything=True, dry_run=True).record()["changed"] == 3
        assert reprocess_archive(everything=True).record()["changed"] == 3
        backfill(first=DECEMBER, last=DECEMBER)
        release = run_day(home, JANUARY)["release"]

        deliver(fresh)
        (fresh / "secret").mkdir(mode=0o700)
        shutil.copy(home / "secret" / "person.key", fresh / "secret")
        for day in (DECEMBER, JANUARY):
            run_day(fresh, day)
        for file in sorted((fresh / "published" / "current").glob("ucj_*.csv")):
            assert (home / "published" / "current" / file.name).read_bytes() == file.read_bytes(), file.name
        assert active(home) == {code: count for code, count in AFTER.items() if "." in code}
        assert active(home, basis="nik_adjusted") == {code: count for code, count in ADJUSTED.items() if "." in code}
        trend = published(home, "ucj_trend").filter(basis="nik", region_code="97.01")
        assert trend["active"].to_list() == [5, 5]
        moved = published(home, "ucj_movement").filter((pl.col("net") != 0) | (pl.col("gone") > 0))
        assert moved.filter(comparison="previous_month").height == 0
        notes = (home / "published" / release["id"] / "release-notes.md").read_text()
        assert f"-> {VERSION}" in notes
        assert RENAMED[1] in published(home, "ucj_coverage")["region_name"].to_list()

        settings = Settings(home=home)
        with catalogue(settings) as engine:
            for code, basis, count in (("97.01", "nik", 5), (CHILD, "nik_adjusted", 5), (PARENT, "nik_adjusted", 6)):
                found = trace_figure(
                    engine,
                    metric=find_metric("coverage"),
                    region=code,
                    basis=basis,
                    as_of=JANUARY,
                    settings=settings,
                )
                assert (found.coverage["active"], sum(one.active for one in found.branches)) == (count, count)
            with pytest.raises(TraceError, match=r"no region 93\.01 on basis nik \(today 97\.02\)"):
                trace_figure(
                    engine,
                    metric=find_metric("coverage"),
                    region="93.01",
                    basis="nik",
                    as_of=JANUARY,
                    settings=settings,
                )
