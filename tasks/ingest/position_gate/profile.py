"""What is kept of a position so that the next one can be compared with it: counts, no value of a row."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self

import polars as pl

from expectations.contracts import MEASURED
from expectations.contracts.schema import Feed, Severity
from tasks.ingest.position_gate.content_dates import content_dates
from tasks.measure.inputs.rules import CountRules
from tasks.measure.registrations.states import registration_state
from tasks.states import Checked

NOT_BEGUN_RULE = "REGISTERED_AFTER_POSITION"
SAMPLE = 10_000
REGENCIES = 30  # the most frequent ones; the others are counted together


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Counts of rows of one file. read, accepted: as in its receipt.

    states: `ended`, `lapsed` (of the accepted rows, on the position date) and `not_yet` (rejected, since they begin
    after it). warned: rows by code of a warning. varied: of each column by its header the rows that do not hold its
    usual value, empty being one. regencies: accepted rows by the regency in their NIK, the most frequent 30. dates:
    what `ContentDates.record` gives.
    """

    read: int
    accepted: int
    states: Mapping[str, int] = field(default_factory=dict)
    warned: Mapping[str, int] = field(default_factory=dict)
    varied: Mapping[str, int] = field(default_factory=dict)
    regencies: Mapping[str, int] = field(default_factory=dict)
    dates: Mapping[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """From what `record` gave."""
        return cls(**record)


def profile_of(checked: Checked, *, read: pl.DataFrame, feed: Feed, position_date: date, rules: CountRules) -> Profile:
    """The profile of a checked file; read: its whole typed frame.

    Only registrations have states, columns, regencies and dates to compare.
    """
    warned = {one.code: one.row_count for one in checked.issues if one.severity is Severity.WARN}
    counts: dict[str, Any] = {"read": checked.rows_read, "accepted": checked.rows_accepted, "warned": warned}
    if feed.name != MEASURED:
        return Profile(**counts)
    frame = checked.accepted
    kept = [one for one in feed.fields if one.kept and one.name in frame.columns]
    return Profile(
        **counts,
        states=_states(checked, position_date=position_date, rules=rules),
        varied=_varied(frame, {one.name: one.header for one in kept}),
        regencies=_regencies(frame["nik_region"]),
        dates=content_dates(read, position_date=position_date).record(),
    )


def _states(checked: Checked, *, position_date: date, rules: CountRules) -> dict[str, int]:
    state = checked.accepted.select(state=registration_state(as_of=position_date, rules=rules).cast(pl.String))["state"]
    found = dict(state.value_counts().iter_rows())
    not_begun = checked.rejected.filter(code=NOT_BEGUN_RULE)["row_no"].n_unique()
    return {"ended": found.get("ended", 0), "lapsed": found.get("lapsed", 0), "not_yet": not_begun}


def _varied(frame: pl.DataFrame, headers: Mapping[str, str]) -> dict[str, int]:
    """For each column by its header, rows that do not hold the value which is usual in a sample."""
    if frame.is_empty():
        return dict.fromkeys(headers.values(), 0)
    sample = frame.select(pl.col(list(headers)).gather_every(1 + frame.height // SAMPLE))
    usual = {name: sample[name].value_counts(name="rows").sort("rows", name, descending=True) for name in headers}
    differs = (
        pl.col(name).ne_missing(pl.lit(values[name][0], dtype=frame.schema[name])).sum().alias(headers[name])
        for name, values in usual.items()
    )
    return frame.select(differs).row(0, named=True)


def _regencies(column: pl.Series) -> dict[str, int]:
    counted = column.drop_nulls().alias("regency").value_counts(name="rows")
    most = counted.sort("rows", "regency", descending=[True, False]).head(REGENCIES)
    return dict(most.iter_rows())
