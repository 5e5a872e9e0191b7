"""Which lines of delimited text are whole: as many fields as the header, or as many as leave no doubt."""

from collections.abc import Collection

import polars as pl

from expectations.contracts.schema import Feed
from tasks.read.headers.header import HeaderMatch
from tasks.read.tables.at_home import fits
from tasks.read.tables.blocks import Block
from tasks.read.tables.raw_table import LINE_END, TOTAL_LABEL, strip_cells


def whole_lines(rows: pl.DataFrame, block: Block, *, feed: Feed, left_out: Collection[int]) -> pl.Series:
    """For each row of a block whether its line is whole.

    A longer line is whole when its surplus fields are empty, a shorter one when only optional fields are missing, and
    either only when all cells look like those of their columns, so that no delimiter too many or too few moved them. A
    short line is broken where the next one is none by itself: it may hold the rest. left_out: places of later headers
    and the like, which hold no rest.
    """
    part = rows.slice(block.start, block.end - block.start)
    match = block.match
    is_whole = (part[f"c{match.width}"] == LINE_END).fill_null(value=False)
    if is_whole.all():
        return is_whole
    odd = (~is_whole).arg_true()
    lines = part[odd]
    ends = lines.select(
        end=pl.coalesce(
            pl.when(pl.col(f"c{place}") == LINE_END).then(pl.lit(place)) for place in reversed(range(part.width))
        )
    )["end"]
    needed = _needed(match, feed)
    surplus = lines.select(f"c{place}" for place in range(match.width, part.width))
    is_empty = surplus.select(
        empty=pl.all_horizontal((pl.all() == LINE_END) | (pl.all().fill_null("").str.strip_chars() == ""))
    )["empty"]
    stripped = pl.DataFrame([strip_cells(lines[f"c{place}"].alias(field)) for field, place in match.positions.items()])
    accepted = (ends > match.width) & is_empty | (ends < match.width) & (ends >= needed)
    accepted = accepted.fill_null(value=False) & fits(stripped, feed=feed)
    is_short = accepted & (ends < match.width)
    if is_short.any():
        next_is_no_line = (odd + (block.start + 1)).is_in(list(left_out))
        accepted &= ~(is_short & _is_followed_by_rest(part, odd, match, feed=feed) & ~next_is_no_line)
    return is_whole.scatter(odd, accepted)


def longer_lines(rows: pl.DataFrame) -> pl.Series:
    """Places of lines that are longer than was scanned."""
    names = rows.columns
    places = (~(rows[names[-1]] == LINE_END).fill_null(value=False)).arg_true()
    for name in reversed(names[:-1]):
        if places.is_empty():
            break
        places = places.filter(~(rows[name].gather(places) == LINE_END).fill_null(value=False))
    return places


def _needed(match: HeaderMatch, feed: Feed) -> int:
    """Fields up to the last required column."""
    required = [place for name, place in match.positions.items() if feed.field(name).required]
    return max(required, default=0) + 1


def _is_followed_by_rest(part: pl.DataFrame, odd: pl.Series, match: HeaderMatch, *, feed: Feed) -> pl.Series:
    """Whether the line below is neither blank nor a record, nor the end of the block."""
    below = part[(odd + 1).clip(upper_bound=part.height - 1)]
    cells = pl.DataFrame([strip_cells(below[f"c{place}"].alias(field)) for field, place in match.positions.items()])
    first = pl.coalesce(pl.all())
    blank = cells.select(blank=first.is_null() | first.str.contains(TOTAL_LABEL))["blank"]
    is_last = odd == part.height - 1
    return ~(fits(cells, feed=feed) | blank | is_last)
