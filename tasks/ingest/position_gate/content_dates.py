"""What the dates inside an enrolment extract say of the day it was exported: does its content fit its position date?

Three things can prove that the date in the name is another one: registrations after it, no registration for as long as
there always were some, and months paid by wage earners that lie ahead of it or have not moved on. Days are compared by
how many different ones there are, so that one employer who registers hundreds on one day proves nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Self

import polars as pl

from settings import HoldSettings

REGISTERED, PAID, SEGMENT, MONTHLY = "registered_on", "last_paid", "segment", "PU"
DATE_DIFFERS = "DATE_DIFFERS"
LONGEST_GAP = 366  # days that a gap may have; a longer one is that of people who are registered no more
NEAR = timedelta(days=14)  # in so short a time the pace of registrations stays what it was
LEAST_DAYS_AFTER = 3  # registrations entered ahead, as for the first of next month, stand on one day or two
LEAST_PACE = 3  # a third of the pace before the position date is that of an export made later, not of typing errors
MOST_MONTHS = 12  # a greater lag tells of people who lapsed
END_OF_MONTH = 25  # from this day on a position is one of the end of its month


@dataclass(frozen=True, kw_only=True)
class ContentDates:
    """Counts from the columns TANGGAL_KEPESERTAAN and BLTH_AKHIR of one extract, for its position date.

    after, after_days, after_to: rows registered in the two weeks after it, on how many days, the last of them. near:
    rows registered in the two weeks up to it. registered_to: the last registration that is not later. usual_days,
    usual_rows: days with a registration, and rows, in a span before that day as long as the one from it to the position
    date. paid_to: first day of the newest month that a quarter of the wage earners (PU) have paid to. monthly: those
    wage earners.
    """

    after: int = 0
    after_days: int = 0
    after_to: date | None = None
    near: int = 0
    registered_to: date | None = None
    usual_days: int = 0
    usual_rows: int = 0
    paid_to: date | None = None
    monthly: int = 0

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """From what `record` gave."""
        days = ("after_to", "registered_to", "paid_to")
        return cls(**{**record, **{name: date.fromisoformat(record[name]) for name in days if record.get(name)}})


@dataclass(frozen=True, kw_only=True)
class DatedContent:
    """A position date, and what the content says."""

    position_date: date
    content: ContentDates


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """One proof: what it is about, the number that was found, and the limit that it is beyond."""

    subject: str
    now: float
    limit: float


def content_dates(frame: pl.DataFrame, *, position_date: date) -> ContentDates:
    """The dates of a typed extract [`registered_on`, `last_paid`, `segment`], rejected rows included."""
    span = timedelta(days=LONGEST_GAP)
    days = frame[REGISTERED].drop_nulls()
    days = days.filter(days.is_between(position_date - 3 * span, position_date + NEAR))
    after, before = days.filter(days > position_date), days.filter(days <= position_date)
    found: dict[str, Any] = {"after": after.len(), "after_days": after.n_unique(), "after_to": after.max()}
    found["near"] = int((before > position_date - NEAR).sum())
    last = before.max()
    if isinstance(last, date):
        gap = min(position_date - last, span)
        usual = before.filter(before > last - gap)
        found |= {"registered_to": last, "usual_days": usual.n_unique(), "usual_rows": usual.len()}
    return ContentDates(**found, **_paid(frame))


def contradictions(now: DatedContent, *, earlier: DatedContent | None, limits: HoldSettings) -> Iterator[Contradiction]:
    """What proves another date than the one in the name.

    earlier: the branch's position before, None for a first delivery: what was so in it too, and counted, is the
    branch's usual way and proves nothing.
    """
    name = f"nama/name {now.position_date}"
    content, usual = now.content, earlier.content if earlier else None
    many = limits.least_rows
    goes_on = content.after_days >= LEAST_DAYS_AFTER and content.after * LEAST_PACE >= content.near
    if content.after >= many and goes_on and not (usual and usual.after >= many and content.after <= 2 * usual.after):
        yield Contradiction(
            subject=f"TANGGAL_KEPESERTAAN .. {content.after_to}, {name}:", now=content.after, limit=many - 1
        )
    gap = _gap(now)
    busy = content.usual_days >= limits.date_usual_days and content.usual_rows >= many
    longest = max(limits.date_gap_days, (_gap(earlier) if earlier else 0) + limits.date_gap_days // 2)
    if busy and gap > longest:
        yield Contradiction(subject=f"TANGGAL_KEPESERTAAN .. {content.registered_to}, {name}:", now=gap, limit=longest)
    yield from _months(now, earlier, name=name, many=many)


def _months(now: DatedContent, earlier: DatedContent | None, *, name: str, many: int) -> Iterator[Contradiction]:
    """Wage earners pay month by month: not ahead, and from the end of one month to the next they move on."""
    paid_to = now.content.paid_to
    if paid_to is None or now.content.monthly < many:
        return
    lag, limit = _lag(now), 0
    subject = f"BLTH_AKHIR .. {paid_to:%Y-%m}, {name}:"
    before = _lag(earlier) if earlier and earlier.content.monthly >= many else None
    if lag < min(0, before or 0):
        yield Contradiction(subject=subject, now=-lag, limit=limit)
    elif before is not None and earlier is not None:
        alike = min(now.position_date.day, earlier.position_date.day) >= END_OF_MONTH
        limit = max(0, before) + (0 if alike else 1)
        if limit < lag <= limit + MOST_MONTHS:
            yield Contradiction(subject=subject, now=lag, limit=limit)


def _gap(one: DatedContent) -> int:
    to = one.content.registered_to
    return (one.position_date - to).days if to else 0


def _lag(one: DatedContent) -> int:
    """Months from the newest month that is widely paid to that of the position date."""
    to = one.content.paid_to or one.position_date
    return (one.position_date.year - to.year) * 12 + one.position_date.month - to.month


def _paid(frame: pl.DataFrame) -> dict[str, Any]:
    paid = frame.filter(pl.col(SEGMENT) == MONTHLY)[PAID].drop_nulls()
    counted = paid.dt.truncate("1mo").value_counts(name="rows").sort(PAID, descending=True)
    reached = counted.filter(pl.col("rows").cum_sum() * 4 >= paid.len())[PAID]
    return {"monthly": paid.len(), "paid_to": reached.item(0) if reached.len() else None}
