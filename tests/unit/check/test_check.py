"""The verdict on an extract: every row is accepted, rejected or merged."""

import pytest

from expectations.contracts.schema import Severity
from tasks.check.check import check_extract
from tasks.states import Checked
from tests.unit.read.extracts import ENROLMENT, HEADERS, ROWS, accept, text


def check(rows: list[tuple[str, ...]], *, max_reject_share: float = 1.0) -> Checked:
    extract = accept(text(rows, headers=HEADERS).encode())
    return check_extract(extract, feed=ENROLMENT, max_reject_share=max_reject_share)


def nik(number: int) -> str:
    return f"720501170890{number:04d}"


def row(number: int, **cells: str) -> tuple[str, ...]:
    good = dict(zip(HEADERS, (nik(number), f"{number:011d}", "Ani", "PU", "01/03/2020", "2025-12"), strict=True))
    return tuple({**good, **cells}.values())


def test_good_rows_are_accepted() -> None:
    checked = check([*ROWS])
    assert checked.accepted["row_no"].to_list() == [2, 3, 4]
    assert (checked.rows_rejected, checked.rows_warned, checked.issues) == (0, 0, ())
    assert checked.refusal is None


def test_rows_in_are_accepted_rejected_or_merged() -> None:
    checked = check(
        [
            row(1),
            row(1, BLTH_AKHIR="2025-11"),
            row(2, NIK="123", SEGMEN="XYZ"),
            row(3, KPJ="123456789012"),
            row(4, SEGMEN=""),
            row(5, NIK="7299011708900001"),
        ]
    )
    assert checked.accepted["row_no"].to_list() == [2, 5]
    assert checked.rejected.rows() == [
        (4, "NIK_LENGTH"),
        (4, "SEGMENT_UNKNOWN"),
        (6, "SEGMENT_MISSING"),
        (7, "NIK_REGION"),
    ]
    assert checked.warned.rows() == [(3, "REPEAT_MERGED"), (5, "KPJ_LENGTH")]
    assert checked.rows_read == 6 == checked.rows_accepted + checked.rows_rejected + checked.rows_merged
    assert {(issue.code, issue.severity, issue.columns, issue.row_count) for issue in checked.issues} == {
        ("NIK_LENGTH", Severity.REJECT_ROW, ("NIK",), 1),
        ("SEGMENT_UNKNOWN", Severity.REJECT_ROW, ("SEGMEN",), 1),
        ("SEGMENT_MISSING", Severity.REJECT_ROW, ("SEGMEN",), 1),
        ("NIK_REGION", Severity.REJECT_ROW, ("NIK",), 1),
        ("KPJ_LENGTH", Severity.WARN, ("KPJ",), 1),
        ("REPEAT_MERGED", Severity.WARN, (), 1),
    }


def test_a_rejected_row_does_not_push_out_a_good_one() -> None:
    checked = check([row(1), row(1, BLTH_AKHIR="01-2026", TANGGAL_KEPESERTAAN="kapan")])
    assert checked.accepted["row_no"].to_list() == [2]
    assert checked.rows_merged == 0


@pytest.mark.parametrize(("bad", "refused"), [(1, False), (2, True)])
def test_too_many_rejects_refuse_the_file(bad: int, refused: bool) -> None:
    rows = [row(n) for n in range(1, 21)]
    checked = check([row(30 + n, NIK="1") for n in range(bad)] + rows[bad:], max_reject_share=0.05)
    assert (checked.refusal is not None) == refused
    if checked.refusal:
        assert checked.refusal.code == "TOO_MANY_REJECTS"
        assert checked.refusal.detail == "2 / 20 baris/rows > 5%"
        assert checked.counts.rows_accepted == 0


def test_excel_damage_refuses_the_file() -> None:
    checked = check([row(10 * n) for n in range(1, 30)])
    assert checked.refusal is not None
    assert checked.refusal.code == "NIK_EXCEL_DAMAGE"
