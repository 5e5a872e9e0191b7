"""Compare the position date in a file's name with what the file itself says of it."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from tasks.ingest.position_gate.content_dates import DATE_DIFFERS, NEAR
from tasks.refusal import Refusal


def said_position(positions: Sequence[Mapping[str, str]], *, position_date: date) -> Refusal | None:
    """The reason to hold a file of which every title or column names a time more than two weeks from its position date.

    positions: `said` as YYYY-MM or YYYY-MM-DD, and `where` it stands.
    """
    if not positions or any(_fits(one["said"], position_date) for one in positions):
        return None
    told = ", ".join(f"{one['where']}: {one['said']}" for one in positions)
    return Refusal(code=DATE_DIFFERS, detail=f"{told}; nama/name {position_date.isoformat()}")


def _fits(said: str, position_date: date) -> bool:
    first, last = _span(said)
    return first - NEAR <= position_date <= last + NEAR


def _span(said: str) -> tuple[date, date]:
    """Both days, of a month its first and last."""
    if len(said) == len("YYYY-MM-DD"):
        return (date.fromisoformat(said),) * 2
    first = date.fromisoformat(f"{said}-01")
    return first, first + timedelta(days=monthrange(first.year, first.month)[1] - 1)
