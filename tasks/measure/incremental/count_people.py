"""Count everyone, or only those whom a change touches.

All counts are sums over people, and only people in objects that came or went since the last count can count otherwise
than they did (see `changed.py`): the new counts are the old ones, less these people as they were, plus these people as
they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tasks.measure.counting.count_range import RangeCounts, count_range
from tasks.measure.counting.regency_ranges import plan_ranges
from tasks.measure.incremental.changed_objects import ChangedObject, affected_people, changed_objects, changes_between
from tasks.measure.incremental.count_cache import EarlierCounts, cache_counts, read_cached_counts
from tasks.measure.incremental.evict import drop
from tasks.measure.incremental.one_range import CountRanges, count_by_ranges, count_here, forget_ranges
from tasks.measure.incremental.past_cache import past_of_selected, ranges_used
from tasks.measure.inputs.positions import Read
from tasks.measure.inputs.scope import Scope
from tasks.measure.people.past_people import PastFromLake, PastPeople, combine_past
from tasks.measure.people.selected_people import SelectedPeople
from warehouse.errors import LakeObjectCorrupt
from warehouse.lake.cache import Cache, Unreadable
from warehouse.lake.integrity import require_intact, scan_object

MOST_TOUCHED = 0.2  # rows of changed objects, old and new, to all rows; at a quarter, counting everyone is as quick


@dataclass(frozen=True, kw_only=True)
class Recounted:
    """Whom a count went through again: `people` in `objects` that had changed; everyone, where both are None."""

    objects: int | None = None
    people: int | None = None

    def told(self) -> dict[str, str | int]:
        """Numbers for the log line; no identifiers."""
        if self.objects is None or self.people is None:
            return {"counted": "everyone"}
        return {"counted": "changes", "changed_objects": self.objects, "people": self.people}


def count_people(
    scope: Scope, *, cache: Cache | None, bucket_rows: int, count_ranges: CountRanges = count_here
) -> tuple[RangeCounts, Recounted]:
    """The counts of a scope; with a `cache` they carry on from those before, and are kept for the next time.

    A cache that is damaged is dropped, with a line in the log, and made anew. Everyone is counted by ranges of
    regencies, which `count_ranges` may hand to other processes; `cache` is where these leave their counts.
    """
    if cache is None:
        ranges = plan_ranges(scope.largest(), bucket_rows=bucket_rows)
        counts = [
            _count(scope, within.read, combine_past(scope, PastFromLake(scope, within.read))) for within in ranges
        ]
        return RangeCounts.together(counts, rules=scope.rules).summed(), Recounted()
    while True:
        try:
            return _count_with(cache, scope, bucket_rows=bucket_rows, count_ranges=count_ranges)
        except Unreadable as fault:  # it is gone then, so this ends
            drop(fault.place)


def _count_with(
    cache: Cache, scope: Scope, *, bucket_rows: int, count_ranges: CountRanges
) -> tuple[RangeCounts, Recounted]:
    """The counts of a scope, carried on from those before if there are any; raises `Unreadable`."""
    before = read_cached_counts(cache, scope)
    changes = _few_changes(before.scope, scope) if before else None
    if before is None or changes is None:
        ranges = plan_ranges(scope.largest(), bucket_rows=bucket_rows, used_before=ranges_used(cache))
        counts = count_by_ranges(cache, scope, ranges=ranges, count_ranges=count_ranges)
        found, touched = counts.summed(), Recounted()
    else:
        found, touched = _carry_on(before, scope, changes, cache=cache)
    if touched.objects != 0:
        cache_counts(cache, scope, found)
        forget_ranges(cache)
    return found, touched


def _carry_on(
    before: EarlierCounts, scope: Scope, changes: Sequence[ChangedObject], *, cache: Cache
) -> tuple[RangeCounts, Recounted]:
    """The counts before, changed by the people whom the changes touch."""
    if not changes:
        return before.counts, Recounted(objects=0, people=0)
    some = SelectedPeople(affected_people(changes))
    as_they_were, as_they_are = (
        _count(one, some.look_into(one.positions).read, past_of_selected(cache, one, some))
        for one in (before.scope, scope)
    )
    counts = RangeCounts.together([before.counts, as_they_were.negative(), as_they_are], rules=scope.rules).summed()
    return counts, Recounted(objects=len(changed_objects(changes)), people=some.people.height)


def _few_changes(before: Scope, scope: Scope) -> list[ChangedObject] | None:
    """What changed; None where that is much, or one of the objects can no longer be read."""
    changes = changes_between(before, scope)
    changed = changed_objects(changes)
    in_use = {position.path for _, position in scope.parts()}
    try:  # what is out of force is needed by nobody else: without it everyone is counted
        require_intact({position.path for position in [*changed, *before.positions]} - in_use)
    except LakeObjectCorrupt:
        return None
    rows = [scan_object(position.path).select(pl.len()) for position in changed]
    touched = pl.concat(rows).sum().collect().item() if rows else 0
    return changes if touched <= MOST_TOUCHED * sum(position.rows for position in scope.positions) else None


def _count(scope: Scope, read: Read, past: PastPeople) -> RangeCounts:
    return count_range(
        scope.positions,
        read=read,
        days=scope.past.then,
        past=past,
        as_of=scope.as_of,
        rules=scope.rules,
    )
