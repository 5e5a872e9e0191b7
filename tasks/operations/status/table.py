"""What was delivered and what was not, per branch and feed, at an as-of date."""

from datetime import date

import polars as pl

OK, LATE, MISSING, NOT_DUE, NOT_EXPECTED = "ok", "late", "missing", "not_due", "not_expected"
UNKNOWN_FEED = "unknown"  # files whose name says nothing

Schema = dict[str, pl.DataType | type[pl.DataType]]

EXPECTED: Schema = {
    "branch": pl.String,
    "name": pl.String,
    "feed": pl.String,
    "since": pl.Date,  # a position dated on or after this day is in time; empty = any will do
    "by": pl.Date,  # the day on which that position was due; empty = when the last one became too old
    "not_before": pl.Date,  # nothing was due before this day: the branch was new; empty = no such bound
}
DELIVERIES: Schema = {
    "id": pl.Int64,
    "branch": pl.String,
    "feed": pl.String,
    "position_date": pl.Date,
    "received_at": pl.Datetime("us", "UTC"),
    "status": pl.String,
    "reason": pl.String,
    "rows_read": pl.Int64,
    "rows_rejected": pl.Int64,
}
POSITIONS: Schema = {"branch": pl.String, "feed": pl.String, "position_date": pl.Date, "rows": pl.Int64}

KEY = ("branch", "feed")
STATUS_COLUMNS = (
    *KEY,
    "name",
    "state",
    "position_date",
    "age_days",
    "due_by",
    "days_late",
    "rows",
    "last_submission",
    "last_received_at",
    "last_status",
    "last_reason",
    "reject_pct",
    "reject_change",
    "reject_pcts",
    "reject_submission",
    "held",
    "failed",
)


def status_table(
    deliveries: pl.DataFrame,
    *,
    positions: pl.DataFrame,
    expected: pl.DataFrame,
    as_of: date,
    max_age_days: int,
    last: int,
) -> pl.DataFrame:
    """One row per branch and feed that is expected or was delivered [`STATUS_COLUMNS`], by branch and feed.

    deliveries [`DELIVERIES`]: those up to `as_of`, without what was taken back or put right since. positions
    [`POSITIONS`]: the newest in force of each key. expected [`EXPECTED`].

    state `not_due`: never delivered, and not due yet. reject_pct: percent of rows rejected in the delivery judged last,
    by position date; reject_submission: which one that is, since it need not be the one that arrived last;
    reject_change: points against the mean of the up to `last` - 1 before; reject_pcts: all of them, oldest first.
    """
    known = pl.concat([frame.select(KEY) for frame in (expected, deliveries, positions)]).unique()
    joined = (
        known.join(expected.with_columns(is_expected=True), on=KEY, how="left")
        .join(positions, on=KEY, how="left")
        .join(_last_delivery(deliveries), on=KEY, how="left")
        .join(_rejects(deliveries, last=last), on=KEY, how="left")
        .join(_waiting(deliveries), on=KEY, how="left")
    )
    age = (pl.lit(as_of) - pl.col("position_date")).dt.total_days()
    too_old = pl.col("position_date") + pl.duration(days=max_age_days)
    late = pl.col("position_date") < pl.col("since")
    due = pl.max_horizontal(pl.coalesce("by", too_old), "not_before")
    state = (
        pl.when(pl.col("is_expected").is_null())
        .then(pl.lit(NOT_EXPECTED))
        .when(pl.col("position_date").is_null() & (due >= as_of))
        .then(pl.lit(NOT_DUE))
        .when(pl.col("position_date").is_null())
        .then(pl.lit(MISSING))
        .when(late & (due >= as_of).fill_null(value=False) & pl.col("not_before").is_not_null())
        .then(pl.lit(OK))
        .when(late)
        .then(pl.lit(LATE))
        .otherwise(pl.lit(OK))
    )
    due_by = pl.when(state.is_in([LATE, MISSING, NOT_DUE])).then(due)
    return joined.select(
        *KEY,
        pl.col("name").fill_null(""),
        state.alias("state"),
        "position_date",
        age.alias("age_days"),
        due_by.alias("due_by"),
        pl.when(state != NOT_DUE).then((pl.lit(as_of) - due_by).dt.total_days()).alias("days_late"),
        *STATUS_COLUMNS[STATUS_COLUMNS.index("rows") : -2],
        *(pl.col(name).fill_null(0) for name in ("held", "failed")),
    ).sort(KEY)


def summarise(table: pl.DataFrame) -> dict[str, int]:
    """How many branches and feeds are in each state, and what waits for the operator."""
    states = {state: table.filter(state=state).height for state in (OK, LATE, MISSING, NOT_DUE)}
    return {
        "expected": sum(states.values()),
        **states,
        "held": int(table["held"].sum()),
        "failed": int(table["failed"].sum()),
    }


def _last_delivery(deliveries: pl.DataFrame) -> pl.DataFrame:
    """The delivery that arrived last."""
    return (
        deliveries.sort("id")
        .group_by(KEY)
        .last()
        .select(
            *KEY,
            pl.col("id").alias("last_submission"),
            pl.col("received_at").alias("last_received_at"),
            pl.col("status").alias("last_status"),
            pl.col("reason").alias("last_reason"),
        )
    )


def _rejects(deliveries: pl.DataFrame, *, last: int) -> pl.DataFrame:
    """Shares of rejected rows over the deliveries whose rows were judged."""
    percent = (100 * pl.col("rows_rejected") / pl.col("rows_read")).round(2)
    return (
        deliveries.filter(pl.col("rows_read") > 0)
        .sort("position_date", "id")
        .group_by(KEY, maintain_order=True)
        .agg(percent.tail(last).alias("reject_pcts"), pl.col("id").last().alias("reject_submission"))
        .with_columns(
            reject_pct=pl.col("reject_pcts").list.last(),
            reject_before=pl.col("reject_pcts").list.head(pl.col("reject_pcts").list.len() - 1).list.mean(),
        )
        .select(
            *KEY,
            "reject_pct",
            "reject_pcts",
            "reject_submission",
            (pl.col("reject_pct") - pl.col("reject_before")).round(2).alias("reject_change"),
        )
    )


def _waiting(deliveries: pl.DataFrame) -> pl.DataFrame:
    """Deliveries that wait for the operator."""
    return deliveries.group_by(KEY).agg(
        (pl.col("status") == "held").sum().cast(pl.Int64).alias("held"),
        (pl.col("status") == "failed").sum().cast(pl.Int64).alias("failed"),
    )
