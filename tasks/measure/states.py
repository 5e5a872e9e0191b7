"""The state of a registration at an as-of date.

Paid month by month: current up to the month that must be paid by the as-of date, then in arrears for
`grace_months`, then lapsed. A construction or migrant worker with an end date is current through that day,
then in arrears for `grace_months`. Never paid and without such an end date: lapsed.
"""

from collections.abc import Callable
from datetime import date

import polars as pl

from settings import SEGMENTS, Segment, Settings
from tasks.measure.months import earliest_end_within, month_start

STATES = ("current", "arrears", "lapsed", "ended", "not_yet")
StateType = pl.Enum(STATES)
ACTIVE = ("current", "arrears")
CONTRACT_SEGMENTS: tuple[Segment, ...] = ("JAKON", "PMI")


def by_segment(value_of: Callable[[Segment], date | int]) -> pl.Expr:
    """What `value_of` gives for the segment of the row."""
    first, *others = SEGMENTS
    chosen = pl.lit(value_of(first))
    for segment in others:
        chosen = pl.when(pl.col("segment") == segment).then(pl.lit(value_of(segment))).otherwise(chosen)
    return chosen


def has_contract_end() -> pl.Expr:
    """Whether an end date decides, not the paid months."""
    return pl.col("segment").is_in(CONTRACT_SEGMENTS) & pl.col("ends_on").is_not_null()


def registration_state(*, as_of: date, settings: Settings) -> pl.Expr:
    """State [`StateType`] from `segment`, `registered_on`, `last_paid`, `ends_on`, `ended_on`."""
    lag, grace = settings.payment_lag_months.of, settings.grace_months.of
    paid_current = pl.col("last_paid") >= by_segment(lambda s: month_start(as_of, back=lag(s)))
    paid_in_grace = pl.col("last_paid") >= by_segment(lambda s: month_start(as_of, back=lag(s) + grace(s)))
    contract_current = pl.col("ends_on") >= as_of
    contract_in_grace = pl.col("ends_on") >= by_segment(lambda s: earliest_end_within(as_of, months=grace(s)))

    def state(name: str) -> pl.Expr:
        return pl.lit(name, dtype=StateType)

    return (
        pl.when(pl.col("ended_on") <= as_of)
        .then(state("ended"))
        .when(pl.col("registered_on") > as_of)
        .then(state("not_yet"))
        .when(pl.when(has_contract_end()).then(contract_current).otherwise(paid_current))
        .then(state("current"))
        .when(pl.when(has_contract_end()).then(contract_in_grace).otherwise(paid_in_grace))
        .then(state("arrears"))
        .otherwise(state("lapsed"))
    )
