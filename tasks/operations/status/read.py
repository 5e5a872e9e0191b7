"""The status of deliveries from the catalogue and the branch list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import polars as pl
from sqlalchemy import Engine

from expectations.contracts import FEEDS, MEASURED, feeds_from, feeds_of_kind
from expectations.contracts.schema import FeedKind, Sender
from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.operations.status.table import DELIVERIES, EXPECTED, POSITIONS, UNKNOWN_FEED, status_table, summarise
from tasks.receive.branches import Branch, load_branches
from tasks.receive.file_name import feed_meant
from tasks.receive.schedule import latest_due, next_due
from warehouse.dimensions.branch_days import branch_first_days
from warehouse.records import MOVED, WITHDRAWN, Status, Submission, submission_label
from warehouse.submissions.lookup import list_submissions
from warehouse.submissions.positions import ever_delivered, live_positions
from warehouse.submissions.restated import dates_erased, dates_restated

LAST_SUBMISSIONS = 6
LABELS = ("last_submission", "reject_submission")
Expected = tuple[str, str, str, date | None, date | None, date | None]


@dataclass(frozen=True, kw_only=True)
class DeliveryStatus:
    """How deliveries stand today, JSON-ready, and published dates that rest on older positions by now."""

    deliveries: tuple[dict[str, Any], ...]
    summary: dict[str, int]
    restated: tuple[date, ...]
    erased: tuple[date, ...] = ()  # those of them from which people were erased


def read_delivery_status(as_of: date, settings: Settings, *, today: date) -> DeliveryStatus:
    """What a run reports beside its own work: deliveries as `ucj status` shows them, whatever date the run is for.

    as_of: date of the run, which is not listed as restated.
    """
    thinned_before = today - timedelta(days=settings.retention.thin_after_days)
    with catalogue(settings) as engine:
        table = read_status(engine, as_of=today, today=today, settings=settings)
        restated = tuple(day for day in dates_restated(engine, thinned_before=thinned_before) if day != as_of)
        erased = tuple(dates_erased(engine))
    return DeliveryStatus(
        deliveries=tuple(status_rows(table)), summary=summarise(table), restated=restated, erased=erased
    )


def read_status(engine: Engine, *, as_of: date, today: date, settings: Settings) -> pl.DataFrame:
    """The status table of an as-of date, under today's branch list and from what is in force today."""
    positions = [
        (one.branch, feed, one.position_date, one.file.rows)
        for feed in FEEDS
        for one in live_positions(engine, feed, as_of=as_of)
    ]
    branches = load_branches(settings.branches_path)
    delivered = ever_delivered(engine, MEASURED)
    expected = expected_deliveries(
        branches,
        delivered=delivered,
        as_of=as_of,
        max_age_days=settings.max_age_days,
        first_days={**dict.fromkeys(branches or (), today), **branch_first_days(engine)},  # new on the list: today
    )
    return status_table(
        _deliveries(engine, as_of=as_of),
        positions=pl.DataFrame(positions, schema=POSITIONS, orient="row"),
        expected=pl.DataFrame(list(expected), schema=EXPECTED, orient="row"),
        as_of=as_of,
        max_age_days=settings.max_age_days,
        last=LAST_SUBMISSIONS,
    )


def expected_deliveries(
    branches: Mapping[str, Branch] | None,
    *,
    delivered: list[str],
    as_of: date,
    max_age_days: int,
    first_days: Mapping[str, date] = MappingProxyType({}),
) -> Iterator[Expected]:
    """Rows of `EXPECTED`: by schedule; without one a position must not be older than `max_age_days`.

    Official numbers without a schedule are expected once, of their issuers; other feeds not at all. Without a list, the
    enrolments of whoever ever delivered some are expected. first_days: since when each branch is known here: nothing
    was due before that, and without a schedule the first delivery has `max_age_days`. An as-of date before that day is
    looked at as if the branch had always been there.
    """
    age = timedelta(days=max_age_days)
    if branches is None:
        yield from ((branch, "", MEASURED, as_of - age, None, None) for branch in delivered)
        return
    snapshots = feeds_of_kind(FeedKind.SNAPSHOT)
    for branch in branches.values():
        first = first_days.get(branch.code)
        known = first if first is not None and first <= as_of else None
        named = branch.feeds & (snapshots | feeds_from(Sender.ISSUER))
        for feed in sorted(named | branch.schedule.keys()):
            if feed in branch.schedule:
                due = latest_due(branch.schedule[feed], as_of=as_of)
                was_there = known is None or due.by >= known
                first_due = next_due(branch.schedule[feed], as_of=as_of)
                since, by, not_before = (due.start, due.by, None) if was_there else (None, None, first_due)
            else:
                since, by = as_of - age if feed in snapshots else None, None
                not_before = known + age if known else None
            yield branch.code, branch.name, feed, since, by, not_before


def status_rows(table: pl.DataFrame) -> list[dict[str, Any]]:
    """The table for `--json` and artifacts: days and moments as text, submissions by their label."""
    rows = table.with_columns(
        pl.col("position_date", "due_by").dt.to_string("iso:strict"),
        pl.col("last_received_at").dt.to_string("%Y-%m-%dT%H:%M:%SZ"),
    ).to_dicts()
    return [{**row, **{name: submission_label(row[name]) if row[name] else None for name in LABELS}} for row in rows]


def _deliveries(engine: Engine, *, as_of: date) -> pl.DataFrame:
    """Every delivery up to the as-of date that tells how things stand; the folder tells who sent it, whatever the
    file's name says."""
    submissions = list_submissions(engine)
    rows = [
        (
            one.id,
            one.folder.upper(),
            one.feed or feed_meant(one.file_name) or UNKNOWN_FEED,
            one.position_date,
            one.received_at,
            one.status.value,
            one.reason_code,
            one.rows_read,
            one.rows_rejected,
        )
        for one in standing_deliveries(submissions)
        if one.position_date is None or one.position_date <= as_of
    ]
    return pl.DataFrame(rows, schema=DELIVERIES, orient="row")


def standing_deliveries(submissions: Sequence[Submission]) -> Iterator[Submission]:
    """Without what an operator withdrew or moved, and without refusals that the branch has put right since.

    A refusal is put right when the same bytes come again and are not refused, from whichever folder; one whose name
    does not even say the feed, also when anything else comes from its folder and is not refused.
    """
    by_bytes: dict[str, int] = {}
    by_folder: dict[str, int] = {}
    for one in submissions:
        if one.status is not Status.REFUSED:
            by_bytes[one.sha256] = by_folder[one.folder.upper()] = one.id
    for one in submissions:
        if one.reason_code in {WITHDRAWN, MOVED}:
            continue
        nameless = one.feed is None and feed_meant(one.file_name) is None
        right = max(by_bytes.get(one.sha256, 0), by_folder.get(one.folder.upper(), 0) if nameless else 0)
        if one.status is not Status.REFUSED or right < one.id:
            yield one
