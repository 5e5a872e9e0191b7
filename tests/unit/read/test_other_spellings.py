"""Codes of sex by another convention: a whole column decides, and a column that mixes conventions is not guessed."""

import pytest

from expectations.contracts import FEEDS
from tests.unit.read.extracts import HEADERS, ROWS, accept, text


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["L", "P", "L"], ["L", "P", "L"]),
        (["P", "W", "P"], ["L", "P", "L"]),
        (["Pria", "W", ""], ["L", "P", None]),
        (["P", "Wanita", "P"], ["P", "P", "P"]),  # the contract's own P
        (["1", "2", "1"], ["L", "P", "L"]),
        (["1", "2", "L"], [None, None, "L"]),
        (["0", "1", "1"], [None, None, None]),
        (["P", "W", "L"], ["P", None, "L"]),
    ],
)
def test_the_column_says_what_p_means(cells: list[str], expected: list[str | None]) -> None:
    rows = [(*row, cell) for row, cell in zip(ROWS, cells, strict=True)]
    frame = accept(text(rows, headers=(*HEADERS, "JENIS_KELAMIN")).encode(), feed=FEEDS["enrolment"]).frame
    assert frame["sex"].to_list() == expected
    unread = [code is None and cell != "" for code, cell in zip(expected, cells, strict=True)]
    assert frame["sex__unreadable"].to_list() == unread
