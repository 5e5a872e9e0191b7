"""Find the header row of a table and match its cells to the fields of a contract."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from expectations.contracts.schema import Feed

HEADER_ROWS = 50  # a header is looked for under at most this many title rows
MIN_MATCHES = 2
MAX_COLUMNS = 16_384  # what a spreadsheet can hold


@dataclass(frozen=True, kw_only=True)
class HeaderMatch:
    """Which cell of a header row is which field.

    cells: the row as it is written; positions: field name -> cell index; unknown: indexes of headers that no field has;
    twice: indexes of headers of a field that another cell names already.
    """

    row: int
    cells: tuple[str, ...]
    positions: Mapping[str, int]
    unknown: tuple[int, ...]
    twice: tuple[int, ...]

    @property
    def width(self) -> int:
        """Cells in the row."""
        return len(self.cells)


def find_header(rows: Sequence[Sequence[str | None]], *, feed: Feed) -> HeaderMatch | None:
    """The row among the first ones that names most fields; None when no row names at least two."""
    names = _names(feed)
    matches = [_match(row, index, names) for index, row in enumerate(rows[:HEADER_ROWS])]
    best = max(matches, key=lambda match: (len(match.positions), -match.row), default=None)
    return best if best and len(best.positions) >= MIN_MATCHES else None


def plain_header(text: str) -> str:
    """A header without what does not matter: case, spaces, dots, underscores and other signs."""
    return re.sub(r"[\W_]", "", text).upper()


def _names(feed: Feed) -> Mapping[str, str]:
    return {plain_header(text): field.name for field in feed.fields for text in (field.header, *field.aliases)}


def _match(row: Sequence[str | None], index: int, names: Mapping[str, str]) -> HeaderMatch:
    cells = tuple(cell or "" for cell in row)
    positions: dict[str, int] = {}
    unknown: list[int] = []
    twice: list[int] = []
    for place, cell in enumerate(cells):
        name = names.get(plain_header(cell))
        if name is None:
            unknown += [place] if cell.strip() else []
        elif name in positions:
            twice.append(place)
        else:
            positions[name] = place
    return HeaderMatch(row=index, cells=cells, positions=positions, unknown=tuple(unknown), twice=tuple(twice))
