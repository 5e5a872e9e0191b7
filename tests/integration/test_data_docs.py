"""Data Docs of both gates, as a run leaves them."""

import re
import stat
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from expectations.data_docs.store import read_validation
from expectations.data_docs.validation import Outcome
from tests.conftest import RunDay

DAY = date(2026, 1, 31)
HEADER = "NIK;KPJ;NAMA_LENGKAP;TANGGAL_LAHIR;SEGMEN;UPAH;TANGGAL_KEPESERTAAN;BLTH_AKHIR;JUMLAH_TK"
# Each breaks rules about the very columns that it must not show.
PLANTED = {
    "serial, KPJ, wage": "3171012907850000;77665544332211;SITI RAHASIA;30/07/1985;PU;-98765432;01/03/2020;01-2026;7",
    "date": "3171014513850042;77665544332;BUDI RAHASIA;14/02/1890;PU;98765432109;01/03/2020;01-2026;1",
    "length, dates": "31710129078542;7766554;SITI RAHASIA;99/99/1985;XX;Rp 98.765.432;01/03/2099;01-2026;1",
    "nothing": "3171012907850043;77665544332;SITI RAHASIA;14/02/1985;PU;98765432;01/03/2020;01-2026;1",
}
SECRETS = (
    *("3171012907850000", "3171014513850042", "31710129078542", "3171012907850043"),
    *("77665544332", "7766554", "RAHASIA", "98765432", "98.765.432", "1985-02-14", "14/02/1985", "1890"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, prefect_server: None, few_regions: None) -> Path:
    """A home after one run."""
    from flows.run_daily import run_daily

    home = tmp_path_factory.mktemp("home")
    for folder, name, lines in (
        ("K01", "PESERTA_K01_20260131.csv", [HEADER, *PLANTED.values()]),
        ("K02", "PESERTA_K02_20260131.csv", [HEADER, *[PLANTED["nothing"]] * 3]),
        ("BPS", "PEKERJA_BPS_20260101.csv", ["KODE_WILAYAH;TAHUN;JUMLAH;VERSI", "31.71;2026;150;a"]),
    ):
        place = home / "inbox" / folder
        place.mkdir(parents=True)
        (place / name).write_text("\n".join(lines) + "\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UCJ_HOME", str(home))
        patch.setenv("UCJ_SETTLE_SECONDS", "0.05")
        run_daily(as_of=DAY)
    return home


def words(page: Path) -> str:
    """What a reader sees."""
    text = page.read_text().partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_a_page_for_every_submission_and_release(home: Path) -> None:
    docs = home / "docs"
    (release,) = [path.name for path in (home / "published").iterdir() if path.name.startswith("2026-01-31-")]
    assert {path.stem for path in (docs / "site" / "validations").iterdir()} == {
        *("S000001", "S000002", "S000003", release)
    }
    index = words(docs / "site" / "index.html")
    for name in ("PESERTA_K01_20260131.csv", "PESERTA_K02_20260131.csv", "PEKERJA_BPS_20260101.csv", release):
        assert name in index
    judged = read_validation(docs / "validations" / f"{release}.json")
    assert judged.outcome is Outcome.PASSED
    assert all(rule.text_id and rule.text_en for one in judged.validations for rule in one.rules)


def test_pages_tell_codes_texts_and_counts(home: Path) -> None:
    by_title = {read_validation(path).title: path.stem for path in (home / "docs" / "validations").iterdir()}
    pages = home / "docs" / "site" / "validations"
    seen = words(pages / f"{by_title['PESERTA_K01_20260131.csv']}.html")
    for part in (
        "refused (TOO_MANY_REJECTS)",
        "NIK_SERIAL dilanggar broken kritis critical Nomor urut NIK tidak boleh 0000 The serial of a NIK cannot be",
        "Kolom Columns NIK Baris melanggar Rows failing 1 / 4 Bagian Share 25,00 %",
        "First rows failing 2",
    ):
        assert part in seen
    assert "Digabung / Merged 2" in words(pages / f"{by_title['PESERTA_K02_20260131.csv']}.html")


def test_no_value_of_a_private_column_is_in_them_and_nobody_else_reads_them(home: Path) -> None:
    files = [path for path in (home / "docs").rglob("*") if path.is_file()]
    assert len(files) >= 11
    for path in files:
        text = path.read_text()
        assert [secret for secret in SECRETS if secret in text] == [], path
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    folders = [home / "docs", *(path for path in (home / "docs").rglob("*") if path.is_dir())]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    refused = next(path for path in (home / "docs" / "validations").iterdir() if "K01" in path.read_text())
    broken = {rule.code for rule in read_validation(refused).validations[0].rules if rule.failing}
    assert len(broken) >= 8, broken


def test_a_second_run_with_nothing_new_changes_nothing(home: Path, run_day: RunDay) -> None:
    before = {path: path.stat().st_mtime_ns for path in (home / "docs").rglob("*")}
    run_day(home, DAY)
    assert {path: path.stat().st_mtime_ns for path in (home / "docs").rglob("*")} == before
