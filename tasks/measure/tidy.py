"""Derived data that is of no use any more goes before a measurement begins."""

from collections.abc import Iterator
from pathlib import Path

from tasks.measure.kept_counts import COUNTS
from tasks.measure.kept_past import FIRST, PEOPLE
from tasks.measure.scope import HISTORY, NOW, THEN
from warehouse.derived_data import Derived, Named

KEPT = {
    PEOPLE: 8,
    FIRST: 2,
    COUNTS: 3,
}  # sets of each kind: two or three as-of dates; 4 GB in all for 50 M registrations


def tidy(derived: Derived) -> None:
    """Remove what rests on objects that left the lake, as when someone is erased, and what was used long ago."""
    for kind, newest in KEPT.items():
        derived.keep(kind, newest=newest, holds=lambda named: all(path.exists() for path in _objects(named)))


def _objects(named: Named) -> Iterator[Path]:
    for names in (named.get("objects", []), named.get(NOW, []), *named.get(THEN, {}).values(), named.get(HISTORY, [])):
        yield from (Path(path) for _, _, path in names)
