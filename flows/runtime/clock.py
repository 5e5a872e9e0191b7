"""The clock that decides what is today: Jakarta's."""

from datetime import date, datetime

from expectations.jakarta import JAKARTA


def today_in_jakarta() -> date:
    """The calendar day in Jakarta."""
    return datetime.now(JAKARTA).date()
