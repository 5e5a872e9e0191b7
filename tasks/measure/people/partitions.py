"""Parts of the people of a range, by their ids, counted side by side.

A large range is read with less work than small ones, since each opens every object, and reads whole row groups for the
rows it wants. What follows takes several times the memory of the rows and leaves cores idle: so it is done by parts, as
many as are counted at once or a multiple of that. Ids are keyed, so parts of the same width have about as many people.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import polars as pl

PART_ROWS = 1_500_000
AT_ONCE = 2
IDS = 1 << 128

Result = TypeVar("Result")


@dataclass(frozen=True)
class Partition:
    """People whose ids are at least `first` and at most `last`."""

    first: int
    last: int

    def of(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Their rows [person_id, ...], in one chunk: in hundreds of chunks, all that follows takes twice the time."""
        first, last = (pl.lit(edge, dtype=pl.UInt128) for edge in (self.first, self.last))
        return rows.filter(pl.col("person_id").is_between(first, last)).rechunk()

    def of_sorted(self, people: pl.DataFrame) -> pl.DataFrame:
        """Their rows of a table that is sorted by person, without copying it."""
        ids = people["person_id"]
        edges = pl.Series([self.first, self.last], dtype=pl.UInt128)
        start, stop = (
            ids.search_sorted(edges[:1], side="left").item(),
            ids.search_sorted(edges[1:], side="right").item(),
        )
        part = people.slice(start, stop - start)
        return part.with_columns(pl.col("person_id").set_sorted())


def by_person(people: pl.DataFrame) -> pl.DataFrame:
    """Sorted by `person_id`, which has no nulls: by the upper half of the ids, and by all of them where two share it.

    That takes half the time, and two people seldom share it.
    """
    upper = people.select((pl.col("person_id") // pl.lit(1 << 64, dtype=pl.UInt128)).cast(pl.UInt64)).to_series()
    ordered = people[upper.arg_sort()]
    return ordered if ordered["person_id"].is_sorted() else ordered.sort("person_id")


def in_partitions(rows: int, work: Callable[[Partition], Result]) -> list[Result]:
    """What `work` makes of the people of each part, in the order of ids. `rows`: how many there are in all."""
    number = AT_ONCE * -(-rows // (AT_ONCE * PART_ROWS)) if rows > PART_ROWS else 1
    edges = [IDS * place // number for place in range(number + 1)]
    parts = [Partition(first, before - 1) for first, before in pairwise(edges)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(work, parts))
