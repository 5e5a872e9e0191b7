"""The whole route on small files: what a branch sees, what is kept, what is published."""

import csv
import gzip
import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from deployments.cli import app
from tests.conftest import RunDay, run_as_of
from warehouse.errors import OperatorError
from warehouse.figures.tables import FACT_TABLE

DAY = date(2026, 1, 31)
NIK, NAME, KPJ = "7205011708900003", "SITI PERCOBAAN", "12345678901"
HEADER = "NIK;KPJ;NAMA_LENGKAP;SEGMEN;TANGGAL_KEPESERTAAN;BLTH_AKHIR;KODE_DESA;KODE_KAB_KERJA"


def extract(people: int, *, first: int = 1, bad: int = 0) -> str:
    lines = [HEADER]
    for number in range(first, first + people):
        nik = f"720501170890{number:04d}"
        lines.append(f"{nik};{KPJ[:-4]}{number:04d};{NAME};PU;01/03/2020;01-2026;72.05.01.2001;7271")
    lines += [f"{NIK[:12]}0000;{KPJ};{NAME};PU;01/03/2020;01-2026;;" for _ in range(bad)]
    return "\n".join(lines) + "\n"


def packed(people: int, *, first: int) -> bytes:
    return gzip.compress(extract(people, first=first).encode(), mtime=0)


def deliver(home: Path, folder: str, name: str, content: str | bytes) -> None:
    place = home / "inbox" / folder
    place.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    (place / name).write_bytes(data)


def figures(home: Path, table: str = "ucj_coverage") -> pl.DataFrame:
    return pl.read_csv(home / "published" / "current" / f"{table}.csv", infer_schema=False)


def figure(home: Path, region: str, column: str, basis: str = "nik") -> Any:
    return figures(home).filter(pl.col("region_code") == region, pl.col("basis") == basis)[column].item()


def receipts(home: Path, folder: str) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted((home / "outbox" / folder).glob("*/receipt.json"))]


def deliver_first_day(home: Path) -> None:
    deliver(home, "K01", "PESERTA_K01_20260131.csv", extract(40, bad=2))
    deliver(home, "K02", "PESERTA_K02_20260131.csv.gz", packed(30, first=31))
    deliver(home, "BPS", "PEKERJA_BPS_20260101.csv", "KODE_WILAYAH,TAHUN,JUMLAH,VERSI\n72.05,2026,150,a\n")


@dataclass(frozen=True, kw_only=True)
class Ran:
    """A home after its first day, and what the run said."""

    home: Path
    summary: dict[str, Any]


@pytest.fixture(scope="module")
def first_day(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Run once, for all tests that begin with it."""
    home = tmp_path_factory.mktemp("first_day") / "home"
    deliver_first_day(home)
    with pytest.MonkeyPatch.context() as patch:
        return Ran(home=home, summary=run_as_of(home, DAY, patch))


@pytest.fixture
def ran(first_day: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """A copy of that home, which commands of this test find."""
    home = Path(shutil.copytree(first_day.home, tmp_path / "home", symlinks=True))
    monkeypatch.setenv("UCJ_HOME", str(home))
    return Ran(home=home, summary=first_day.summary)


def test_a_day_ends_with_right_figures_receipts_and_quarantine(ran: Ran) -> None:
    home, summary = ran.home, ran.summary
    assert summary["ending"] == "published"
    assert summary["branch_list"] is False
    assert any("branches.csv" in note for note in summary["notes"])
    by_name = {s["file_name"]: s for s in summary["submissions"]}
    first = by_name["PESERTA_K01_20260131.csv"]
    assert first["status"] == "accepted_with_rejects"
    assert first["rows"] == {"read": 42, "accepted": 40, "rejected": 2, "merged": 0, "warned": 0}
    assert figure(home, "72.05", "active") == "60"  # 40 + 30 people, 10 of them in both branches
    assert figure(home, "72.05", "coverage_pct") == "40.00"
    assert figure(home, "72", "active", "workplace") == "60"
    assert figure(home, "72.71", "active", "workplace") == "60"
    assert figure(home, "ID", "coverage_pct") is None
    assert figures(home).height == 4 * 553
    assert figures(home, "ucj_segment").height == 4 * 553 * 4
    (receipt,) = receipts(home, "K01")
    assert [(rule["code"], rule["rows"]) for rule in receipt["rules"]] == [("NIK_SERIAL", 2)]
    folder = next((home / "outbox" / "K01").iterdir())
    with (folder / "rows.csv").open(newline="") as file:
        assert [(row["row_no"], row["code"]) for row in csv.DictReader(file)] == [
            ("42", "NIK_SERIAL"),
            ("43", "NIK_SERIAL"),
        ]
    text = (folder / "receipt.html").read_text()
    assert "ditolak" in text
    assert "rejected" in text
    aside = pl.read_parquet(home / "quarantine" / f"{first['submission']}.parquet")
    assert aside.select("row_no", "code").rows() == [(42, "NIK_SERIAL"), (43, "NIK_SERIAL")]
    assert not list((home / "inbox").rglob("*.csv"))


def test_again_changes_nothing_and_a_copy_is_a_duplicate(ran: Ran, run_day: RunDay) -> None:
    home, first = ran.home, ran.summary
    before = {path: path.read_bytes() for path in (home / "published").rglob("*") if path.is_file()}
    second = run_day(home, DAY)
    assert second["ending"] == "nothing_new"
    assert second["submissions"] == []
    assert second["release"]["id"] == first["release"]["id"]
    deliver(home, "K02", "PESERTA_K02_20260131_R3.csv", packed(30, first=31))
    third = run_day(home, DAY)
    assert third["ending"] == "nothing_new"
    (copy,) = third["submissions"]
    original = next(s for s in first["submissions"] if s["file_name"] == "PESERTA_K02_20260131.csv.gz")
    assert (copy["status"], copy["duplicate_of"]) == ("duplicate", original["submission"])
    assert {path: path.read_bytes() for path in (home / "published").rglob("*") if path.is_file()} == before


def test_a_revision_replaces_and_a_later_position_waits_for_its_day(ran: Ran, run_day: RunDay) -> None:
    home = ran.home
    deliver(home, "K01", "PESERTA_K01_20260131_R1.csv", extract(29))
    deliver(home, "K02", "PESERTA_K02_20260228.csv", extract(1, first=31))
    summary = run_day(home, DAY)
    assert summary["ending"] == "published"
    assert figure(home, "72.05", "active") == "59"  # 29 and 30, nobody in both
    assert (Path(summary["release"]["path"]) / "wilayah" / "11.01.html").stat().st_nlink == 2  # that of the first day
    assert {path.stat().st_nlink for path in (home / "restricted").rglob("*.csv")} == {1}  # nobody else has these
    later = run_day(home, date(2026, 2, 28))
    assert later["release"]["is_current"]
    assert figure(home, "72.05", "active") == "30"
    back = run_day(home, DAY)
    assert not back["release"]["is_current"]
    assert figure(home, "72.05", "active") == "30"


def test_a_figure_is_traced_to_its_files(ran: Ran) -> None:
    home, release = ran.home, ran.summary["release"]["id"]
    arguments = ["trace", "--region", "72.05", "--as-of", DAY.isoformat()]
    traced = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)
    assert traced["release"]["id"] == release
    assert traced["figures"][0]["coverage_pct"] == "40.00"
    branches = {one["file_name"][8:11]: one for one in traced["branches"]}
    assert {name: (one["rows_in_region"], one["rows_active"]) for name, one in branches.items()} == {
        "K01": (40, 40),
        "K02": (30, 30),
    }
    assert (branches["K01"]["rows_read"], branches["K01"]["rows_rejected"]) == (42, 2)
    assert {step["key"]: step["number"] for step in traced["waterfall"]["steps"] if step["number"]} == {
        "rows": 70, "repeated": -10,
    }  # fmt: skip
    assert (traced["waterfall"]["published"], traced["waterfall"]["meets"]) == (60, True)
    archived = [path.name for path in (home / "archive").rglob("*") if path.is_file()]
    assert all(any(one["file_sha256"] in name for name in archived) for one in branches.values())
    assert [one["file_name"] for one in traced["references"]] == ["PEKERJA_BPS_20260101.csv"]
    told = CliRunner().invoke(app, [*arguments, "--metric", "programme"]).stdout
    assert release in told
    assert "PESERTA_K02_20260131.csv.gz" in told
    nowhere = CliRunner().invoke(app, [*arguments[:2], "99", *arguments[3:]])
    assert isinstance(nowhere.exception, OperatorError)


def test_every_table_is_there_and_people_move(ran: Ran, run_day: RunDay) -> None:
    home = ran.home
    assert {path.stem for path in (home / "published" / "current").glob("ucj_*.csv")} == set(FACT_TABLE)
    deliver(home, "K01", "PESERTA_K01_20260228.csv", extract(50))
    run_day(home, date(2026, 2, 28))
    (moved,) = figures(home, "ucj_movement").filter(region_code="72.05", basis="nik").to_dicts()
    assert {name: moved[name] for name in ("comparison", "active_then", "active_now", "new", "net")} == {
        "comparison": "previous_month", "active_then": "60", "active_now": "60", "new": None, "net": "0",
    }  # fmt: skip
    series = figures(home, "ucj_trend").filter(region_code="72.05", basis="nik")["series_date"].to_list()
    assert series == ["2026-01-31", "2026-02-28"]
