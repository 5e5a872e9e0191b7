"""What the gate on a whole position looks at: each measure of a file with the limits it must keep."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

import polars as pl

from settings import HoldSettings
from tasks.ingest.position_gate.content_dates import DATE_DIFFERS, ContentDates, DatedContent, contradictions
from tasks.ingest.position_gate.profile import Profile
from tasks.read.beside.row_counts import ROWS_HEADER

SCHEMA = {
    "row_no": pl.Int64,
    "code": pl.String,
    "subject": pl.String,
    "before": pl.Float64,
    "now": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "is_share": pl.Boolean,
}
STATE_CODES = {"ended": "ENDED_SHARE", "lapsed": "LAPSED_SHARE", "not_yet": "NOT_BEGUN_SHARE"}
# warnings that two columns of one row contradict each other: most rows of a file that was read right have none
CONTRADICTIONS = ("NIK_BIRTH_DATE", "NIK_SEX", "PAID_AFTER_END", "PAID_AHEAD", "PAID_BEFORE_REGISTRATION")
SUM_TOLERANCE = 1.0  # of a recap that was rounded
EXACT_TO = 2.0**53


@dataclass(frozen=True, kw_only=True)
class EarlierPosition:
    """The position a file is compared with: its date and its profile."""

    position_date: date
    profile: Profile


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One number of a file and its closed limits. subject: a header or code; before: of the earlier position."""

    code: str
    subject: str
    now: float
    low: float
    high: float
    before: float | None = None
    is_share: bool = True


def measures_frame(measures: list[Measure]) -> pl.DataFrame:
    """One row a measure, numbered by `row_no`."""
    rows = [{"row_no": number, **asdict(one)} for number, one in enumerate(measures, start=1)]
    return pl.DataFrame(rows, schema=SCHEMA)


def measures_of(
    profile: Profile,
    *,
    position_date: date,
    earlier: EarlierPosition | None,
    sums: Mapping[str, tuple[float, float]],
    limits: HoldSettings,
) -> list[Measure]:
    """Every measure that applies to a file, whose name says `position_date`.

    earlier: the position before, None for a first delivery: then only what is extreme by itself is beyond the limits.
    sums: header -> (what the recap row says, sum of the column). A difference of fewer than `limits.least_rows` rows is
    no measure, so that a small file is not held for a handful.
    """
    before = earlier.profile if earlier else None
    return [
        *_dates(profile, position_date, earlier, limits),
        *_states(profile, before, limits),
        *_warnings(profile, before, limits),
        *(_varied(profile, before, limits) if before else ()),
        *(_regencies(profile, before, limits) if before else ()),
        *_sums(sums),
    ]


def _dates(
    profile: Profile, position_date: date, earlier: EarlierPosition | None, limits: HoldSettings
) -> Iterator[Measure]:
    if not profile.dates:
        return
    now = DatedContent(position_date=position_date, content=ContentDates.of(profile.dates))
    before = None
    if earlier is not None and earlier.profile.dates:
        content = ContentDates.of(earlier.profile.dates)
        before = DatedContent(position_date=earlier.position_date, content=content)
    for one in contradictions(now, earlier=before, limits=limits):
        yield Measure(
            code=DATE_DIFFERS, subject=one.subject, now=one.now, low=float("-inf"), high=one.limit, is_share=False
        )


def _states(profile: Profile, before: Profile | None, limits: HoldSettings) -> Iterator[Measure]:
    for state, code in STATE_CODES.items():
        if state not in profile.states:
            continue
        rows = profile.read if state == "not_yet" else profile.accepted
        now = _share(profile.states[state], rows)
        if before is None:
            if profile.states[state] >= limits.least_rows:
                yield Measure(code=code, subject="", now=now, low=0, high=limits.state_share)
            continue
        was = _share(before.states.get(state, 0), before.read if state == "not_yet" else before.accepted)
        if abs(now - was) * rows >= limits.least_rows:
            change = limits.state_change
            yield Measure(code=code, subject="", now=now, low=was - change, high=was + change, before=was)


def _warnings(profile: Profile, before: Profile | None, limits: HoldSettings) -> Iterator[Measure]:
    """Only a rise is looked at: fewer warnings are what everybody works for."""
    for rule, rows in sorted(profile.warned.items()):
        now = _share(rows, profile.read)
        if before is None:
            if rule in CONTRADICTIONS and rows >= limits.least_rows:
                yield Measure(code="WARNED_SHARE", subject=rule, now=now, low=0, high=limits.warned_share)
            continue
        was = _share(before.warned.get(rule, 0), before.read)
        if (now - was) * profile.read >= limits.least_rows:
            high = was + limits.warned_change
            yield Measure(code="WARNED_SHARE", subject=rule, now=now, low=0, high=high, before=was)


def _varied(profile: Profile, before: Profile, limits: HoldSettings) -> Iterator[Measure]:
    """Columns of which enough rows had another value than the usual one must have one such row at least."""
    if profile.accepted < limits.least_rows:
        return
    for header, rows in before.varied.items():
        enough = max(limits.least_rows, limits.varied_share * before.accepted)
        if rows >= enough:
            now = profile.varied.get(header, 0)
            yield Measure(
                code="COLUMN_UNIFORM",
                subject=header,
                now=now,
                low=1,
                high=float("inf"),
                before=rows,
                is_share=False,
            )


def _regencies(profile: Profile, before: Profile, limits: HoldSettings) -> Iterator[Measure]:
    """Share of the rows that would have to lie in another regency for the two positions to be spread alike."""
    then, now = _shares(before), _shares(profile)
    if not then or not now:
        return
    elsewhere = sum(max(0.0, share - then.get(regency, 0.0)) for regency, share in now.items())
    if elsewhere * profile.accepted >= limits.least_rows:
        high = limits.regency_change
        yield Measure(code="REGENCIES_FAR", subject="", now=elsewhere, low=0, high=high, before=0)


def _shares(profile: Profile) -> dict[str, float]:
    total = sum(profile.regencies.values())
    return {regency: rows / total for regency, rows in profile.regencies.items()} if total else {}


def _sums(sums: Mapping[str, tuple[float, float]]) -> Iterator[Measure]:
    for header, (said, found) in sums.items():
        if max(abs(said), abs(found)) < EXACT_TO:
            within = 0.0 if header == ROWS_HEADER else SUM_TOLERANCE
            yield Measure(
                code="RECAP_DIFFERS",
                subject=header,
                now=found,
                low=said - within,
                high=said + within,
                before=said,
                is_share=False,
            )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
