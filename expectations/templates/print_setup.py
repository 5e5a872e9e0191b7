"""How a sheet prints: pages that a clerk can read and put in order."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

A4 = 9


def set_up_pages(sheet: "Worksheet") -> None:
    """A4 across, as wide as the columns are, the headers on every page, the sheet and the page named at the foot."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&F, &A&R&P / &N")
