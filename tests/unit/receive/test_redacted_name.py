"""What a file may be called in catalogue, logs and receipts."""

import re

import pytest

from tasks.receive.file_name import is_data_file
from tasks.receive.redacted_name import redacted_file_name

MASKED = re.compile(r"nama-disamarkan_[0-9a-f]{8}(\.[a-z0-9.]+)?")


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("PESERTA_K01_20260131.csv", "K01"), ("peserta_k01_20260131_r12.CSV.GZ", "K01"),
        ("TARGET_A_B_20251231_R0003.csv", "a_b"), ("PESERTA_KC-PALU_20251231.zip", "KC-PALU"),
        ("PESERTA_7205011501_20251231.csv", "7205011501"), ("PESERTA_K02_20260131_R1.csv", "K01"),
        ("PESERTA_K01_2026-01-31.csv", "K01"), ("peserta K01.csv", "K01"), ("data cabang.csv", "K01"),
        ("data Januari 2026.xlsx", "K01"), ("PESERTA_K01_20260131 (1).csv", "K01"), ("a b.csv", "A_B"),
        ("PESERTA_K01_20260131.csv.part", "K01"), ("catatan.txt", "K01"), (".csv", "K01"),
        ("CEK_PESERTA_K01_20260131.csv", "K01"), ("cek_TARGET_A_B_20251231_R1.csv", "A_B"),
    ],
)  # fmt: skip
def test_stays_where_nothing_personal_fits(name: str, folder: str) -> None:
    assert redacted_file_name(name, folder=folder) == name


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("+1+1_7205011501800001 BUDI.csv", ".csv"), ("KTP 7205011501800001 BUDI.jpg", ".jpg"),
        ("7205011501800001.csv", ".csv"), ("7205-0115-0180-0001.csv", ".csv"), ("720501 150180 0001.csv", ".csv"),
        ("PESERTA_K01_12345678901.csv", ".csv"), ("PESERTA_BUDI_20260131.csv", ".csv"),
        ("PESERTA_7205011501800001_20260131.csv", ".csv"), ("PESERTA_K01_20260131 BUDI.csv.gz", ".csv.gz"),
        ("PESERTA_K01_B\u016bdi.XLSX", ".xlsx"), ("PESERTA_K01_2026\x1b[2J.csv", ".csv"),
        ("PESERTA_K01_\u0667\u0662\u0660\u0665.csv", ".csv"), ("PESERTA_K01_20260131\n.csv", ".csv"),
        ("PESERTA_K01_20260131.BUDI", ""), ("PESERTA_K01_\udcff.csv", ".csv"), ("k1 k2 k3.csv", ".csv"),
        ("CEK_BUDI.csv", ".csv"), ("CEK_PESERTA_7205011501800001_20260131.csv", ".csv"),
    ],
)  # fmt: skip
def test_is_masked_where_something_personal_may_stand(name: str, ending: str) -> None:
    masked = redacted_file_name(name, folder="K01")
    assert MASKED.fullmatch(masked)
    assert masked.removeprefix("nama-disamarkan_")[8:] == ending
    assert redacted_file_name(name, folder="K01") == masked
    assert is_data_file(masked) == (ending not in (".jpg", ""))


def test_two_names_are_masked_to_two() -> None:
    assert redacted_file_name("BUDI.csv", folder="K01") != redacted_file_name("SITI.csv", folder="K01")
