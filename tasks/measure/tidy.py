"""Derived data that is of no use any more goes before a measurement begins."""

from collections.abc import Iterator
from pathlib import Path

from tasks.measure.kept_counts import COUNTS
from tasks.measure.kept_past import PAST
from tasks.measure.scope import HISTORY, NOW, THEN
from warehouse.derived_data import Derived, Named

KEPT = {PAST: 3, COUNTS: 3}  # sets of each kind, each of one month; a past of 50 M people has 1.6 GB
FORMER = ("people", "first")  # kinds of versions before, which have ids too


def tidy(derived: Derived) -> None:
    """Remove what rests on objects that left the lake (someone was erased), what was used long ago, former kinds."""
    for kind in FORMER:
        derived.keep(kind, newest=0, holds=lambda _: False)
    for kind, newest in KEPT.items():
        derived.keep(kind, newest=newest, holds=lambda named: all(path.exists() for path in _objects(named)))


def _objects(named: Named) -> Iterator[Path]:
    for names in (named.get(NOW, []), *named[THEN].values(), named[HISTORY]):
        yield from (Path(path) for _, _, path in names)
