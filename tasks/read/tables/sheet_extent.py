"""How far the filled cells of a worksheet reach, counted as the reader counts them."""

import re
from typing import IO
from xml.parsers import expat

CHUNK = 1 << 22
REFERENCE = re.compile(r"([A-Za-z]+)(\d+)")


class _TooFar(Exception):
    """The cells span more than may be read."""


def cells_spanned(sheet: IO[bytes], *, enough: int) -> int:
    """Cells between the first and the last filled one, counted until they are more than enough.

    Raises ValueError where the sheet is no well-formed XML.
    """
    extent = _Extent(enough)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = extent.start, extent.end
    try:
        while chunk := sheet.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except _TooFar:
        pass
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return extent.cells


class _Extent:
    """The last row and column with a filled cell, as a sheet is parsed."""

    def __init__(self, enough: int) -> None:
        self.enough = enough
        self.row = self.column = self.last_row = self.last_column = 0
        self.is_filled = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A row or a cell begins, or what fills a cell; a row or cell that does not say where it is, is the next."""
        match tag.rpartition(":")[2]:
            case "row":
                self.row, self.column = int(attributes.get("r", self.row + 1)), 0
            case "c":
                self.column, self.is_filled = self.column + 1, False
                if found := REFERENCE.fullmatch(attributes.get("r", "")):
                    self.column, self.row = _column_number(found[1]), int(found[2])
            case "v" | "is":
                self.is_filled = True

    def end(self, tag: str) -> None:
        """A cell ends."""
        if self.is_filled and tag.rpartition(":")[2] == "c":
            self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
            if self.cells > self.enough:
                raise _TooFar

    @property
    def cells(self) -> int:
        """Cells between the first and the last filled one, so far."""
        return self.last_row * self.last_column


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
