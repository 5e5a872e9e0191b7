"""Cells of a worksheet in any markup: prefixes, rows and cells that do not say where they are, other encodings.

It is about five times slower than `scan.py`, which reads the markup that nearly all programs write.
"""

import re
import zipfile
from collections.abc import Iterator

import polars as pl

from tasks.read.sheets.markup import BadMarkup, TooFar, feed_by_pieces, local_name, new_parser
from tasks.read.sheets.merged import column_number
from tasks.read.sheets.scan import COLUMNS
from tasks.read.sheets.texts import RAISED, is_raised, plain_text

REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
INSIDE = {"v", "t", "f"}


def parse_cells(archive: zipfile.ZipFile, part: str, *, most_cells: int, merged: list[str]) -> Iterator[pl.DataFrame]:
    """Frames of COLUMNS, as `scan_cells` gives. Raises `BadMarkup`, and `TooFar` where there are more cells."""
    cells = _Cells(most_cells, merged)
    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = cells.start, cells.end
    parser.CharacterDataHandler = cells.text
    with archive.open(part) as stream:
        for _ in feed_by_pieces(parser, stream):
            yield cells.taken()


class _Cells:
    """The cells of a sheet, as it is parsed."""

    def __init__(self, most_cells: int, merged: list[str]) -> None:
        self.most_cells, self.merged = most_cells, merged
        self.found: list[tuple[int, int, int, str | None, str | None, bool]] = []
        self.row = self.column = -1
        self.attributes: dict[str, str] = {}
        self.is_data = self.is_spoken = self.is_raised = self.has_formula = False
        self.inside = ""
        self.value: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if name == "sheetData":
            self.is_data = True
        elif not self.is_data:
            self.merged += [attributes.get("ref", "")] if name == "mergeCell" else []
        elif name == "row":
            self.row, self.column = _number(attributes.get("r"), self.row + 2) - 1, -1
        elif name == "c":
            self._place(attributes)
        elif name in INSIDE:
            self.inside = name
            self.has_formula |= name == "f"
            if name == "v":
                self.value = self.value or []
        elif name == "is":
            self.value = self.value or []
        elif name == "rPh":
            self.is_spoken = True
        elif is_raised(name, attributes):
            self.is_raised = True

    def _place(self, attributes: dict[str, str]) -> None:
        self.attributes, self.value, self.has_formula = attributes, None, False
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
        elif found := REFERENCE.fullmatch(reference):
            self.column, self.row = column_number(found[1].upper()), int(found[2]) - 1
        else:
            raise TooFar

    def text(self, piece: str) -> None:
        if self.inside in {"v", "t"} and not self.is_spoken:
            self.value = [*(self.value or ()), piece.translate(RAISED) if self.is_raised else piece]

    def end(self, tag: str) -> None:
        name = local_name(tag)
        if name == "sheetData":
            self.is_data = False
        elif name in INSIDE:
            self.inside = ""
        elif name == "rPh":
            self.is_spoken = False
        elif name == "r":
            self.is_raised = False
        elif name == "c" and self.is_data and (self.value is not None or self.has_formula):
            self.found.append(
                (
                    self.row,
                    self.column,
                    _number(self.attributes.get("s"), 0),
                    self.attributes.get("t"),
                    None if self.value is None else plain_text("".join(self.value)),
                    self.has_formula,
                )
            )
            self.most_cells -= 1
            if self.most_cells < 0:
                raise TooFar

    def taken(self) -> pl.DataFrame:
        """The cells found since the last time."""
        found, self.found = self.found, []
        return pl.DataFrame(found, schema=COLUMNS, orient="row")


def _number(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise BadMarkup
    return int(text)
