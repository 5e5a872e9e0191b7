"""What ends in the coming months by funder, against sums that were done by hand."""

from datetime import date
from typing import Any

from tasks.publish.files.site.regions.ending import ending_by_funder

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


def ends(month: date, funder: str, payment: str, active: int | None) -> dict[str, Any]:
    status = "confidential" if active is None else "value"
    return {"expires_month": month, "funder": funder, "payment": payment, "active": active, "active_status": status}


def test_funders_stand_in_rows_and_months_in_columns_the_largest_first() -> None:
    rows = [
        ends(NOVEMBER, "PEMBERI_KERJA", "monthly", 9_000), ends(NOVEMBER, "CSR", "ahead", 40),
        ends(NOVEMBER, "APBD_KAB", "ahead", 1_200), ends(DECEMBER, "APBD_KAB", "ahead", 34),
    ]  # fmt: skip
    ending = ending_by_funder(rows)
    assert ending is not None
    assert ending.months == [NOVEMBER, DECEMBER]
    shown = [(one.funder.id, [row and row["active"] for row in one.cells]) for one in ending.rows]
    assert shown == [("APBD kabupaten/kota", [1_200, 34]), ("CSR", [40, None])]
    assert ending.finding is not None
    assert ending.finding.id == "Terbanyak berakhir dalam 3 bulan: APBD kabupaten/kota, 1.234 orang"
    assert ending.finding.en.endswith("1,234 people")


def test_a_hidden_part_makes_the_sum_at_least() -> None:
    ending = ending_by_funder([ends(NOVEMBER, "CSR", "ahead", 40), ends(DECEMBER, "CSR", "contract", None)])
    assert ending is not None
    assert ending.finding is not None
    assert ending.finding.id == "Terbanyak berakhir dalam 3 bulan: CSR, sedikitnya 40 orang"


def test_people_paid_month_by_month_alone_make_no_table() -> None:
    assert ending_by_funder([ends(NOVEMBER, "PEMBERI_KERJA", "monthly", 9_000)]) is None
