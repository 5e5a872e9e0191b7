"""The counts of an as-of date, kept in a cache, so that the next ones need no more than what has changed."""

from dataclasses import dataclass, fields
from pathlib import Path

from tasks.measure.counting.count_range import RangeCounts, count_schemas
from tasks.measure.inputs.rules import CountRules
from tasks.measure.inputs.scope import Scope
from warehouse.lake.cache import Cache, read_table, write_table

COUNTS = "counts"


@dataclass(frozen=True, eq=False)
class EarlierCounts:
    """Counts of the same as-of date under the same rules, and what they rested on."""

    counts: RangeCounts
    scope: Scope


def read_cached_counts(cache: Cache, scope: Scope) -> EarlierCounts | None:
    """The last counts that were kept for this as-of date, under these rules."""
    for place, named in cache.sets(COUNTS):
        if scope.question().items() <= named.items():
            return EarlierCounts(read_counts(place, rules=scope.rules), Scope.of(named, rules=scope.rules))
    return None


def cache_counts(cache: Cache, scope: Scope, counts: RangeCounts) -> None:
    """Keep counts for the next time."""
    with cache.writing(COUNTS, scope.named()) as folder:
        write_counts(counts, folder)


def write_counts(counts: RangeCounts, folder: Path) -> None:
    """Write every table of counts into a set."""
    for one in fields(counts):
        write_table(getattr(counts, one.name), folder / f"{one.name}.arrow")


def read_counts(place: Path, *, rules: CountRules) -> RangeCounts:
    """The counts of a set; raises `Unreadable`."""
    schemas = count_schemas(rules)
    return RangeCounts(**{name: read_table(place / f"{name}.arrow", schema) for name, schema in schemas.items()})
