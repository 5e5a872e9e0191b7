"""What a delivery itself says of its position date: a title such as `Posisi 31 Desember 2025`, or a column PERIODE."""

import re
from collections.abc import Sequence
from datetime import date

import polars as pl

from expectations.contracts.month_names import ENGLISH
from expectations.contracts.schema import Feed, FeedKind
from tasks.read.cells.columns import read_column
from tasks.read.tables.raw_table import kind_column

MOST = 0.9  # of the filled cells of a column have one month: then it is that of the position
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
NAMES = "|".join(sorted((*ENGLISH, *MONTHS), key=len, reverse=True))
SAYS = re.compile(
    r"(?<!berlaku )(?<!mulai )(?<!cetak )\b(?:per|posisi|periode|keadaan|kondisi|as of|data bulan)\b"
    r"(?!\s*(?:iuran|bayar|pembayaran|cetak|lahir))(.{4,80})",
    re.IGNORECASE,
)
DATES = re.compile(
    rf"(?<![0-9])(?:([0-9]{{1,2}})[\s./-]+)?({NAMES}|(?<![0-9])[0-9]{{1,2}})[\s./,-]+((?:19|20)[0-9]{{2}})(?![0-9])"
    r"|(?<![0-9])((?:19|20)[0-9]{2})-([0-9]{2})(?:-([0-9]{2}))?(?![0-9])",
    re.IGNORECASE,
)


def positions_above(rows: Sequence[Sequence[str | None]], *, feed: Feed) -> list[dict[str, str]]:
    """`said` (YYYY-MM or YYYY-MM-DD) and `where` of each date in a title that names the position of a whole extract."""
    if feed.kind is not FeedKind.SNAPSHOT:
        return []
    found = []
    for number, row in enumerate(rows, start=1):
        title = SAYS.search(" ".join(cell.strip() for cell in row if cell and cell.strip()))
        dates = [said for one in DATES.finditer(title[1]) if (said := _date(one))] if title else []
        found += [{"said": said, "where": f"baris/row {number}"} for said in dates]
    return found


def positions_in(cells: pl.DataFrame, frame: pl.DataFrame, *, feed: Feed, position_date: date) -> list[dict[str, str]]:
    """The same of a column that holds one month in nearly every row; one of many months says something else.

    frame: the typed cells; PERIODE may be the month that was paid.
    """
    found = []
    for field in feed.beside:
        if not field.says_position or field.name not in cells.columns:
            continue
        kinds = cells[kind_column(field.name)] if kind_column(field.name) in cells.columns else None
        months = read_column(cells[field.name], kinds, field=field, on=position_date, forced=None).values.drop_nulls()
        counted = months.alias("month").value_counts(name="rows", sort=True)
        paid = frame[field.unless_month_of].dt.month_start().mode() if field.unless_month_of else None
        if paid is not None and counted["month"].head(1).is_in(paid.implode()).any():
            continue
        if counted.height and counted["rows"][0] >= MOST * months.len():
            found.append({"said": f"{counted['month'][0]:%Y-%m}", "where": field.header})
    return found


def _date(found: re.Match[str]) -> str | None:
    """As ISO writes it, of a month that there is."""
    day, named, year, iso_year, iso_month, iso_day = found.groups()
    if iso_year:
        day, month, year = iso_day, int(iso_month), iso_year
    else:
        month = int(named) if named.isdigit() else MONTHS.index(ENGLISH.get(named.upper(), named.upper())) + 1
    if not 1 <= month <= len(MONTHS):
        return None
    try:
        return f"{year}-{month:02d}" if day is None else date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None
