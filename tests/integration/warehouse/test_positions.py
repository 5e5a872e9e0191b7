"""Positions, denominators and targets in force."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import Engine

from tests.integration.warehouse.deliveries import NOON, Delivery, deliver
from warehouse.records import Status, Verdict
from warehouse.submissions.positions import accepted_rows_history, ever_delivered, live_positions
from warehouse.submissions.references import eligible_rows, target_rows
from warehouse.submissions.submissions import finalise_submission, register

DECEMBER, JANUARY, FEBRUARY = date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)
ELIGIBLE_ROWS: dict[str, pl.DataType | type[pl.DataType]] = {
    "region_code": pl.String,
    "year": pl.Int32,
    "segment": pl.String,
    "eligible": pl.Int64,
    "source": pl.String,
    "version": pl.String,
    "position_date": pl.Date,
    "issuer": pl.String,
}
TARGET_ROWS: dict[str, pl.DataType | type[pl.DataType]] = {
    "region_code": pl.String,
    "year": pl.Int32,
    "issuer": pl.String,
    "target_pct": pl.Decimal(9, 4),
    "document": pl.String,
    "position_date": pl.Date,
    "branch": pl.String,
}


def enrolment(branch: str, position_date: date, *, revision: int = 0) -> Delivery:
    return Delivery(
        branch=branch, feed="enrolment", position_date=position_date, revision=revision, number=revision + 4
    )


@pytest.fixture
def two_branches(engine: Engine, lake: Path) -> Engine:
    for delivery in (
        enrolment("K02", FEBRUARY),
        enrolment("K01", JANUARY),
        enrolment("K01", DECEMBER),
        enrolment("K01", JANUARY, revision=1),
        Delivery(branch="BPS", position_date=DECEMBER),
    ):
        deliver(engine, lake, delivery)
    return engine


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2025, 12, 30), []),
        (DECEMBER, [("K01", DECEMBER, 3)]),
        (date(2026, 1, 30), [("K01", DECEMBER, 3)]),
        (JANUARY, [("K01", JANUARY, 4)]),
        (FEBRUARY, [("K01", JANUARY, 4), ("K02", FEBRUARY, 1)]),
    ],
)
def test_newest_position_at_a_date(two_branches: Engine, as_of: date, expected: list[tuple[str, date, int]]) -> None:
    found = live_positions(two_branches, "enrolment", as_of=as_of)
    assert [(position.branch, position.position_date, position.submission_id) for position in found] == expected


def test_a_position_leads_to_its_rows(two_branches: Engine, lake: Path) -> None:
    position = live_positions(two_branches, "enrolment", as_of=JANUARY)[0]
    frame = pl.read_parquet(lake / position.file.path)
    assert frame.height == position.file.rows == 3
    assert frame["head_count"].to_list() == [1, 1, 5]
    assert position.object_id == 4


def test_accepted_rows_of_live_positions(two_branches: Engine) -> None:
    assert list(accepted_rows_history(two_branches, "K01").items()) == [(DECEMBER, 3), (JANUARY, 3)]
    assert accepted_rows_history(two_branches, "K09") == {}
    assert accepted_rows_history(two_branches, "BPS", feed="eligible") == {DECEMBER: 2}


def test_branches_that_ever_delivered_are_known(two_branches: Engine) -> None:
    for branch, status in (("K03", Status.HELD), ("K04", Status.REFUSED), ("K05", Status.FAILED)):
        submission = register(two_branches, enrolment(branch, JANUARY).arrival())
        finalise_submission(two_branches, submission.id, verdict=Verdict(status=status, reason_code="X"), at=NOON)
    assert ever_delivered(two_branches, "enrolment") == ["K01", "K02", "K03"]
    assert ever_delivered(two_branches, "target") == []


def test_denominators_of_all_live_files(engine: Engine, lake: Path) -> None:
    for delivery in (
        Delivery(branch="BPS", position_date=JANUARY, number=10),
        Delivery(branch="BPS", position_date=DECEMBER, number=20),
        Delivery(branch="BPS", position_date=DECEMBER, number=30, revision=1),
    ):
        deliver(engine, lake, delivery)
    expected = [
        ("72.05", 2025, "TOTAL", 30, "BPS", "2025-1", DECEMBER, "BPS"),
        ("ID", 2025, "PU", 60, None, None, DECEMBER, "BPS"),
        ("72.05", 2025, "TOTAL", 10, "BPS", "2025-1", JANUARY, "BPS"),
        ("ID", 2025, "PU", 20, None, None, JANUARY, "BPS"),
    ]
    found = eligible_rows(engine)
    assert found.rows() == expected
    assert found.schema == pl.Schema(ELIGIBLE_ROWS)


def test_targets_keep_their_four_decimals_and_bear_the_issuer_of_the_list(engine: Engine, lake: Path) -> None:
    deliver(engine, lake, Delivery(branch="BAPPENAS", feed="target", number=321_512, position_date=JANUARY))
    found = target_rows(engine)
    assert found.schema == pl.Schema(TARGET_ROWS)
    assert found.rows() == [
        ("ID", 2025, "RPJMN", Decimal("32.1512"), "Perpres", JANUARY, "BAPPENAS"),
        ("72", 2025, "KEMENDAGRI", Decimal("52.15"), None, JANUARY, "BAPPENAS"),
    ]
    assert target_rows(engine)["target_pct"].dtype == pl.Decimal(9, 4)


def test_an_empty_catalogue_has_no_positions(engine: Engine) -> None:
    assert live_positions(engine, "enrolment", as_of=JANUARY) == []
    assert eligible_rows(engine).schema == pl.Schema(ELIGIBLE_ROWS)
    assert target_rows(engine).schema == pl.Schema(TARGET_ROWS)
