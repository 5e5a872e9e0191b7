"""Rows of column numbers under a header, as Indonesian forms have them: `(1) (2) (3)`, `1 2 3`, `a b c`."""

import re
from collections.abc import Sequence
from itertools import pairwise

import polars as pl

LOOKED_AT = 3  # rows below a header, blank ones between
FEWEST = 3  # numbers in a row, or fewer where the table is as narrow
NUMBER = re.compile(r"[(\[]?\s*([0-9]{1,3})\s*[.)\]]?(?:\s*=.*)?")  # also `5=3+4`
LETTER = re.compile(r"[(\[]?\s*([a-z])\s*[.)\]]?", re.IGNORECASE)


def numbers_columns(rows: pl.DataFrame, *, place: int) -> list[int]:
    """The place of a row of column numbers from `place` on; an empty list where there is none."""
    for offset, row in enumerate(rows[place : place + LOOKED_AT].iter_rows()):
        cells = [(at, cell.strip()) for at, cell in enumerate(row) if cell and cell.strip().strip("\x1f")]
        if cells:
            return [place + offset] if _counts(cells) else []
    return []


def _counts(cells: Sequence[tuple[int, str]]) -> bool:
    """Whether the cells count up, one a column, from 0, 1 or 2, or from `a`."""
    for pattern, first in ((NUMBER, 0), (LETTER, ord("a"))):
        found = [pattern.fullmatch(cell) for _, cell in cells]
        if not all(found):
            continue
        values = [int(one[1]) if pattern is NUMBER else ord(one[1].lower()) for one in found if one]
        steps = [later - earlier for earlier, later in pairwise(values)]
        is_close = values[0] - first <= 2
        return len(values) >= FEWEST and is_close and all(step == 1 for step in steps)
    return False
