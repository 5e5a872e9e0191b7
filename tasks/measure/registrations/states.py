"""The state of a registration at an as-of date.

Paid month by month: current up to the month that must be paid by the as-of date, then in arrears for
`grace_months`, then lapsed. A construction or migrant worker with an end date is current through that day,
then in arrears for `grace_months`. Never paid and without such an end date: lapsed.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from tasks.measure.inputs.months import earliest_end_within, month_start
from tasks.measure.inputs.rules import CountRules

STATES = ("current", "arrears", "lapsed", "ended", "not_yet")
StateType = pl.Enum(STATES)
ACTIVE = ("current", "arrears")
CONTRACT_SEGMENTS = ("JAKON", "PMI")


def by_segment(values: Sequence[date] | Sequence[int], *, rules: CountRules) -> pl.Expr:
    """The value for the segment of the row, of one for each segment of the rules."""
    first, *others = zip(rules.segments, values, strict=True)
    chosen = pl.lit(first[1])
    for segment, value in others:
        chosen = pl.when(pl.col("segment") == segment).then(pl.lit(value)).otherwise(chosen)
    return chosen


def has_contract_end() -> pl.Expr:
    """Whether an end date decides, not the paid months."""
    return pl.col("segment").is_in(CONTRACT_SEGMENTS) & pl.col("ends_on").is_not_null()


def registration_state(*, as_of: date, rules: CountRules) -> pl.Expr:
    """State [`StateType`] from `segment`, `registered_on`, `last_paid`, `ends_on`, `ended_on`."""
    lags, graces = rules.payment_lag_months, rules.grace_months
    must_be_paid = [month_start(as_of, back=lag) for lag in lags]
    with_grace = [month_start(as_of, back=lag + grace) for lag, grace in zip(lags, graces, strict=True)]
    earliest_ends = [earliest_end_within(as_of, months=grace) for grace in graces]
    paid_current = pl.col("last_paid") >= by_segment(must_be_paid, rules=rules)
    paid_in_grace = pl.col("last_paid") >= by_segment(with_grace, rules=rules)
    contract_current = pl.col("ends_on") >= as_of
    contract_in_grace = pl.col("ends_on") >= by_segment(earliest_ends, rules=rules)

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
