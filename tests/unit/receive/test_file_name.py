"""The file name as a contract."""

from datetime import date

import pytest

from tasks.receive.file_name import is_data_file, parse_name


class TestParse:
    @pytest.mark.parametrize("ending", ["csv", "csv.gz", "xlsx", "parquet", "zip", "CSV", "Csv.GZ"])
    def test_every_ending(self, ending: str) -> None:
        name = parse_name(f"PESERTA_K01_20251231.{ending}")
        assert name is not None
        assert (name.feed.name, name.branch, name.position_date, name.revision) == (
            "enrolment",
            "K01",
            date(2025, 12, 31),
            0,
        )

    @pytest.mark.parametrize(
        ("prefix", "feed"), [("PESERTA", "enrolment"), ("PEKERJA", "eligible"), ("TARGET", "target")]
    )
    def test_every_feed(self, prefix: str, feed: str) -> None:
        name = parse_name(f"{prefix}_BPS_20260101.csv")
        assert name is not None
        assert name.feed.name == feed

    @pytest.mark.parametrize(("revision", "number"), [("_R1", 1), ("_r12", 12), ("_R0", 0), ("_R0003", 3), ("", 0)])
    def test_revisions(self, revision: str, number: int) -> None:
        name = parse_name(f"PESERTA_K01_20251231{revision}.csv")
        assert name is not None
        assert name.revision == number

    @pytest.mark.parametrize(
        ("text", "branch"),
        [("peserta_k01_20251231.csv", "K01"), ("PESERTA_KC-PALU_20251231.csv", "KC-PALU"),
         ("TARGET_A_B_20251231.csv", "A_B"),
         ("PESERTA_20250101_20251231_R2.csv", "20250101")],
    )  # fmt: skip
    def test_branches(self, text: str, branch: str) -> None:
        name = parse_name(text)
        assert name is not None
        assert (name.branch, name.position_date) == (branch, date(2025, 12, 31))

    @pytest.mark.parametrize(
        "text",
        [
            "", "PESERTA.csv", "PESERTA_K01.csv", "PESERTA_K01_20251331.csv", "PESERTA_K01_20250229.csv",
            "PESERTA_K01_2025123.csv", "PESERTA_K01_202512311.csv", "PESERTA__20251231.csv", "_K01_20251231.csv",
            "PESERTA_K01_20251231.xls", "PESERTA_K01_20251231", "PESERTA_K01_20251231.csv.bak",
            "SALINAN_K01_20251231.csv",
            "PESERTA_K01_20251231_R.csv", "PESERTA_K01_20251231_R12345.csv", "PESERTA_K01_20251231 (1).csv",
            " PESERTA_K01_20251231.csv", "PESERTA_K01_20251231.csv\n", "PESERTA_../K01_20251231.csv",
            "PESERTA_K01_20251231_R1_R2.csv", "PESERTA_K01_\u0662\u0660251231.csv", "PE\u017fERTA_K01_20251231.csv",
            "PESERTA_\u212a01_20251231.csv", "PESERTA_72050117089_20251231.csv", "PESERTA_K7205-0117_089_20251231.csv",
        ],
    )  # fmt: skip
    def test_what_is_not_of_the_contract(self, text: str) -> None:
        assert parse_name(text) is None


class TestIsDataFile:
    @pytest.mark.parametrize(
        "name", ["a.csv", "A.CSV", "a.csv.gz", "a.xlsx", "a.xls", "a.ods", "a.parquet", "a.zip", "a.7z",
         "PESERTA_K01_20251231", "peserta_k01_20251231.txt", "PESERTA_K01_20251231.csv.bak", "TARGET_.dat"],
    )  # fmt: skip
    def test_rightly_named_or_not(self, name: str) -> None:
        assert is_data_file(name)

    @pytest.mark.parametrize(
        "name", ["readme.txt", "a.docx", "csv", "a.csv.bak", "Thumbs.db", "a.pdf", "surat.png", "Target.docx"]
    )
    def test_other_files_are_none_of_our_business(self, name: str) -> None:
        assert not is_data_file(name)
