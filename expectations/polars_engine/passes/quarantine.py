"""Failing rows on disk: written slice by slice while the data are walked through, so that they take no memory."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from expectations.polars_engine.names import columns as exactly

Masks = Mapping[str, Sequence[str]]  # code of an expectation -> keys of faults


def by_code(found: pl.DataFrame, *, masks: Masks) -> pl.DataFrame:
    """Failing rows with their columns named by code; null where the engine shows nothing."""
    shown = set(found.columns)
    columns = {code: [key for key in keys if key in shown] for code, keys in masks.items()}
    return found.select(
        pl.first(),
        **{
            code: pl.any_horizontal(exactly(keys)) if keys else pl.lit(None, dtype=pl.Boolean)
            for code, keys in columns.items()
        },
    )


class Quarantine:
    """A Parquet file of failing rows: their number, and one Boolean per code.

    It is whole when the block has ended, and gone when an error ended it. A process that is killed leaves what it had
    written: where that matters the caller gives the path of a draft.
    """

    def __init__(self, path: Path, *, masks: Masks, no_rows: pl.DataFrame) -> None:
        self.path = path
        self.rows = 0
        self._masks = masks
        self._no_rows = no_rows
        self._writer: pq.ParquetWriter | None = None

    def __enter__(self) -> Self:
        return self

    def begin(self) -> Callable[[pl.DataFrame], None]:
        """Start anew; returns what takes the failing rows of a slice."""
        self._close()
        self.rows = 0
        return self._write

    def _write(self, failing: pl.DataFrame) -> None:
        table = by_code(failing, masks=self._masks).to_arrow(compat_level=pl.CompatLevel.oldest())
        if self._writer is None:
            self._writer = pq.ParquetWriter(self.path, table.schema, compression="zstd")
        self._writer.write_table(table)
        self.rows += failing.height

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._writer is None:
            self._write(self._no_rows)
        self._close()
        if kind is not None:
            self.path.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
