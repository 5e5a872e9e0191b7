"""Find the header row of a table and match its cells to the fields of a contract."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from expectations.contracts.schema import Feed
from tasks.read.headers.header_names import field_of, header_names, misspelt_field
from tasks.read.headers.header_rows import joined_with_last, joined_with_next

HEADER_ROWS = 50  # a header is looked for under at most this many title rows
MIN_MATCHES = 2
MAX_COLUMNS = 16_384  # what a spreadsheet can hold
LONGEST_HEADER = 200  # a longer cell is no header
MOST_COMPARED = 500  # unknown headers that are compared letter by letter


@dataclass(frozen=True, kw_only=True)
class HeaderMatch:
    """Which cell of a header row is which field.

    cells: the row as it is written; positions: field name -> cell index; unknown: indexes of headers that no field has;
    twice: indexes of headers of a field that another cell names already; aside: those of a smaller table beside; rows:
    of a header over two rows, these as they are written.
    """

    row: int
    cells: tuple[str, ...]
    positions: Mapping[str, int]
    unknown: tuple[int, ...]
    twice: tuple[int, ...]
    aside: tuple[int, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def width(self) -> int:
        """Cells in the row."""
        return len(self.cells)


def find_header(rows: Sequence[Sequence[str | None]], *, feed: Feed) -> HeaderMatch | None:
    """The first of the first rows that names all required columns, else the one that names most; None below two names.

    A later row may name more columns: it is the header of the rows below it, not of those above.
    """
    matches: list[HeaderMatch] = []
    for index, row in enumerate(rows[:HEADER_ROWS]):
        match = match_header(row, row=index, feed=feed)
        if names_required(match.positions, feed=feed):
            return _over_two_rows(match, rows, feed=feed)
        matches.append(match)
    best = max(matches, key=lambda match: (len(match.positions), -match.row), default=None)
    return _over_two_rows(best, rows, feed=feed) if best and len(best.positions) >= MIN_MATCHES else None


def _over_two_rows(match: HeaderMatch, rows: Sequence[Sequence[str | None]], *, feed: Feed) -> HeaderMatch:
    """The header together with the row below or above it, where that names fields that it lacks."""
    if match.row + 1 < len(rows):
        below = rows[match.row + 1]
        alone = match_header(below, row=match.row + 1, feed=feed)
        joined = joined_with_next(match.cells, below, taken=match.positions, feed=feed)
        if joined and not names_required(alone.positions, feed=feed):
            whole = match_header(joined, row=match.row + 1, feed=feed)
            return replace(whole, rows=(match.cells, alone.cells))
    if match.row:
        above = rows[match.row - 1]
        if joined := joined_with_last(above, match.cells, taken=match.positions, feed=feed):
            return replace(match_header(joined, row=match.row, feed=feed), rows=(match.cells,))
    return match


def names_required(names: Collection[str], *, feed: Feed) -> bool:
    """Whether the fields named are enough for a table of the feed."""
    return all(field.name in names for field in feed.fields if field.required) and all(
        any(name in names for name in choice) for choice in feed.require_one_of
    )


def match_header(cells: Sequence[str | None], *, row: int, feed: Feed) -> HeaderMatch:
    """What the cells of a row would be as headers; a misspelt one counts in a row that names others well."""
    written = tuple(cell or "" for cell in cells)
    names = header_names(feed)
    fields = [field_of(cell, names) if 0 < len(cell.strip()) <= LONGEST_HEADER else None for cell in written]
    aside = _beside(written, fields, feed)
    positions: dict[str, int] = {}
    unknown: list[int] = []
    twice: list[int] = []
    for place, (cell, name) in enumerate(zip(written, fields, strict=True)):
        if place in aside:
            continue
        if name is None:
            unknown += [place] if cell.strip() else []
        elif name in positions:
            (twice if feed.field(name).kept else unknown).append(place)
        else:
            positions[name] = place
    if len(positions) >= MIN_MATCHES:
        for place in unknown[:MOST_COMPARED]:
            if name := misspelt_field(written[place], feed, present=positions):
                positions[name] = place
    return HeaderMatch(
        row=row,
        cells=written,
        positions=_with_stand_ins(positions, feed),
        unknown=tuple(place for place in unknown if place not in positions.values()),
        twice=tuple(twice),
        aside=tuple(sorted(aside)),
    )


def _with_stand_ins(positions: Mapping[str, int], feed: Feed) -> dict[str, int]:
    """Where a file has only the codes of BPS, their column is read as that of the region's code too."""
    stand_ins = {
        field.bps_of: positions[field.name] for field in feed.beside if field.bps_of and field.name in positions
    }
    return {**stand_ins, **positions}


def _beside(cells: Sequence[str], names: Sequence[str | None], feed: Feed) -> frozenset[int]:
    """Columns of smaller tables beside the one that names all required columns, kept apart by one without header."""
    found = [name for name in names if name is not None]
    if len(found) == len(set(found)):
        return frozenset()
    groups = groupby(range(len(cells)), key=lambda place: bool(cells[place].strip()))
    runs = [list(run) for is_filled, run in groups if is_filled]
    whole = [run for run in runs if names_required({name for place in run if (name := names[place])}, feed=feed)]
    return frozenset(place for run in runs if run not in whole for place in run) if len(whole) == 1 else frozenset()
