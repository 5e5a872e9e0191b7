"""Cached data that are of no use any more are deleted before a measurement begins."""

import logging
from collections.abc import Iterator
from pathlib import Path

from tasks.execution.stage_log import log_line
from tasks.measure.incremental.count_cache import COUNTS
from tasks.measure.incremental.one_range import QUESTIONS, RANGES
from tasks.measure.incremental.past_cache import PAST
from tasks.measure.inputs.rules import CountRules
from tasks.measure.inputs.scope import AT_COMPARISON, HISTORY, NOW
from warehouse.lake.cache import Cache, Named, remove

KEPT = {PAST: 3, COUNTS: 3}  # sets of each kind, each of one month; a past of 50 M people has 1.6 GB
FORMER = ("people", "first")  # kinds of versions before, which have ids too


def evict_unused(cache: Cache, rules: CountRules) -> None:
    """Remove what was counted under other rules, rests on objects that left the lake or was used long ago.

    Objects leave the lake when someone was erased. Kinds of versions before go, and so does what is damaged.
    """

    def holds(named: Named) -> bool:
        return named.get("rules") == rules.digest and all(path.exists() for path in _objects(named))

    for kind in FORMER:
        cache.keep(kind, newest=0, holds=lambda _: False)
    for kind, newest in KEPT.items():
        for place in cache.damaged(kind):
            drop(place)
        cache.keep(kind, newest=newest, holds=holds)
    cache.keep(QUESTIONS, newest=1, holds=holds)  # of a measurement that was killed, which may go on
    questions = {place.name for place, _ in cache.sets(QUESTIONS)}
    cache.keep(RANGES, newest=None, holds=lambda named: named["question"] in questions)


def drop(place: Path) -> None:
    """Remove a set that cannot be read, and say so: what it held is counted anew."""
    remove(place)
    log_line(logging.WARNING, "measure", {"outcome": "kept_set_dropped", "set": f"{place.parent.name}/{place.name}"})


def _objects(named: Named) -> Iterator[Path]:
    for names in (named.get(NOW, []), *named[AT_COMPARISON].values(), named[HISTORY]):
        yield from (Path(path) for _, _, path in names)
