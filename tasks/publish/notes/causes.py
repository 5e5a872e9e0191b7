"""Why a figure moved, as far as it can be told: which submissions, versions or other dates it rests on changed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from expectations.contracts import MEASURED
from tasks.publish.notes.restatement import PositionChange
from warehouse.figures.metrics import METRICS
from warehouse.releases.lineage import Origin
from warehouse.submissions.positions import PROFILE

FEED_OF_NAME = (  # what a name of a column begins with, and the feed that the figure comes from
    ("eligible", "eligible"),
    ("target_pct", "target"),
    ("population", "ecosystem"),
    ("claims", "benefit"),
    ("amount", "benefit"),
    ("villages", "enrolment"),
)
FEEDS_OF_TABLE = {  # what figures rest on beside people that are worked out from several
    "ucj_target": ("enrolment", "eligible", "target"),
    "ucj_ecosystem": ("enrolment", "ecosystem"),
    "ucj_ecosystem_movement": ("enrolment", "ecosystem"),
    "ucj_ecosystem_trend": ("enrolment", "ecosystem"),
    "ucj_benefit": ("benefit",),
}
WORKED_OUT = ("rank", "change", "gap", "not_covered", "people_per_month", "attainment", "share", "coverage")
WITH_HISTORY = frozenset({"ucj_movement", "ucj_cohort", "ucj_trend", "ucj_ecosystem_movement", "ucj_ecosystem_trend"})
OF_PAST_MONTHS = frozenset({"ucj_trend", "ucj_ecosystem_trend"})
NAMED = 3  # submissions at most, those first that have most to do with the region
NOT_TRACED = "not_traced"
MEASURED_AGAIN = "measured_again"
OTHER_DATE = "as_of"


@dataclass(frozen=True, kw_only=True)
class Causes:
    """What changed between two releases.

    same_date: both are of one as-of date; then submissions are named, else the branches whose position is another one.
    changes: positions and reference files. versions: of rules, measuring, regions and settings, before and now. past:
    what came into or went out of the positions of earlier months. measured: month ends that were measured again.
    """

    same_date: bool = True

    changes: Sequence[PositionChange] = ()
    versions: Sequence[tuple[str, Any, Any]] = ()
    past: Sequence[str] = ()
    measured: Sequence[date] = ()
    _known: dict[tuple[str, str], str] = field(default_factory=dict, repr=False, compare=False)

    def of(self, table: str, column: str, *, region: pl.Expr) -> pl.Expr:
        """The causes of a figure in each region, as one text: `submissions:S000003+S000007;rules:measure_version`."""
        return region.map_elements(
            lambda code: self.told(table, column, region=str(code)), return_dtype=pl.String, skip_nulls=False
        )

    def told(self, table: str, column: str, *, region: str) -> str:
        """The causes of one figure: all that changed beneath it, between dates that the months of paying went by.

        `not_traced` where nothing is known to have changed.
        """
        if not self.same_date and table in OF_PAST_MONTHS:
            return MEASURED_AGAIN
        feeds = feeds_of(table, column)
        parts = [self._submissions(feed, region) for feed in feeds]
        if table in WITH_HISTORY and self.past:
            parts.append(f"earlier_months:{_named(self.past)}")
        if table in OF_PAST_MONTHS and self.measured:
            parts.append(f"{MEASURED_AGAIN}:{_named([str(day) for day in self.measured])}")
        if self.versions:
            parts.append(f"rules:{'+'.join(name for name, _, _ in self.versions)}")
        return ";".join(part for part in parts if part) or (NOT_TRACED if self.same_date else OTHER_DATE)

    def _submissions(self, feed: str, region: str) -> str:
        place = region if feed == MEASURED else ""
        if (feed, place) not in self._known:
            changes = self._by_feed.get(feed, [])
            ordered = sorted(changes, key=lambda one: -abs(_rows(one.now, place) - _rows(one.before, place)))
            labels = list(dict.fromkeys(_label(one, same_date=self.same_date) for one in ordered))
            self._known[feed, place] = f"{feed}:{_named(labels)}" if labels else ""
        return self._known[feed, place]

    @cached_property
    def _by_feed(self) -> Mapping[str, list[PositionChange]]:
        found: dict[str, list[PositionChange]] = defaultdict(list)
        for one in self.changes:
            shown = one.now or one.before
            assert shown is not None  # noqa: S101 - a change has a side
            found[shown.feed].append(one)
        return found


def feeds_of(table: str, column: str) -> tuple[str, ...]:
    """The feeds that a figure rests on; rates on those of both parts, ranks and gaps on all of their table."""
    for beginning, feed in FEED_OF_NAME:
        if column.startswith(beginning):
            return (feed,)
    if table in FEEDS_OF_TABLE and (column.startswith(WORKED_OUT) or table == "ucj_benefit"):
        return FEEDS_OF_TABLE[table]
    if (table, column) in RATES or column.startswith(("rank", "not_covered", "change_points", "coverage")):
        denominator = RATES.get((table, column), "eligible").rpartition(".")[2]
        return (MEASURED, "eligible") if denominator.startswith("eligible") else (MEASURED,)
    return (MEASURED,)


RATES = {(one.table.name, one.column.name): one.denominator for one in METRICS if one.denominator is not None}


def _label(one: PositionChange, *, same_date: bool) -> str:
    shown = one.now or one.before
    assert shown is not None  # noqa: S101 - a change has a side
    return shown.submission.label if same_date else shown.branch


def _rows(origin: Origin | None, region: str) -> int:
    """Accepted rows of a region by the profile of the submission; 0 where none is known."""
    if origin is None or not region:
        return 0
    counted: Mapping[str, int] = origin.submission.details.get(PROFILE, {}).get("regencies", {})
    return sum(rows for code, rows in counted.items() if region == "ID" or code.startswith(region))


def _named(names: Sequence[str]) -> str:
    return "+".join(_shown(names))


def _shown(names: Sequence[str]) -> Iterator[str]:
    yield from names[:NAMED]
    if len(names) > NAMED:
        yield f"{len(names) - NAMED} more"
