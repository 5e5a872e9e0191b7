"""The status of deliveries from the catalogue and the branch list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
from sqlalchemy import Engine

from expectations.contracts import FEEDS
from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.operations.status.table import DELIVERIES, EXPECTED, POSITIONS, UNKNOWN_FEED, status_table, summarise
from tasks.receive.branches import ISSUED_FEEDS, Branch, load_branches
from tasks.receive.schedule import latest_due
from warehouse.records import submission_label
from warehouse.submissions.positions import dates_erased, dates_restated, ever_delivered, live_positions
from warehouse.submissions.submissions import list_submissions

ENROLMENT = "enrolment"
LAST_SUBMISSIONS = 6


@dataclass(frozen=True, kw_only=True)
class DeliveryStatus:
    """How deliveries stand at an as-of date, JSON-ready, and published dates that rest on older positions by now."""

    deliveries: tuple[dict[str, Any], ...]
    summary: dict[str, int]
    restated: tuple[date, ...]
    erased: tuple[date, ...] = ()  # those of them from which people were erased


def read_delivery_status(as_of: date, settings: Settings, *, today: date) -> DeliveryStatus:
    """What a run reports beside its own work."""
    thinned_before = today - timedelta(days=settings.retention.thin_after_days)
    with catalogue(settings) as engine:
        table = read_status(engine, as_of=as_of, settings=settings)
        restated = tuple(day for day in dates_restated(engine, thinned_before=thinned_before) if day != as_of)
        erased = tuple(dates_erased(engine))
    return DeliveryStatus(
        deliveries=tuple(status_rows(table)), summary=summarise(table), restated=restated, erased=erased
    )


def read_status(engine: Engine, *, as_of: date, settings: Settings) -> pl.DataFrame:
    """The status table of an as-of date, under today's branch list and from what is in force today."""
    positions = [
        (one.branch, feed, one.position_date, one.file.rows)
        for feed in FEEDS
        for one in live_positions(engine, feed, as_of=as_of)
    ]
    branches = load_branches(settings.branches_path)
    delivered = ever_delivered(engine, ENROLMENT)
    return status_table(
        _deliveries(engine, as_of=as_of),
        positions=pl.DataFrame(positions, schema=POSITIONS, orient="row"),
        expected=pl.DataFrame(
            list(expected_deliveries(branches, delivered=delivered, as_of=as_of, max_age_days=settings.max_age_days)),
            schema=EXPECTED,
            orient="row",
        ),
        as_of=as_of,
        max_age_days=settings.max_age_days,
        last=LAST_SUBMISSIONS,
    )


def expected_deliveries(
    branches: Mapping[str, Branch] | None, *, delivered: list[str], as_of: date, max_age_days: int
) -> Iterator[tuple[str, str, str, date | None, date | None]]:
    """Rows of `EXPECTED`: by schedule; without one an enrolment position must not be older than `max_age_days`.

    Official numbers without a schedule are expected once, of their issuers; other feeds not at all. Without a list, the
    enrolments of whoever ever delivered some are expected.
    """
    oldest = as_of - timedelta(days=max_age_days)
    if branches is None:
        yield from ((branch, "", ENROLMENT, oldest, None) for branch in delivered)
        return
    for branch in branches.values():
        named = branch.feeds & ({ENROLMENT} | ISSUED_FEEDS)
        for feed in sorted(named | branch.schedule.keys()):
            if feed in branch.schedule:
                due = latest_due(branch.schedule[feed], as_of=as_of)
                yield branch.code, branch.name, feed, due.start, due.by
            else:
                yield branch.code, branch.name, feed, oldest if feed == ENROLMENT else None, None


def status_rows(table: pl.DataFrame) -> list[dict[str, Any]]:
    """The table for `--json` and artifacts: days and moments as text, submissions by their label."""
    rows = table.with_columns(
        pl.col("position_date", "due_by").dt.to_string("iso:strict"),
        pl.col("last_received_at").dt.to_string("%Y-%m-%dT%H:%M:%SZ"),
    ).to_dicts()
    return [
        {**row, "last_submission": submission_label(row["last_submission"]) if row["last_submission"] else None}
        for row in rows
    ]


def _deliveries(engine: Engine, *, as_of: date) -> pl.DataFrame:
    """Every delivery up to the as-of date; the folder tells who sent it, whatever the file's name says."""
    rows = [
        (
            one.id,
            one.folder.upper(),
            one.feed or UNKNOWN_FEED,
            one.position_date,
            one.received_at,
            one.status.value,
            one.reason_code,
            one.rows_read,
            one.rows_rejected,
        )
        for one in list_submissions(engine)
        if one.position_date is None or one.position_date <= as_of
    ]
    return pl.DataFrame(rows, schema=DELIVERIES, orient="row")
