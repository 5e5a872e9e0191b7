"""Hold a position whose number of rows is far from what the branch delivered before."""

from collections.abc import Mapping
from datetime import date

from settings import HoldSettings
from tasks.refusal import Refusal


def row_count_jump(
    rows: int, *, position_date: date, history: Mapping[date, int], limits: HoldSettings
) -> Refusal | None:
    """The reason to hold a file, or None.

    rows: accepted rows of the file; history: accepted rows of the branch's positions in force, by position date.
    Compared with the same month last year, else with the last earlier position; small branches are never held.
    """
    compared = _baseline_date(position_date, history)
    if compared is None:
        return None
    before = history[compared]
    if max(rows, before) < limits.min_rows:
        return None
    if limits.low_share * before <= rows <= limits.high_share * before:
        return None
    return Refusal(code="ROW_COUNT_JUMP", detail=f"{before} ({compared.isoformat()}) -> {rows}")


def _baseline_date(position_date: date, history: Mapping[date, int]) -> date | None:
    last_year = (position_date.year - 1, position_date.month)
    same_month = [day for day in history if (day.year, day.month) == last_year]
    earlier = [day for day in history if day < position_date]
    return max(same_month or earlier, default=None)
