"""Split the rows below a header into blocks: a later header repeats it, orders columns anew, or begins another table.

Text and sheets use it alike. The rows are a frame of text cells, one column a place; a header below is looked for only
among rows in which no required column begins with a digit, so a million rows of records cost one look a column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from expectations.contracts.schema import Feed, Kind
from tasks.read.headers.column_numbers import numbers_columns
from tasks.read.headers.header import LONGEST_HEADER, MIN_MATCHES, HeaderMatch, match_header, names_required
from tasks.read.headers.header_names import field_of, header_names
from tasks.read.tables.left_out import LeftOutReason, row_list
from tasks.refusal import Refusal

DIGIT_KINDS = {Kind.DIGITS, Kind.DATE, Kind.MONTH, Kind.INTEGER, Kind.AMOUNT, Kind.REGION}
BEGINS_WITH_DIGIT = "^[^A-Za-z]*[0-9]"
LONG_NUMBER = r"[0-9]([ .'\-]?[0-9]){9,}"  # ten digits: a person or a card
ONLY_SPACES = r"^[\s\x1f]*$"
LONGEST_RECAP = 100  # rows of another table below its header


@dataclass(frozen=True, kw_only=True)
class Block:
    """Rows under one header: places from `start` to before `end`; the row of a later header is its place."""

    match: HeaderMatch
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Blocks:
    """All blocks in the order of the rows, and the places that are left out on purpose, by reason."""

    blocks: tuple[Block, ...]
    left_out: Mapping[LeftOutReason, Sequence[int]]


def find_blocks(rows: pl.DataFrame, *, match: HeaderMatch, feed: Feed, first_row: int) -> Blocks | Refusal:
    """Blocks of the rows below the header of a table.

    rows: String columns, one a place of the header row, more where rows are wider; first_row: number of the first one
    in the file. Refused is a table below that may hold records without all required columns.
    """
    left_out: dict[LeftOutReason, list[int]] = {
        LeftOutReason.HEADER_AGAIN: [],
        LeftOutReason.COLUMN_NUMBERS: [],
        LeftOutReason.RECAP: [],
    }
    starts = [(match, 0)]
    left_out[LeftOutReason.COLUMN_NUMBERS] += numbers_columns(rows, place=0)
    known: dict[tuple[str | None, ...], HeaderMatch] = {}
    for place in header_places(rows, match=match, feed=feed):
        cells = rows.row(place)
        if any(_written(cells) == _written(row) for row in match.rows):  # of a header over two rows
            left_out[LeftOutReason.HEADER_AGAIN].append(place)
            continue
        if cells not in known:
            known[cells] = match_header(_trimmed(cells), row=place, feed=feed)
        found = known[cells]
        if names_required(found.positions, feed=feed):
            left_out[LeftOutReason.HEADER_AGAIN].append(place)
            left_out[LeftOutReason.COLUMN_NUMBERS] += numbers_columns(rows, place=place + 1)
            if _differs(found, starts[-1][0]):
                starts.append((found, place + 1))
            continue
        recap = _table_below(rows, place)
        if _may_hold_records(rows, found, recap, feed=feed):
            return Refusal(code="SECOND_TABLE", detail=row_list([first_row + row for row in recap]))
        left_out[LeftOutReason.RECAP] += recap
    ends = [start - 1 for _, start in starts[1:]] + [rows.height]
    blocks = tuple(Block(match=one, start=start, end=end) for (one, start), end in zip(starts, ends, strict=True))
    return Blocks(
        blocks=blocks, left_out={reason: sorted(set(places)) for reason, places in left_out.items() if places}
    )


def header_places(rows: pl.DataFrame, *, match: HeaderMatch, feed: Feed) -> list[int]:
    """Places of rows that name at least two fields; whatever their order, no required column begins with a digit."""
    places = pl.int_range(rows.height, dtype=pl.UInt32, eager=True)
    columns = rows.columns
    for field in feed.fields:
        if field.required and field.kind in DIGIT_KINDS and field.name in match.positions:
            cells = rows[columns[match.positions[field.name]]]
            cells = cells if places.len() == rows.height else cells.gather(places)
            places = places.filter(~cells.str.contains(BEGINS_WITH_DIGIT).fill_null(value=False))
    if places.is_empty():
        return []
    in_doubt = rows[places]
    names = header_names(feed)
    named = pl.repeat(0, places.len(), dtype=pl.UInt32, eager=True)
    for cells in in_doubt:
        texts = cells.unique().drop_nulls()
        headers = texts.filter(
            pl.Series([field_of(text, names) is not None for text in texts.str.head(LONGEST_HEADER)], dtype=pl.Boolean)
        )
        if headers.len():
            named += cells.is_in(headers.implode()).fill_null(value=False).cast(pl.UInt32)
    return places.filter(named >= MIN_MATCHES).to_list()


def lay_out(rows: pl.DataFrame, found: Blocks, *, kept: Sequence[str] = ()) -> pl.DataFrame:
    """The rows under the names of their fields, without those left out.

    Adds `first_cell` and `place` (UInt32, of the row in `rows`); `kept`: further columns of `rows` to carry along.
    A field that only some blocks have is null in the others.
    """
    names = rows.columns
    fields = list(dict.fromkeys(name for block in found.blocks for name in block.match.positions))
    parts = [
        rows.select(
            *(_cell(names, block.match.positions.get(field)).alias(field) for field in fields),
            pl.col(names[0]).alias("first_cell"),
            *kept,
            pl.int_range(pl.len(), dtype=pl.UInt32).alias("place"),
        ).slice(block.start, block.end - block.start)
        for block in found.blocks
    ]
    cells = parts[0] if len(parts) == 1 else pl.concat(parts)
    places = sorted(place for left in found.left_out.values() for place in left)
    return cells.filter(~pl.col("place").is_in(places)) if places else cells


def _cell(names: Sequence[str], place: int | None) -> pl.Expr:
    return pl.lit(None, dtype=pl.String) if place is None or place >= len(names) else pl.col(names[place])


def _trimmed(cells: Sequence[str | None]) -> Sequence[str | None]:
    """Cells up to the last filled one."""
    filled = [place for place, cell in enumerate(cells) if (cell or "").strip()]
    return cells[: filled[-1] + 1] if filled else []


def _written(cells: Sequence[str | None]) -> list[str]:
    return [(cell or "").strip() for cell in _trimmed(cells)]


def _differs(one: HeaderMatch, other: HeaderMatch) -> bool:
    """Whether rows below one header have other fields, or another number of them, than rows below the other."""
    widths = {len(_trimmed(one.cells)), len(_trimmed(other.cells))}
    return len(widths) > 1 or (dict(one.positions), one.twice) != (dict(other.positions), other.twice)


def _table_below(rows: pl.DataFrame, place: int) -> list[int]:
    """Places from a header up to the next blank row."""
    below = rows[place : place + LONGEST_RECAP]
    blank = below.select(blank=pl.all_horizontal(pl.all().fill_null("").str.contains(ONLY_SPACES)))["blank"]
    end = blank.arg_max() if blank.any() else below.height
    return list(range(place, place + (end or 0)))


def _may_hold_records(rows: pl.DataFrame, found: HeaderMatch, places: Sequence[int], *, feed: Feed) -> bool:
    """Whether rows of another table name what identifies a record, or hold numbers as long as those of people."""
    if feed.key[0].removesuffix("_region") in found.positions:
        return len(places) > 1
    below = rows[list(places[1:])]
    return any(cells.str.contains(LONG_NUMBER).any() for cells in below)
