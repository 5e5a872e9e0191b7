"""What stands above a header: titles do, records must not."""

import re
from collections.abc import Sequence

from tasks.read.tables.left_out import row_list
from tasks.refusal import Refusal

PERSON = re.compile(r"\W*[0-9]([ .'\-]?[0-9]){9,}(\.0)?\W*|[0-9][.,][0-9]+E\+?[0-9]{2}", re.IGNORECASE)
FEWEST_FILLED = 3


def rows_above_header(rows: Sequence[Sequence[str | None]]) -> Refusal | None:
    """The refusal when rows above the header look like records; the first row of the file is number 1."""
    found = [number for number, row in enumerate(rows, start=1) if _looks_like_a_record(row)]
    return Refusal(code="ROWS_ABOVE_HEADER", detail=row_list(found)) if found else None


def _looks_like_a_record(row: Sequence[str | None]) -> bool:
    """Several cells are filled, and one of them alone is a number as long as those of people."""
    cells = [cell for cell in row if cell and cell.strip()]
    return len(cells) >= FEWEST_FILLED and any(PERSON.fullmatch(cell.strip()) for cell in cells)
