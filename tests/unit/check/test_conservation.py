"""The conservation gate; the counts here are made by hand, those of real checks are in tests/property/check."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tasks.check.conservation.gate import RowsNotConserved, conservation_problems, require_conservation
from warehouse.records import Status, Submission

GOOD = Submission(
    id=12,
    sha256="",
    bytes=1,
    file_name="PESERTA_K01_20260131.csv",
    folder="K01",
    mtime_ns=0,
    received_at=datetime(2026, 1, 31, tzinfo=UTC),
    branch="K01",
    feed="enrolment",
    position_date=None,
    revision=0,
    status=Status.ACCEPTED_WITH_REJECTS,
    reason_code=None,
    duplicate_of=None,
    superseded_by=None,
    rows_read=10,
    rows_accepted=6,
    rows_rejected=3,
    rows_merged=1,
    rows_warned=2,
    contract_version=None,
    rules_version=None,
    finished_at=None,
    details={},
)
NOTHING = {"rows_read": 0, "rows_accepted": 0, "rows_rejected": 0, "rows_merged": 0}


def counted(status: Status = Status.ACCEPTED_WITH_REJECTS, **counts: int) -> Submission:
    return replace(GOOD, status=status, **counts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "submission",
    [
        GOOD,
        counted(Status.HELD),
        counted(Status.SUPERSEDED),
        counted(Status.DUPLICATE, **NOTHING),
        counted(Status.REFUSED, **NOTHING),
        counted(Status.REFUSED, rows_accepted=0),
        counted(Status.ACCEPTED, rows_accepted=10, rows_rejected=0, rows_merged=0),
        counted(rows_read=4 * 10**9, rows_accepted=4 * 10**9 - 4),
    ],
)
def test_every_row_is_accounted_for(submission: Submission) -> None:
    assert conservation_problems([submission]) == ()


@pytest.mark.parametrize(
    ("submission", "problem"),
    [
        (counted(rows_read=11), "S000012: ROWS_CONSERVED (read 11, accepted 6, rejected 3, merged 1)"),
        (counted(rows_merged=2), "S000012: ROWS_CONSERVED (read 10, accepted 6, rejected 3, merged 2)"),
        (counted(Status.HELD, rows_accepted=0), "S000012: ROWS_CONSERVED (read 10, accepted 0, rejected 3, merged 1)"),
        (counted(Status.REFUSED), "S000012: NOTHING_OF_REFUSED (read 10, accepted 6, rejected 3, merged 1)"),
        (
            counted(Status.REFUSED, rows_accepted=0, rows_rejected=10),
            "S000012: NOTHING_OF_REFUSED (read 10, accepted 0, rejected 10, merged 1)",
        ),
        (
            counted(rows_rejected=-1, rows_accepted=10),
            "S000012: ROWS_REJECTED_NOT_NEGATIVE (read 10, accepted 10, rejected -1, merged 1)",
        ),
    ],
)
def test_a_row_lost_or_doubled_is_told(submission: Submission, problem: str) -> None:
    other = replace(GOOD, id=13)
    assert conservation_problems([other, submission]) == (problem,)
    with pytest.raises(RowsNotConserved, match=r"S000012.*report it"):
        require_conservation([other, submission])


def test_all_that_are_wrong_are_named() -> None:
    wrong = [replace(counted(rows_read=99), id=number) for number in (3, 2)]
    assert [problem[:7] for problem in conservation_problems([GOOD, *wrong])] == ["S000002", "S000003"]


def test_nothing_to_judge_is_conserved() -> None:
    require_conservation(())
