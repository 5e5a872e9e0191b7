"""Count the people of one range of NIK regencies; the counts of all ranges add up."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Self

import polars as pl

from settings import Settings
from tasks.measure.buckets import RegionRange
from tasks.measure.changes import CHANGES, THEN, came, changed_people, count_changes, count_then
from tasks.measure.comparisons import Past
from tasks.measure.counted import regional_set
from tasks.measure.crosswalk import Crosswalk
from tasks.measure.expiry import EXPIRING, count_expiring
from tasks.measure.history import first_counted
from tasks.measure.positions import Position
from tasks.measure.profiles import PACKED, count_profiles
from tasks.measure.protection import with_protection
from tasks.measure.registrations import keep_newest, scan_registrations, scan_states
from tasks.measure.segments import holds_any
from tasks.measure.views import people_then, view_people
from tasks.measure.villages import VULNERABLE, count_vulnerable

NOW = ("person_id", "active", "nik", "nik_adjusted", "funder", "category")
DOUBTED: dict[str, pl.DataType | type[pl.DataType]] = {"district": pl.String, "people": pl.Int64}


@dataclass(frozen=True, eq=False, kw_only=True)
class RangeCounts:
    """Counts of people; every table may have several rows of one key, which are to be added.

    profiles [`PACKED`], doubted [`DOUBTED`: people by a prefix of a split regency], expiring [`EXPIRING`], vulnerable
    [`VULNERABLE`]; then [`THEN`] and changes [`CHANGES`] against the comparison dates.
    """

    profiles: pl.DataFrame
    doubted: pl.DataFrame
    expiring: pl.DataFrame
    vulnerable: pl.DataFrame
    then: pl.DataFrame
    changes: pl.DataFrame

    @classmethod
    def together(cls, counts: Sequence[Self]) -> Self:
        """The counts of several ranges."""
        schemas = [pl.Schema(schema) for schema in (PACKED, DOUBTED, EXPIRING, VULNERABLE, THEN, CHANGES)]
        return cls(
            **{
                one.name: pl.concat([schema.to_frame(), *(getattr(part, one.name) for part in counts)])
                for one, schema in zip(fields(cls), schemas, strict=True)
            }
        )


def count_range(
    positions: Sequence[Position],
    *,
    within: RegionRange,
    past: Past,
    as_of: date,
    crosswalk: Crosswalk,
    settings: Settings,
) -> RangeCounts:
    """People of one range now, and what became of them since the comparison dates."""
    counts, people, inactive = _count_now(positions, within=within, as_of=as_of, crosswalk=crosswalk, settings=settings)
    counted, changed = [pl.DataFrame(schema=THEN)], []
    for day, dated in past.then.items():
        scan = scan_states(dated, within=within, as_of=day, crosswalk=crosswalk, settings=settings)
        then = people_then(keep_newest(scan.collect()), crosswalk=crosswalk)
        counted.append(count_then(then, day=day, settings=settings))
        changed.append(changed_people(people, then, day=day, settings=settings))
    if not changed:
        return counts
    first = first_counted(came(changed, settings=settings), history=past.history, within=within, settings=settings)
    changes = count_changes(pl.concat(changed), inactive=inactive, first=first, settings=settings)
    return replace(counts, then=pl.concat(counted), changes=changes)


def _count_now(
    positions: Sequence[Position], *, within: RegionRange, as_of: date, crosswalk: Crosswalk, settings: Settings
) -> tuple[RangeCounts, pl.DataFrame, pl.DataFrame]:
    """Counts without the past; active people and inactive registrations, to compare with it."""
    scan = scan_registrations(positions, within=within, as_of=as_of, crosswalk=crosswalk, settings=settings)
    found = keep_newest(scan.collect())
    protected = with_protection(found, as_of=as_of, settings=settings)
    views = view_people(protected, crosswalk=crosswalk, settings=settings)
    people = views[0].people
    split = people.filter(pl.col("district").is_not_null(), holds_any("active", regional_set(settings)))
    counts = RangeCounts(
        profiles=pl.concat(count_profiles(view) for view in views),
        doubted=split.group_by(pl.col("district").cast(pl.String)).agg(people=pl.len().cast(pl.Int64)),
        expiring=pl.concat(count_expiring(view, as_of=as_of) for view in views),
        vulnerable=pl.concat(count_vulnerable(view, settings=settings) for view in views),
        then=pl.DataFrame(schema=THEN),
        changes=pl.DataFrame(schema=CHANGES),
    )
    return counts, people.select(NOW).sort("person_id"), found.inactive
