"""Numbers and dates as Indonesian readers write them: 1.440.162; 16,05 %; 30 Juni 2021."""

from datetime import date
from decimal import Decimal

MONTHS_ID = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
)
MONTHS_EN = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
NOTHING = "–"
SWAP = str.maketrans(",.", ".,")


def id_count(number: int | None) -> str:
    """Whole number with thousands dots; a dash for none."""
    return NOTHING if number is None else f"{number:,}".translate(SWAP)


def id_signed(number: int | None) -> str:
    """As `id_count`, with its sign."""
    return NOTHING if number is None else f"{number:+,}".translate(SWAP).replace("-", "−")


def id_percent(number: Decimal | None) -> str:
    """Two decimals after a comma, and the sign after a no-break space; a dash for none."""
    return NOTHING if number is None else f"{number:,.2f}".translate(SWAP) + "\u00a0%"


def id_date(day: date) -> str:
    """30 Juni 2021."""
    return f"{day.day} {MONTHS_ID[day.month - 1]} {day.year}"


def en_date(day: date) -> str:
    """30 June 2021."""
    return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"
