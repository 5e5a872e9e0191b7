"""What text and sheets have in common once their rows are cells: headers, blocks, drift, and what is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from expectations.contracts.schema import Feed
from tasks.read.beside.row_counts import counts_in
from tasks.read.beside.said_positions import positions_above
from tasks.read.beside.table_signs import ONLY_TABLE, said_of_rows, titles_above
from tasks.read.beside.units import units_above
from tasks.read.headers.column_drift import drift_facts, drift_of_blocks, refused_drift
from tasks.read.headers.header import HeaderMatch
from tasks.read.tables.blocks import Blocks, find_blocks
from tasks.read.tables.left_out import left_out_facts
from tasks.read.tables.rows_above import rows_above_header
from tasks.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class SplitTable:
    """The blocks of a table; first_row: number in the file of the row at place 0; facts: header, drift, left out."""

    found: Blocks
    first_row: int
    facts: Mapping[str, Any]


def refused_header(match: HeaderMatch, *, above: Sequence[Sequence[str | None]], feed: Feed) -> Refusal | None:
    """Why a table is not read for its header, or records above it, or the unit that a title gives its numbers."""
    refusal = refused_drift(drift_of_blocks([match], feed=feed)) or rows_above_header(above)
    return refusal or units_above(above, feed=feed)


def split_table(
    rows: pl.DataFrame,
    *,
    match: HeaderMatch,
    feed: Feed,
    first_row: int,
    above: Sequence[Sequence[str | None]],
) -> SplitTable | Refusal:
    """The rows below a header, split at later headers; above: those above it, and what they say of the table."""
    found = find_blocks(rows, match=match, feed=feed, first_row=first_row)
    if isinstance(found, Refusal):
        return found
    drift = drift_of_blocks([block.match for block in found.blocks], feed=feed)
    if refusal := refused_drift(drift):
        return refusal
    facts = {
        "header_row": match.row + 1,
        "drift": drift_facts(drift),
        "left_out": left_out_facts(found.left_out, first_row=first_row),
        **facts_above(above, feed=feed),
    }
    return SplitTable(found=found, first_row=first_row, facts=facts)


def facts_above(rows: Sequence[Sequence[str | None]], *, feed: Feed) -> dict[str, Any]:
    """What rows above a header say of the table below: how many rows it has, of which date it is, whether they hold."""
    lines = [" ".join(cell.strip() for cell in row if cell and cell.strip()) for row in rows]
    said = said_of_rows(titles_above(rows))
    told: dict[str, Any] = {
        "counts": counts_in(lines, feed=feed),
        "positions": positions_above(rows, feed=feed),
        "rows_said": {ONLY_TABLE: said} if said else {},
    }
    return {name: found for name, found in told.items() if found}
