"""Whether a table ends in the very last row that a spreadsheet has: what was below it is lost."""

from tasks.read.tables.workbook import SHEET_ROWS

LIMITS = (65_536, 1_048_576)  # of XLS, and of XLSX
HAVE_ROWS = ("csv", "xlsx")  # a program may have kept a sheet as text


def row_limit(last_row: object, *, form: str) -> int | None:
    """The limit that the last row of a table has reached, the header counted; None where it has reached none.

    last_row: its number in the file, of several sheets that of the last one.
    """
    if form not in HAVE_ROWS or not isinstance(last_row, int):
        return None
    row = last_row % SHEET_ROWS
    return row if row in LIMITS else None
