"""Where days begin and end: what was delivered, run and published on a day is so by the clock of Jakarta."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")


def moment_text(moment: datetime | str, *, seconds: bool = False) -> str:
    """A moment as people in Jakarta read it: `2026-12-01 04:04 WIB`. A text is ISO 8601; one without zone is UTC."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    at = at.astimezone(JAKARTA) if at.tzinfo else at.replace(tzinfo=UTC).astimezone(JAKARTA)
    return f"{at:%Y-%m-%d %H:%M:%S} WIB" if seconds else f"{at:%Y-%m-%d %H:%M} WIB"
