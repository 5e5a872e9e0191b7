"""Runs that refuse, hold and tell nobody of a person; what they publish is of few regions."""

import json
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deployments.commands.run.run import summary_text
from tests.conftest import RunDay
from tests.integration.test_route import (
    DAY,
    KPJ,
    NAME,
    NIK,
    deliver,
    deliver_first_day,
    extract,
    figure,
    receipts,
)
from warehouse.catalogue.engine import open_catalogue
from warehouse.submissions.approval import approve

pytestmark = pytest.mark.usefixtures("few_regions")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The first day's files wait."""
    deliver_first_day(tmp_path)
    return tmp_path


def test_bad_files_are_refused_and_the_others_go_on(home: Path, run_day: RunDay) -> None:
    deliver(home, "K01", "PESERTA_K01_20260131_R1.xlsx", b"PK\x03\x04 not a workbook")
    deliver(home, "K01", "data januari.csv", extract(3))
    deliver(home, "K01", "PESERTA_K02_20260131.csv", extract(3, first=500))
    deliver(home, "K01", "PESERTA_K01_29990131.csv", extract(3, first=600))
    deliver(home, "K02", "PESERTA_K02_20260131_R2.csv", extract(10, first=700, bad=2))
    deliver(home, "K02", "catatan.txt", "bukan data")
    summary = run_day(home, DAY)
    reasons = {s["file_name"]: s["reason"]["code"] for s in summary["submissions"] if s["status"] == "refused"}
    assert reasons == {
        "PESERTA_K01_20260131_R1.xlsx": "CONTAINER_BROKEN",
        "data januari.csv": "NAME_INVALID",
        "PESERTA_K02_20260131.csv": "BRANCH_MISMATCH",
        "PESERTA_K01_29990131.csv": "POSITION_IN_FUTURE",
        "PESERTA_K02_20260131_R2.csv": "TOO_MANY_REJECTS",
    }
    assert len(receipts(home, "K01")) == 5
    assert summary["left_in_inbox"] == [{"path": "K02/catatan.txt", "reason": "not a data file"}]
    assert figure(home, "72.05", "active") == "60"


def test_a_jump_is_held_until_it_is_approved(tmp_path: Path, run_day: RunDay) -> None:
    december = date(2025, 12, 31)
    deliver(tmp_path, "K01", "PESERTA_K01_20251231.csv", extract(600).replace("01-2026", "12-2025"))
    run_day(tmp_path, december)
    deliver(tmp_path, "K01", "PESERTA_K01_20260131.csv", extract(1300))
    (held,) = run_day(tmp_path, DAY)["submissions"]
    assert (held["status"], held["reason"]["code"]) == ("held", "ROW_COUNT_JUMP")
    assert "600" in held["reason"]["detail"]
    assert figure(tmp_path, "72.05", "active") == "600"  # the earlier position stays in force
    engine = open_catalogue(f"sqlite:///{tmp_path / 'warehouse.db'}")
    approve(engine, int(held["submission"][1:]), at=datetime.now(UTC))
    engine.dispose()
    (loaded,) = run_day(tmp_path, DAY)["submissions"]
    assert (loaded["status"], loaded["reason"], loaded["rows"]["accepted"]) == ("accepted", None, 1300)
    assert figure(tmp_path, "72.05", "active") == "1300"


def test_branch_list_decides_who_delivers_and_who_is_expected(home: Path, run_day: RunDay) -> None:
    (home / "branches.csv").write_text(
        "code,name,regional_office,feeds,regions\nK01,Buol,Sulawesi,enrolment,\nK09,Palu,Sulawesi,enrolment,\n"
        "BPS,Badan Pusat Statistik,,eligible,\n"
    )
    summary = run_day(home, DAY)
    assert summary["branch_list"] is True
    reasons = {s["file_name"]: s["reason"]["code"] for s in summary["submissions"] if s["reason"]}
    assert reasons == {"PESERTA_K02_20260131.csv.gz": "BRANCH_NOT_LISTED"}
    assert (figure(home, "ID", "branches_in"), figure(home, "ID", "branches_expected")) == ("1", "2")
    assert "missing_branches" in figure(home, "72.05", "flags")


def test_empty_inbox_publishes_nothing(tmp_path: Path, run_day: RunDay) -> None:
    summary = run_day(tmp_path, DAY)
    assert summary["ending"] == "nothing_to_publish"
    assert summary["release"] is None
    assert not (tmp_path / "published" / "current").exists()


def test_nothing_personal_beyond_the_archive_and_files_are_private(home: Path, run_day: RunDay) -> None:
    deliver(home, "K01", "PESERTA_K01_20260131_R1.csv", extract(40).replace(";PU;", f";{NAME};", 1))
    run_day(home, DAY)
    secret = (home / "secret" / "person.key").read_text().strip()
    for path in home.rglob("*"):
        if path.is_file() and "archive" not in path.relative_to(home).parts:
            data = path.read_bytes()
            for planted in (NIK, "720501170890", NAME, KPJ[:-4]):
                assert planted.encode() not in data, f"{planted} in {path.relative_to(home)}"
            assert secret.encode() not in data or path.name == "person.key"
    for name in ("secret/person.key", "warehouse.db"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600
    for path in (home / "archive").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    for path in (home / "published").rglob("*.csv"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_names_of_people_in_file_names_stay_out_of_everything(
    home: Path, run_day: RunDay, caplog: pytest.LogCaptureFixture
) -> None:
    deliver(home, "K01", f"+1+1_{NIK} BUDIMAN.csv", extract(3))
    deliver(home, "K01", "PESERTA_BUDIMAN_20260131.csv", extract(3, first=90))
    deliver(home, "K01", f"KTP {NIK} BUDIMAN.jpg", "foto")
    deliver(home, "K01", f"{NIK} BUDIMAN.csv.part", "separuh")
    (home / "inbox" / f"BUDIMAN {NIK}.csv").write_text("di luar folder")
    summary = run_day(home, DAY)
    reasons = sorted(s["reason"]["code"] for s in summary["submissions"] if s["reason"])
    assert reasons == ["BRANCH_MISMATCH", "NAME_INVALID"]
    assert len(summary["left_in_inbox"]) == 3
    said = [json.dumps(summary), summary_text({**summary, "paths": {"outbox": ""}}), caplog.text]
    places = [path for path in home.rglob("*") if path.relative_to(home).parts[0] not in ("inbox", "archive")]
    kept = [path.read_bytes() for path in places if path.is_file()]
    for planted in (NIK, "BUDIMAN"):
        assert not [text for text in said if planted in text]
        assert not [path for path in places if planted in path.name]
        assert not [data for data in kept if planted.encode() in data]
    masked = [one for one in receipts(home, "K01") if one["file_name"].startswith("nama-disamarkan_")]
    assert len(masked) == 2
    assert all("bytes, SHA-256" in one["reason"]["detail"] for one in masked)
