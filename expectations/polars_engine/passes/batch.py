"""The data of one batch, and how it is walked through: slice by slice, in order."""

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from expectations.polars_engine.errors import NotAFrameError
from expectations.polars_engine.internals import BatchData, ExecutionEngine
from expectations.polars_engine.names import columns as exactly
from expectations.polars_engine.names import inside, internal, renamed

Frame = pl.DataFrame | pl.LazyFrame

POSITION = internal("position")  # zero-based number of a row in the frame


class PolarsBatchData(BatchData):
    """A frame as Great Expectations carries it; `worked_on` is the same with its columns renamed where they must be."""

    def __init__(self, execution_engine: ExecutionEngine[Any], frame: Frame) -> None:
        if not isinstance(frame, pl.DataFrame | pl.LazyFrame):
            raise NotAFrameError(f"a polars DataFrame or LazyFrame is needed, not {type(frame).__name__}")
        super().__init__(execution_engine)
        self.frame = frame
        self.schema = frame.collect_schema()
        self.worked_on = renamed(frame, self.schema)
        self.worked_on_schema = pl.Schema({inside(name): dtype for name, dtype in self.schema.items()})

    def slices(self, columns: Sequence[str], *, rows: int) -> Iterator[tuple[int, pl.DataFrame]]:
        """Slices of `worked_on` of about so many rows, each with the position of its first row; at least one, if empty.

        Of a LazyFrame only the named columns are read, in order and once: slice by slice where it scans Parquet, else
        by a query that runs ahead of the one who walks, and may hold much of the data before they are asked for.
        """
        offset = 0
        for part in self._parts(columns, rows=rows):
            yield offset, part
            offset += part.height
        if offset == 0:
            yield 0, self.worked_on_schema.to_frame()

    def _parts(self, columns: Sequence[str], *, rows: int) -> Iterator[pl.DataFrame]:
        if isinstance(self.worked_on, pl.DataFrame):
            return self.worked_on.iter_slices(rows)
        wanted = [name for name in self.schema if inside(name) in set(columns)] or self.schema.names()[:1]
        chosen = self.worked_on.select(exactly(wanted))
        if isinstance(self.frame, pl.LazyFrame) and scans_parquet(self.frame):
            height = self.frame.select(pl.len()).collect().item()
            return (chosen.slice(first, rows).collect() for first in range(0, height, rows))
        return iter(chosen.collect_batches(chunk_size=rows, maintain_order=True))


def scans_parquet(frame: pl.LazyFrame) -> bool:
    """Whether a LazyFrame is nothing but Parquet files: a slice of it costs no more than reading that slice."""
    plan = frame.explain(optimized=False)
    return plan.startswith("Parquet SCAN") and "SELECTION:" not in plan
