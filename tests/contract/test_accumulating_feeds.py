"""Villages in the ecosystems, and claims: from the cells of a file to the lake."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from expectations.contracts import FEEDS
from tasks.check.check import check_extract
from tasks.conform.conform import conform
from tasks.conform.key_file import PersonKey
from tasks.states import Checked
from tests.contract.test_rule_examples import Example, read, write

KEY = "5f" * 32
BENEFIT = FEEDS["benefit"]
DEAD = "7205011708900003"


def checked(folder: Path, feed_name: str, *rows: Mapping[str, str]) -> Checked:
    """The verdict on a file of these rows, each laid over the example of its feed."""
    feed = FEEDS[feed_name]
    write(folder / "rows.csv", feed, [Example(str(no), {**feed.example, **row}) for no, row in enumerate(rows)])
    return check_extract(read(folder / "rows.csv", feed), feed=feed, max_reject_share=1.0)


def lake_frame(folder: Path, feed_name: str, *rows: Mapping[str, str]) -> pl.DataFrame:
    """What of these rows reaches the lake."""
    return conform(checked(folder, feed_name, *rows).accepted, feed=FEEDS[feed_name], key=PersonKey((KEY,)))


def keyed(text: str) -> bytes:
    """The id of a text, by the standard library."""
    return hmac.new(KEY.encode(), text.encode(), hashlib.sha256).digest()[:16]


class TestVillages:
    @pytest.mark.parametrize(
        ("written", "region"),
        [
            ("72.05.01.2001", "72.05.01.2001"),
            ("7205012001", "72.05.01.2001"),
            ("91.01.01.1002", "93.01.01.1002"),
            ("7413", "74.13"),
            ("72", "72"),
            ("ID", "ID"),
        ],
    )
    def test_are_regions_of_an_ecosystem_with_the_code_of_today(
        self, tmp_path: Path, written: str, region: str
    ) -> None:
        frame = lake_frame(tmp_path, "ecosystem", {"KODE_WILAYAH": written, "POPULASI": "", "TARGET": "100"})
        assert frame.drop("row_no").rows() == [(region, "NON_ASN", date(2025, 12, 1), None, 100)]

    @pytest.mark.parametrize("written", ["72.05.01.9999", "720501", "7299012001"])
    def test_that_do_not_exist_are_rejected(self, tmp_path: Path, written: str) -> None:
        assert checked(tmp_path, "ecosystem", {"KODE_WILAYAH": written}).rejected["code"].to_list() == [
            "REGION_UNKNOWN"
        ]

    @pytest.mark.parametrize("feed_name", ["eligible", "target"])
    def test_have_no_denominator_and_no_target_in_percent(self, tmp_path: Path, feed_name: str) -> None:
        found = checked(tmp_path, feed_name, {"KODE_WILAYAH": "72.05.01.2001"}, {})
        assert found.rejected["code"].to_list() == ["REGION_UNKNOWN"]
        assert found.rows_accepted == 1

    def test_one_region_category_and_day_is_one_row(self, tmp_path: Path) -> None:
        rows = ({"POPULASI": "7"}, {"POPULASI": "7,0"}, {"POPULASI": "9", "TANGGAL": "2/12/2025"})
        frame = lake_frame(tmp_path, "ecosystem", *rows)
        assert sorted(frame["population"]) == [7, 9]

    @pytest.mark.parametrize(
        ("feed_name", "one", "other"),
        [
            ("eligible", {"JUMLAH": "20"}, {"JUMLAH": "30"}),  # of men and of women, say
            ("target", {"PENERBIT": "Kemendagri"}, {"PENERBIT": "KEMENTERIAN DALAM NEGERI", "NILAI": "50"}),
            ("target", {"PENERBIT": "Pemkab X"}, {"PENERBIT": "PEMKAB  x", "NILAI": "50"}),
            ("ecosystem", {"POPULASI": "20"}, {"POPULASI": "30"}),
            ("ecosystem", {"TARGET": "20"}, {"TARGET": "30"}),
            ("ecosystem", {"KATEGORI": "Lain-lain"}, {"KATEGORI": "Lainnya", "POPULASI": "30"}),
        ],
    )
    def test_that_contradict_each_other_are_rejected(
        self, tmp_path: Path, feed_name: str, one: dict[str, str], other: dict[str, str]
    ) -> None:
        found = checked(tmp_path, feed_name, one, other, {"KODE_WILAYAH": "72.06"})
        assert found.rejected.select("row_no", "code").rows() == [(2, "REPEAT_CONFLICT"), (3, "REPEAT_CONFLICT")]
        assert found.rows_accepted == 1


class TestClaims:
    def test_reach_the_lake_without_their_number_and_nik(self, tmp_path: Path) -> None:
        death = {"NIK": DEAD}
        school = {"NO_KLAIM": "KLM-2", "NIK": DEAD, "PROGRAM": "Beasiswa", "NILAI": "Rp36.000.000,50"}
        frame = lake_frame(tmp_path, "benefit", death, school).sort("row_no")
        assert frame.drop("claim_id", "person_id").rows() == [
            (2, "72.05", "JKM", Decimal(42_000_000), date(2025, 11, 15)),
            (3, "72.05", "BEASISWA", Decimal("36000000.5"), date(2025, 11, 15)),
        ]
        assert frame["claim_id"].to_list() == [keyed("claim|KLM-2025-000123"), keyed("claim|KLM-2")]
        left = " ".join(str(cell) for row in frame.rows() for cell in row)
        assert "KLM" not in left
        assert DEAD not in left

    def test_are_of_the_person_who_is_enrolled(self, tmp_path: Path) -> None:
        claim = lake_frame(tmp_path, "benefit", {"NIK": DEAD})
        enrolment = lake_frame(tmp_path, "enrolment", {"NIK": DEAD})
        assert claim["person_id"].to_list() == enrolment["person_id"].to_list() == [keyed(f"person|{DEAD}")]

    def test_that_are_written_twice_are_one(self, tmp_path: Path) -> None:
        found = checked(tmp_path, "benefit", {"NILAI": "2"}, {"NILAI": "2,00"}, {"NO_KLAIM": "KLM-9", "NILAI": "3"})
        assert sorted(found.accepted["amount"]) == [2, 3]
        assert found.warned.select("row_no", "code").rows() == [(2, "REPEAT_MERGED")]

    @pytest.mark.parametrize(
        "other", [{"NIK": "7205011708900004"}, {"NILAI": "1"}, {"TANGGAL_BAYAR": "16/11/2025"}, {"PROGRAM": "JKK"}]
    )
    def test_of_one_number_that_differ_are_a_contradiction_not_a_repeat(
        self, tmp_path: Path, other: dict[str, str]
    ) -> None:
        found = checked(tmp_path, "benefit", {}, other, {"NO_KLAIM": "KLM-9", "NILAI": "3"})
        assert found.rejected.select("row_no", "code").rows() == [(2, "REPEAT_CONFLICT"), (3, "REPEAT_CONFLICT")]
        assert (found.rows_accepted, found.rows_rejected, found.rows_merged) == (1, 2, 0)
        assert [(issue.code, issue.row_count) for issue in found.issues] == [("REPEAT_CONFLICT", 2)]

    def test_with_niks_that_excel_damaged_are_refused(self, tmp_path: Path) -> None:
        rows = [{"NO_KLAIM": f"K{no}", "NIK": f"720501{10 + no}08900{no:02}0"} for no in range(1, 16)]
        refusal = checked(tmp_path, "benefit", *rows).refusal
        assert refusal is not None
        assert refusal.code == "NIK_EXCEL_DAMAGE"

    def test_lie_by_region(self, tmp_path: Path) -> None:
        niks = {"A": "7413011708900003", "B": DEAD, "C": "1171011708900003", "D": DEAD}
        rows = [{"NO_KLAIM": number, "NIK": nik} for number, nik in niks.items()]
        frame = lake_frame(tmp_path, "benefit", *rows)
        assert frame["region_nik"].to_list() == ["11.71", "72.05", "72.05", "74.13"]
