"""What a look at the sheets of a workbook found: headers, rows, and whether rows without one belong to a table."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

import polars as pl

from expectations.contracts.schema import Feed
from tasks.presentation.allowed_words import is_known_text
from tasks.read.headers.header import HeaderMatch, names_required
from tasks.read.sheets.grid import Grid
from tasks.read.sheets.parts import Sheet
from tasks.read.sheets.table import filled_rows, one_block, sheet_table
from tasks.read.tables.raw_table import RawTable, strip_cells
from tasks.read.tables.tidy import tidy_table
from tasks.refusal import Refusal

SHAPES = ((r"[0-9]{8,}", "N"), (r"[0-9]+", "#"), (r"\p{L}+", "A"))
LONG_NUMBER = r"^'?[0-9](?:[ .'\-]?[0-9]){10,}$"  # eleven digits: a card, a person
TELEPHONE = r"^'?(?:0|62) ?8"
EXAMPLE = re.compile(r"\s*(contoh|example|sample)\b", re.IGNORECASE)
FIRST_ROWS = 100
FITS, RESEMBLES = 0.9, 0.5  # shares of cells


@dataclass(frozen=True, kw_only=True, eq=False)
class Looked:
    """A visible sheet.

    match: its header, None where no row is one. cells: the table below the header. facts: about header and rows left
    out, under the sheet's own row numbers. refusal: why the table cannot be read as it is, if its columns are enough.
    """

    sheet: Sheet
    grid: Grid = field(repr=False)
    match: HeaderMatch | None
    cells: pl.DataFrame = field(repr=False)
    feed: Feed
    facts: Mapping[str, Any] = field(default_factory=dict)
    refusal: Refusal | None = None

    @property
    def label(self) -> str:
        """The sheet as a receipt may name it: people name sheets after people."""
        return label_of(self.sheet)

    @cached_property
    def is_whole(self) -> bool:
        """Whether its header names all required columns."""
        return self.match is not None and names_required(self.match.positions, feed=self.feed)

    @cached_property
    def has_rows(self) -> bool:
        """Whether there are rows below the header."""
        return _count(self.cells.head(FIRST_ROWS), self.feed) > 0 or self.row_count > 0

    @cached_property
    def row_count(self) -> int:
        """Rows below the header with a required column filled."""
        return _count(self.cells, self.feed)

    @cached_property
    def filled_row_count(self) -> int:
        """Rows with anything in them, header and titles too."""
        rows = [cells["row"].filter(strip_cells(cells["text"]).is_not_null()) for cells in self.grid.cells.values()]
        return pl.concat(rows).n_unique() if rows else 0

    @property
    def fields(self) -> frozenset[str]:
        """Fields that its headers name, as far as they are read."""
        return frozenset(one.name for one in self.feed.fields if one.kept and one.name in self.cells.columns)

    @cached_property
    def holds_people(self) -> bool:
        """Whether half of some column are numbers as long as those of people and cards, and no telephones."""
        for cells in self.grid.cells.values():
            filled = strip_cells(cells["text"]).drop_nulls()
            numbers = filled.str.contains(LONG_NUMBER) & ~filled.str.contains(TELEPHONE)
            if filled.len() and numbers.sum() >= RESEMBLES * filled.len():
                return True
        return False

    @property
    def is_example(self) -> bool:
        """Whether its name says that its rows are made up."""
        return EXAMPLE.match(self.sheet.name) is not None

    def may_belong_to(self, table: Self) -> bool:
        """Whether rows under a header that lacks required columns may be meant for a table: their keys look alike."""
        key = self.feed.key[0].removesuffix("_region")
        required = [one.name for one in self.feed.fields if one.required]
        named = [name for name in required if name in self.cells.columns]
        if len(named) * 2 < len(required) or not {key} <= set(self.cells.columns) & set(table.cells.columns):
            return False
        keys = _shapes(self.cells[key]).drop_nulls()
        alike = keys.is_in(_shapes(table.cells[key]).drop_nulls().unique().implode())
        return bool(keys.len() and alike.sum() >= RESEMBLES * keys.len())


def _count(cells: pl.DataFrame, feed: Feed) -> int:
    required = [one.name for one in feed.fields if one.required and one.name in cells.columns]
    return int(filled_rows(cells, required).sum()) if required else 0


def label_of(sheet: Sheet) -> str:
    """A sheet's name if it is made of known words, else its place in the workbook."""
    return sheet.name if is_known_text(sheet.name) else f"#{sheet.number}"


def labels(sheets: Sequence[Looked]) -> str:
    """Names of sheets for a refusal."""
    return ", ".join(one.label for one in sheets[:10]) + (", ..." if len(sheets) > 10 else "")


def fit_of(continued: Looked, table: Looked) -> float:
    """How well the rows of a sheet without header fit the columns of a table: least share of cells of a like shape.

    0.0 where the sheet is wider, or where a required column is empty.
    """
    if table.match is None or continued.grid.width > _width(table.match):
        return 0.0
    block = one_block(table.match, continued.grid.height)
    rows = sheet_table(continued.grid, block, feed=table.feed, first_row=0, from_1904=False)
    names = [name for name in table.match.positions if name in table.fields]
    rows = tidy_table(RawTable(cells=rows, facts={}), feed=table.feed).cells
    shares = []
    for name in names:
        known = _shapes(table.cells[name]).drop_nulls().unique()
        found = _shapes(rows[name])
        if not table.feed.field(name).required:
            found = found.drop_nulls()
        if found.len():
            shares.append(float(found.is_in(known.implode()).fill_null(value=False).mean()))  # type: ignore[arg-type]
    return min(shares, default=0.0)


def _width(match: HeaderMatch) -> int:
    return max((place + 1 for place, cell in enumerate(match.cells) if cell.strip()), default=0)


def _shapes(cells: pl.Series) -> pl.Series:
    text = strip_cells(cells)
    for signs, shape in SHAPES:
        text = text.str.replace_all(signs, shape)
    return text
