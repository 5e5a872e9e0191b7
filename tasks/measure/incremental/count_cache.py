"""The counts of an as-of date, kept as derived data, so that the next ones need no more than what has changed."""

from dataclasses import dataclass, fields

from tasks.measure.counting.count_range import RangeCounts, count_schemas
from tasks.measure.inputs.scope import Scope
from warehouse.lake.cache import Cache, read_table, write_table

COUNTS = "counts"


@dataclass(frozen=True, eq=False)
class EarlierCounts:
    """Counts of the same as-of date under the same rules, and what they rested on."""

    counts: RangeCounts
    scope: Scope


def read_cached_counts(derived: Cache, scope: Scope) -> EarlierCounts | None:
    """The last counts that were kept for this as-of date, under these rules."""
    for place, named in derived.sets(COUNTS):
        if scope.question().items() <= named.items():
            schemas = count_schemas(scope.rules)
            tables = {name: read_table(place / f"{name}.arrow", schema) for name, schema in schemas.items()}
            return EarlierCounts(RangeCounts(**tables), scope.as_it_was(named))
    return None


def cache_counts(derived: Cache, scope: Scope, counts: RangeCounts) -> None:
    """Keep counts for the next time."""
    with derived.writing(COUNTS, scope.named()) as folder:
        for one in fields(counts):
            write_table(getattr(counts, one.name), folder / f"{one.name}.arrow")
