"""Whether two dates compare: what the flags of movement and cohorts say, and which numbers are empty then."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.unit.measure.lake_rows import eligible_row, registration
from tests.unit.measure.measuring import Delivered, measure_delivered, row_of, rows_of

AS_OF, APRIL, LAST_MAY = date(2024, 5, 31), date(2024, 4, 30), date(2023, 5, 31)
LONG_AGO = date(2023, 1, 31)


def compared(folder: Path, delivered: Delivered, *, region: str, **given: Any) -> dict[str, Any]:
    facts = measure_delivered(folder, delivered, as_of=AS_OF, eligible=[eligible_row("72.05", 100)], **given)
    return row_of(facts, "ucj_movement", region_code=region, basis="nik", comparison="previous_month")


def test_a_branch_that_was_silent_for_months_is_told(tmp_path: Path) -> None:
    """Its people had faded by the date compared with: that they are back is a file that came, and the flag says so."""
    delivered: Delivered = {
        ("A", LONG_AGO): [registration(n, last_paid=date(2023, 1, 1)) for n in range(20)],
        ("A", AS_OF): [registration(n) for n in range(20)],
        ("B", LONG_AGO): [],
        ("B", APRIL): [registration(50, region_nik="72.06")],
        ("B", AS_OF): [registration(50, region_nik="72.06")],
    }
    row = compared(tmp_path, delivered, region="72.05")
    assert (row["returned"], row["change_points"]) == (20, Decimal(20))
    assert (row["flags"], row["history_from"]) == ("then_on_older_positions", LONG_AGO)
    assert compared(tmp_path, delivered, region="72.06")["flags"] == ""
    assert compared(tmp_path, delivered, region="72")["flags"] == "then_on_older_positions"


def test_a_branch_that_came_changes_nothing_where_its_people_are(tmp_path: Path) -> None:
    delivered: Delivered = {
        ("A", LONG_AGO): [],
        ("A", APRIL): [registration(1), registration(2, region_nik="73.01")],
        ("A", AS_OF): [registration(1), registration(2, region_nik="73.01"), registration(3, region_nik="73.01")],
        ("B", AS_OF): [registration(n) for n in range(10, 30)],
    }
    for region in ("72.05", "72", "ID"):
        row = compared(tmp_path, delivered, region=region)
        assert (row["new"], row["change_points"], row["net"]) == (None, None, 21 if region == "ID" else 20)
        assert row["flags"] == "branch_without_then;then_incomplete"
    elsewhere = compared(tmp_path, delivered, region="73.01")
    assert (elsewhere["new"], elsewhere["flags"]) == (1, "then_incomplete")
    facts = measure_delivered(tmp_path, delivered, as_of=AS_OF)
    cohorts = rows_of(facts, "ucj_cohort", basis="nik", comparison="previous_month", level="regency")
    assert [(row["region_code"], row["active"]) for row in cohorts] == [("72.05", None), ("73.01", 1)]


def test_who_lapsed_in_an_older_position_only_is_counted_apart(tmp_path: Path) -> None:
    """Of three who lapsed one stands in a file of today as well, and one in a file of today only."""
    fell_behind: dict[str, Any] = {"last_paid": date(2024, 1, 1)}
    old = date(2024, 4, 29)  # 32 days before
    delivered: Delivered = {
        ("A", LONG_AGO): [],
        ("B", LONG_AGO): [],
        ("A", old): [registration(1, **fell_behind), registration(2, **fell_behind)],
        ("B", APRIL): [registration(3, **fell_behind)],
        ("B", AS_OF): [registration(2, card=5, **fell_behind), registration(3, **fell_behind)],
    }
    row = compared(tmp_path, delivered, region="72.05")
    assert (row["lapsed"], row["left_on_older_positions"]) == (3, 1)
    assert row["flags"] == "now_on_older_positions"


def test_nobody_is_called_new_before_the_history_goes_back_a_year(tmp_path: Path) -> None:
    for first, new in ((date(2023, 6, 1), None), (LAST_MAY, 1)):
        delivered: Delivered = {("A", first): [], ("A", APRIL): [], ("A", AS_OF): [registration(1)]}
        row = compared(tmp_path, delivered, region="72.05")
        assert (row["new"], row["history_from"]) == (new, first)
        assert (row["flags"] == "history_short") == (new is None)
