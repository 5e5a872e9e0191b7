"""Where days begin and end: what was delivered, run and published on a day is so by the clock of Jakarta."""

from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")
