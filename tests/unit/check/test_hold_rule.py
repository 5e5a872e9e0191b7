"""The hold rule: far fewer or far more rows than the same month last year, else than the last position."""

from datetime import date

import pytest

from settings import HoldSettings
from tasks.check.hold_rule import row_count_jump

DAY = date(2026, 3, 31)
MARCH_LAST_YEAR, FEBRUARY = date(2025, 3, 31), date(2026, 2, 28)


@pytest.mark.parametrize(
    ("rows", "history", "held"),
    [
        (5_000, {}, False),
        (5_000, {FEBRUARY: 2_500}, False),
        (5_001, {FEBRUARY: 2_500}, True),
        (1_250, {FEBRUARY: 2_500}, False),
        (1_249, {FEBRUARY: 2_500}, True),
        (300, {FEBRUARY: 20_000}, True),
        (900, {FEBRUARY: 100}, False),
        (5_000, {FEBRUARY: 1_000, MARCH_LAST_YEAR: 4_000}, False),
        (5_000, {FEBRUARY: 5_000, MARCH_LAST_YEAR: 1_000}, True),
        (5_000, {date(2026, 4, 30): 1_000}, False),
    ],
)
def test_a_jump_of_the_row_count_holds_the_file(rows: int, history: dict[date, int], *, held: bool) -> None:
    reason = row_count_jump(rows, position_date=DAY, history=history, limits=HoldSettings())
    assert (reason is not None) == held
    if reason:
        assert reason.code == "ROW_COUNT_JUMP"
        assert str(rows) in reason.detail
