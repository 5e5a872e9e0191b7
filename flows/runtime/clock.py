"""The clock that decides what is today: Jakarta's."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")


def today_in_jakarta() -> date:
    """The calendar day in Jakarta."""
    return datetime.now(JAKARTA).date()
