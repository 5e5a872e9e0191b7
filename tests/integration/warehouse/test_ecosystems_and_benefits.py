"""Populations lie in the catalogue, claims in the lake; both accumulate, and a correction replaces its file."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import Engine

from expectations.contracts import FEEDS
from tests.integration.warehouse.deliveries import NOON, digest
from warehouse.lake.objects import write_object
from warehouse.records import Arrival, Counts, Status, Verdict
from warehouse.submissions.load import load_position
from warehouse.submissions.references import claims_schema, live_claims, reference_rows, reference_schema, scan_claims
from warehouse.submissions.submissions import register

BENEFIT = FEEDS["benefit"]
JANUARY, FEBRUARY, MARCH = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)
VILLAGE = "72.05.01.2001"

Claims = list[tuple[int, int]]  # number of the claim, rupiah


def ecosystem(population: int) -> pl.DataFrame:
    rows = [
        (2, "74.13", "NON_ASN", JANUARY, population, None),
        (3, VILLAGE, "PEKERJA_RENTAN", JANUARY, None, 100),
    ]
    return pl.DataFrame(rows, schema=FEEDS["ecosystem"].lake.schema, orient="row")


def benefit(claims: Claims) -> pl.DataFrame:
    rows = [
        (row_no, number.to_bytes(16, "big"), b"p" * 16, "72.05", "JKM", Decimal(rupiah), JANUARY)
        for row_no, (number, rupiah) in enumerate(claims, start=2)
    ]
    return pl.DataFrame(rows, schema=BENEFIT.lake.schema, orient="row")


def deliver(
    engine: Engine, lake: Path, frame: pl.DataFrame, *, feed: str, branch: str, position_date: date, revision: int = 0
) -> int:
    """Take a file with these rows; its submission."""
    name = f"{feed}_{branch}_{position_date}_{revision}"
    arrival = Arrival(
        sha256=digest(name),
        bytes=1,
        file_name=name,
        folder=branch,
        mtime_ns=1,
        received_at=NOON,
        branch=branch,
        feed=feed,
        position_date=position_date,
        revision=revision,
    )
    submission = register(engine, arrival)
    written = write_object(frame, lake=lake, feed=feed, branch=branch, position_date=position_date)
    verdict = Verdict(status=Status.ACCEPTED, counts=Counts(rows_read=frame.height, rows_accepted=frame.height))
    load_position(engine, lake=lake, submission_id=submission.id, object_file=written, verdict=verdict, at=NOON)
    return submission.id


def paid(engine: Engine, lake: Path, *, as_of: date) -> dict[int, tuple[int, date, str]]:
    """Each claim's rupiah, position and branch."""
    claims = scan_claims(live_claims(engine, BENEFIT, as_of=as_of), BENEFIT, lake=lake).collect()
    assert claims.schema == pl.Schema(claims_schema(BENEFIT))
    return {
        int.from_bytes(row["claim_id"], "big"): (int(row["amount"]), row["position_date"], row["branch"])
        for row in claims.to_dicts()
    }


def test_populations_and_village_targets_of_all_live_files(engine: Engine, lake: Path) -> None:
    for day, population, revision in ((FEBRUARY, 2300, 0), (JANUARY, 2200, 0), (JANUARY, 2270, 1)):
        deliver(
            engine, lake, ecosystem(population), feed="ecosystem", branch="DAGRI", position_date=day, revision=revision
        )
    found = reference_rows(engine, FEEDS["ecosystem"])
    assert found.schema == pl.Schema(reference_schema(FEEDS["ecosystem"]))
    assert found.rows() == [
        ("74.13", "NON_ASN", JANUARY, 2270, None, JANUARY, "DAGRI"),
        (VILLAGE, "PEKERJA_RENTAN", JANUARY, None, 100, JANUARY, "DAGRI"),
        ("74.13", "NON_ASN", JANUARY, 2300, None, FEBRUARY, "DAGRI"),
        (VILLAGE, "PEKERJA_RENTAN", JANUARY, None, 100, FEBRUARY, "DAGRI"),
    ]


def test_a_claim_counts_once_by_its_newest_position(engine: Engine, lake: Path) -> None:
    for branch, day, claims in (
        ("K02", FEBRUARY, [(1, 43), (3, 7)]),
        ("K01", JANUARY, [(1, 42), (2, 36)]),
        ("K01", MARCH, [(2, 99)]),
    ):
        deliver(engine, lake, benefit(claims), feed="benefit", branch=branch, position_date=day)
    assert paid(engine, lake, as_of=JANUARY) == {1: (42, JANUARY, "K01"), 2: (36, JANUARY, "K01")}
    assert paid(engine, lake, as_of=FEBRUARY) == {
        1: (43, FEBRUARY, "K02"),
        2: (36, JANUARY, "K01"),
        3: (7, FEBRUARY, "K02"),
    }
    assert paid(engine, lake, as_of=MARCH)[2] == (99, MARCH, "K01")


@pytest.mark.parametrize("order", [("K01", "K02"), ("K02", "K01")])
def test_two_branches_with_one_claim_on_one_day(engine: Engine, lake: Path, order: tuple[str, str]) -> None:
    for branch in order:
        deliver(engine, lake, benefit([(1, int(branch[1:]))]), feed="benefit", branch=branch, position_date=JANUARY)
    assert paid(engine, lake, as_of=JANUARY) == {1: (1, JANUARY, "K01")}


def test_a_corrected_file_of_claims_replaces_the_first(engine: Engine, lake: Path) -> None:
    deliver(engine, lake, benefit([(1, 42), (2, 36)]), feed="benefit", branch="K01", position_date=JANUARY)
    second = deliver(engine, lake, benefit([(1, 40)]), feed="benefit", branch="K01", position_date=JANUARY, revision=1)
    assert [one.submission_id for one in live_claims(engine, BENEFIT, as_of=MARCH)] == [second]
    assert paid(engine, lake, as_of=MARCH) == {1: (40, JANUARY, "K01")}


def test_tables_are_empty_where_nothing_was_delivered(engine: Engine, lake: Path) -> None:
    assert reference_rows(engine, FEEDS["ecosystem"]).schema == pl.Schema(reference_schema(FEEDS["ecosystem"]))
    assert paid(engine, lake, as_of=MARCH) == {}
