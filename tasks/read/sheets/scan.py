"""Cells of a worksheet as its XML has them, many at a time: for markup as nearly all programs write it.

`parse.py` reads what is written in any other way; both give the same frame.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import IO

import polars as pl

from tasks.read.sheets.merged import MERGED, column_number
from tasks.read.sheets.texts import OTHER_ENCODING, bare_names, plain_texts, refers_to_others, rich_text

CHUNK = 1 << 22
LONGEST_PLACE = 64  # bytes of the markup of one place of merged cells, which may stand on two chunks
BEGIN, END = b"<sheetData>", b"</sheetData>"
START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>)?\s*<(?P<prefix>\w{1,20}:)?worksheet[\s>]", re.DOTALL)
CELL_BEGIN = b"<c "
ODD = ["<!", "<?", ":c ", ":c>", ":c/", "<c>", "<c/", "<c\n", "<c\t", "<c\r"]  # cells that would be overlooked
BETWEEN = r"\s*(?:</row>\s*)?(?:<row(?: [^<>]*)?>\s*(?:</row>\s*)?)*$"  # what may stand between two cells
# place, style and kind of a cell, then its value if there is nothing else in it
CELL = (
    r'^r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]{1,9})")?(?: [a-z]{2,9}="[0-9]+")*'
    rf"\s*(?:(/>){BETWEEN}|>(?:<v>([^<]*)</v></c>{BETWEEN})?)"
)
# what else it may hold: a formula and a value, or a text of its own
CONTENT = (
    r"^[^>]*>\s*(?:(<f)(?: [^<>]*)?(?:/>|>[^<]*</f>))?\s*(?:<v(?: [^<>]*)?>([^<]*)</v>)?\s*"
    rf"(<is>(?s:.*?)</is>|<is/>)?\s*(?:<extLst>(?s:.*?)</extLst>)?\s*</c>{BETWEEN}"
)
COLUMNS = {"row": pl.Int32, "column": pl.Int32, "style": pl.Int32, "type": pl.String, "value": pl.String,
           "has_formula": pl.Boolean}  # fmt: skip


class OtherMarkup(Exception):
    """The sheet is written in a way that this reader does not understand."""


def scan_cells(archive: zipfile.ZipFile, part: str, *, merged: list[str]) -> Iterator[pl.DataFrame]:
    """Frames of COLUMNS, in the order of the sheet; rows and columns count from 0, empty cells are left out.

    value: as the XML has it, a text of its own already as it is meant. merged: gets the places of merged cells. Raises
    `OtherMarkup`.
    """
    for piece in _pieces(archive, part, merged):
        try:
            text = pl.Series("cell", [piece.decode()])
        except UnicodeDecodeError:
            raise OtherMarkup from None
        if refers_to_others(piece) or text.str.contains_any(ODD).any():
            raise OtherMarkup
        cells = text.str.split("<c ").list.explode(empty_as_null=True, keep_nulls=True)
        if not cells.head(1).str.contains("^" + BETWEEN).all():
            raise OtherMarkup
        yield _cells(cells.slice(1))


def _pieces(archive: zipfile.ZipFile, part: str, merged: list[str]) -> Iterator[bytes]:
    """What stands between the two ends of the sheet's data, in pieces that end where a cell begins."""
    with archive.open(part) as stream:
        chunks = _without_prefix(stream)
        kept = next(chunks, b"")
        begin = kept.find(BEGIN)
        if begin < 0:
            if b"<sheetData/>" in kept and kept.count(b"<sheetData") == 1 and not next(chunks, b""):
                return
            raise OtherMarkup
        if b"<!" in kept[:begin]:
            raise OtherMarkup
        kept = kept[begin + len(BEGIN) :]
        while (end := kept.find(END)) < 0:
            cut = kept.rfind(CELL_BEGIN)
            if cut > 0:
                yield kept[:cut]
                kept = kept[cut:]
            if not (chunk := next(chunks, b"")):
                raise OtherMarkup
            kept += chunk
        yield kept[:end]
        kept = kept[end:]
        while kept:
            if b"<sheetData" in kept:
                raise OtherMarkup
            merged += [place.decode() for place in MERGED.findall(kept)]
            chunk = next(chunks, b"")
            kept = kept[-LONGEST_PLACE:] + chunk if chunk else b""


def _without_prefix(stream: IO[bytes]) -> Iterator[bytes]:
    """A worksheet's markup in chunks, without the prefix that all its names have: .NET programs write `<x:c>`."""
    kept = stream.read(CHUNK)
    start = START.match(kept)
    if not start or OTHER_ENCODING.search(start[0]):
        raise OtherMarkup
    if not start["prefix"]:
        yield kept
        while chunk := stream.read(CHUNK):
            yield chunk
        return
    while kept:
        chunk = stream.read(CHUNK)
        cut = kept.rfind(b"<") if chunk else len(kept)
        cut = cut if cut > 0 else len(kept)
        yield bare_names(kept[:cut], start["prefix"])
        kept = kept[cut:] + chunk


def _cells(cells: pl.Series) -> pl.DataFrame:
    parts = cells.to_frame().select(pl.col("cell").str.extract_groups(CELL).struct.unnest())
    letters, row, style, kind, closed, value = parts.get_columns()
    if letters.null_count():
        raise OtherMarkup
    frame = pl.DataFrame(
        {
            "row": row.cast(pl.Int32) - 1,
            "column": column_numbers(letters),
            "style": style.cast(pl.Int32).fill_null(0),
            "type": kind,
            "value": plain_texts(value) if kind.is_in(["str"]).any() else value,
            "has_formula": pl.repeat(False, row.len(), eager=True),
        }
    )
    more = (value.is_null() & closed.is_null()).arg_true()
    plain = frame.filter(value.is_not_null())
    return pl.concat([plain, _filled(frame[more], cells.gather(more))]) if more.len() else plain


def _filled(frame: pl.DataFrame, cells: pl.Series) -> pl.DataFrame:
    """Cells with more than a value: formulas, and texts that are not shared."""
    cells = cells.str.replace("<v/>", "<v></v>", literal=True)
    matched = cells.str.contains(CONTENT)
    if not matched.all():
        raise OtherMarkup
    formula, value, own = (
        cells.to_frame().select(pl.col("cell").str.extract_groups(CONTENT).struct.unnest()).get_columns()
    )
    texts = own.map_elements(lambda text: rich_text(text) or "", return_dtype=pl.String, skip_nulls=True)
    if own.is_not_null().any():
        value = plain_texts(texts).zip_with(own.is_not_null(), plain_texts(value))
    else:
        value = plain_texts(value)
    found = frame.with_columns(value=value, has_formula=formula.is_not_null())
    return found.filter(pl.col("value").is_not_null() | pl.col("has_formula"))


def column_numbers(letters: pl.Series) -> pl.Series:
    """Columns counted from 0: A, B ... Z, AA."""
    known = letters.unique()
    numbers = [column_number(one) for one in known]
    return letters.replace_strict(known, pl.Series(numbers, dtype=pl.Int32), return_dtype=pl.Int32)
