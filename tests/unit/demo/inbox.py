"""Read simulated extracts back with other means than they were written with (csv, gzip; fastexcel for workbooks)."""

import csv
import gzip
import io
from datetime import date
from pathlib import Path

import fastexcel
import polars as pl

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    """The rows of one extract as text under upper-case headers; title and JUMLAH rows are left out."""
    table = _table(path)
    start = next(number for number, cells in enumerate(table) if cells and cells[0].upper() == "NIK")
    headers = [cell.upper().replace(" ", "_") for cell in table[start]]
    rows = [cells for cells in table[start + 1 :] if cells and cells[0] != "JUMLAH"]
    return [dict(zip(headers, cells, strict=False)) for cells in rows]


def _table(path: Path) -> list[list[str]]:
    if path.suffix == ".parquet":
        frame = pl.read_parquet(path).with_columns(pl.all().cast(pl.String).fill_null(""))
        return [frame.columns, *[list(row) for row in frame.rows()]]
    if path.suffix == ".xlsx":
        sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars()
        return [list(row) for row in sheet.with_columns(pl.all().fill_null("")).rows()]
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    header = next(line for line in text.splitlines() if line.startswith("NIK"))
    separator = max(";,\t", key=header.count)
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def birth_in_nik(nik: str) -> date | None:
    """The birth date inside a NIK, of people born from 1930 on; None when there is no such day."""
    day, month, year = int(nik[6:8]) % 40, int(nik[8:10]), int(nik[10:12])
    try:
        return date(1900 + year if year >= 30 else 2000 + year, month, day)
    except ValueError:
        return None


def extracts(home: Path) -> list[Path]:
    """All enrolment extracts below a home, by branch."""
    return sorted(home.glob("inbox/*/PESERTA_*"))
