"""A sheet whose rows are XML already (`tasks/publish/files/workbook/cells.py`); XlsxWriter writes everything else.

The few of its members that this needs begin with an underscore, so a test reads the workbooks back with two other
programs.
"""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet


class BulkSheet(Worksheet):  # type: ignore[misc, unused-ignore]
    """A sheet with a table of which only the head is written by XlsxWriter."""

    rows_xml = ""
    last_row = 0
    dim_rowmax: int | None

    def add_bulk_table(self, head_row: int, rows_xml: str, *, rows: int, options: Mapping[str, Any]) -> None:
        """Mark the head and so many rows as a table, with rows as `rows_of` gives them; row numbers from 0."""
        columns = len(options["columns"])
        self.add_table(head_row, 0, head_row + 1, columns - 1, dict(options))
        self.last_row = head_row + rows
        whole = xl_range(head_row, 0, self.last_row, columns - 1)
        self.tables[-1] |= {"range": whole, "a_range": whole, "autofilter": whole}
        self.rows_xml = rows_xml

    def _write_dimension(self) -> None:
        head: int | None = self.dim_rowmax
        if self.rows_xml:
            self.dim_rowmax = self.last_row
        super()._write_dimension()
        self.dim_rowmax = head

    def _write_rows(self) -> None:
        super()._write_rows()
        self.fh.write(self.rows_xml)
