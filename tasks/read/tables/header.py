"""Find the header row of a table and match its cells to the fields of a contract."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from expectations.contracts.schema import Feed
from tasks.read.tables.header_names import field_of, header_names, misspelt_field

HEADER_ROWS = 50  # a header is looked for under at most this many title rows
MIN_MATCHES = 2
MAX_COLUMNS = 16_384  # what a spreadsheet can hold
LONGEST_HEADER = 200  # a longer cell is no header
MOST_COMPARED = 500  # unknown headers that are compared letter by letter


@dataclass(frozen=True, kw_only=True)
class HeaderMatch:
    """Which cell of a header row is which field.

    cells: the row as it is written; positions: field name -> cell index; unknown: indexes of headers that no field has;
    twice: indexes of headers of a field that another cell names already; aside: those of a smaller table beside.
    """

    row: int
    cells: tuple[str, ...]
    positions: Mapping[str, int]
    unknown: tuple[int, ...]
    twice: tuple[int, ...]
    aside: tuple[int, ...] = ()

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
            return match
        matches.append(match)
    best = max(matches, key=lambda match: (len(match.positions), -match.row), default=None)
    return best if best and len(best.positions) >= MIN_MATCHES else None


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
            twice.append(place)
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
