"""A receipt says what became of the problems of the delivery before."""

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.contracts.schema import Severity
from tasks.check.receipt import Previous, receipt_record
from tasks.check.receipt.issue_tracking import issue_hash
from tests.unit.check.receipts import submission
from warehouse.records import Issue

CODES = ("NIK_LENGTH", "NIK_SERIAL", "SEGMENT_UNKNOWN", "KPJ_LENGTH")
COUNTS = st.dictionaries(st.sampled_from(CODES), st.integers(1, 9))


def issues(counts: dict[str, int]) -> tuple[Issue, ...]:
    return tuple(
        Issue(code=code, severity=Severity.REJECT_ROW, columns=("NIK",), row_count=rows)
        for code, rows in counts.items()
    )


def receipt(now: dict[str, int], before: dict[str, int] | None, *, then: Any = None, **changes: Any) -> Any:
    previous = None if before is None else Previous(submission=submission(id=3, **(then or {})), issues=issues(before))
    return receipt_record(submission(**changes), issues=issues(now), previous=previous)


@given(COUNTS, COUNTS)
def test_every_problem_of_now_and_then_is_told_once(now: dict[str, int], before: dict[str, int]) -> None:
    told = receipt(now, before)
    changes = {rule["code"]: (rule["change"], rule["rows_before"]) for rule in told["rules"]}
    expected = {}
    for code, rows in now.items():
        if code not in before:
            expected[code] = ("new", 0)
        elif rows > before[code]:
            expected[code] = ("more", before[code])
        else:
            expected[code] = ("fewer" if rows < before[code] else "still", before[code])
    assert changes == expected
    assert {one["code"]: one["rows_before"] for one in told["fixed"]} == {
        code: rows for code, rows in before.items() if code not in now
    }


def test_without_a_delivery_before_nothing_is_compared() -> None:
    told = receipt({"NIK_LENGTH": 3}, None)
    assert (told["compared_with"], told["fixed"], told["rules"][0]["change"]) == (None, [], None)


@pytest.mark.parametrize(("rows_now", "rows_then"), [(0, 10), (10, 0)])
def test_rows_that_were_not_read_are_not_compared(rows_now: int, rows_then: int) -> None:
    then = {"rows_read": rows_then, "reason_code": "COLUMN_MISSING"}
    told = receipt({"NIK_LENGTH": 3}, {"KPJ_LENGTH": 4}, then=then, rows_read=rows_now)
    assert told["compared_with"]["rows"] is False
    assert told["rules"][0]["change"] is None
    assert [(one["code"], one["rows_before"]) for one in told["fixed"]] == [("COLUMN_MISSING", None)]


def test_the_same_reason_again_is_not_fixed() -> None:
    told = receipt({}, {}, then={"reason_code": "NO_ROWS"}, reason_code="NO_ROWS")
    assert told["fixed"] == []


def test_the_hash_is_what_its_documentation_says() -> None:
    text = "enrolment\nK01\nNIK_SEX\nNIK\nJENIS_KELAMIN"
    made = issue_hash(feed="enrolment", branch="K01", code="NIK_SEX", columns=("NIK", "JENIS_KELAMIN"))
    assert made == hashlib.sha256(text.encode()).hexdigest()[:16]


def test_the_hash_stays_from_delivery_to_delivery_and_differs_by_branch() -> None:
    first, later = receipt({"NIK_LENGTH": 3}, None), receipt({"NIK_LENGTH": 8}, None, id=99, revision=4)
    other = receipt({"NIK_LENGTH": 3}, None, branch="K02")
    assert first["rules"][0]["hash"] == later["rules"][0]["hash"] != other["rules"][0]["hash"]
