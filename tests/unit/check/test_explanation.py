"""What `ucj check --explain` tells, and which readings of columns may be set."""

import pytest

from expectations.contracts import FEEDS
from expectations.contracts.readings import SETTABLE, ReadingUnknown, parse_readings, readings_for
from tasks.check.receipt.explanation import explanation_text

ENROLMENT, TARGET = FEEDS["enrolment"], FEEDS["target"]
FACTS = {
    "format": "xlsx",
    "container": "none",
    "sheet": "Data",
    "header_row": 3,
    "columns": {
        "BLTH_AKHIR": {"reading": "month-first", "shapes": ["##/#/####", "#/#/####"]},
        "UPAH": {"reading": "comma-thousands", "shapes": ["###,###"]},
    },
    "left_out": [
        {"reason": "header_again", "rows": [44, 85], "count": 2},
        {"reason": "blank", "rows": [*range(1, 101)], "count": 250},
        {"reason": "hidden_sheet", "rows": [], "count": 7, "sheet": "Lama"},
    ],
}


def test_each_column_and_each_row_left_out_is_told() -> None:
    lines = explanation_text(FACTS, feed="enrolment", readings={"wage": "comma-thousands"}).splitlines()
    told = {line.split()[0]: line for line in lines if line.startswith("  ")}
    assert told["BLTH_AKHIR"].endswith("bulan dahulu / month first; ##/#/####  #/#/####")
    assert "koma = ribuan / commas = thousands; (ditetapkan pengelola / set by the operator)" in told["UPAH"]
    assert any(line.endswith("no records: 2: baris/rows 44, 85") for line in lines)
    assert "  Baris kosong / Blank rows: 250: baris/rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ..." in lines
    assert any("Lembar tersembunyi / Hidden sheet" in line and line.endswith(": 7") for line in lines)
    assert "Judul kolom di baris / Headers in row: 3" in lines


def test_a_file_that_left_nothing_out_says_so_and_one_that_was_not_read_says_why_not() -> None:
    assert "  tidak ada / nothing" in explanation_text({**FACTS, "left_out": []}, feed="enrolment")
    assert "before its columns were read" in explanation_text({}, feed="enrolment")


def test_a_reading_is_named_by_field_or_header() -> None:
    given = ["last_paid=month-first", "UPAH = Comma-Thousands"]
    assert parse_readings(given, feed=ENROLMENT) == {"last_paid": "month-first", "wage": "comma-thousands"}
    assert parse_readings(["NILAI=percent"], feed=TARGET) == {"target_pct": "percent"}
    assert parse_readings([], feed=TARGET) == {}


@pytest.mark.parametrize("given", ["nik=day-first", "kolom=day-first", "last_paid", "last_paid=comma-thousands", "="])
def test_a_column_or_reading_that_does_not_exist_is_refused_with_those_that_do(given: str) -> None:
    with pytest.raises(ReadingUnknown, match="last_paid"):
        parse_readings([given], feed=ENROLMENT)


def test_only_columns_of_dates_and_numbers_can_be_read_otherwise() -> None:
    settable = {field.name for feed in FEEDS.values() for field in feed.fields if readings_for(field)}
    assert settable == {
        field.name for feed in FEEDS.values() for field in feed.fields if field.kind in SETTABLE and field.kept
    }
