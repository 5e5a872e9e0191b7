"""Numbers and dates as people read them: Indonesian 1.440.162; 16,05 %; 30 Juni 2021, English 1,440,162; 16.05 %.

Every text for people that holds a number asks here; a number that both languages share is written the Indonesian way.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NOTHING = "–"
POINT_AND_COMMA = str.maketrans(",.", ".,")


@dataclass(frozen=True, kw_only=True)
class Language:
    """How a language writes numbers and dates. points: thousands are set apart by points, decimals by a comma."""

    points: bool
    months: tuple[str, ...]

    def number(self, number: float | Decimal | None, *, decimals: int | None = None) -> str:
        """Write a number with thousands separators and as many decimals as it has, or `decimals`; a dash for none."""
        return (
            NOTHING
            if number is None
            else self._written(f"{number:,}" if decimals is None else f"{number:,.{decimals}f}")
        )

    def signed(self, number: float | Decimal | None) -> str:
        """Write a number as `number` does, always with its sign."""
        return NOTHING if number is None else self._written(f"{number:+,}").replace("-", "−")

    def percent(self, number: Decimal | None) -> str:
        """Two decimals, and the sign after a no-break space; a dash for none."""
        return NOTHING if number is None else f"{self.number(number, decimals=2)}\u00a0%"

    def day(self, day: date) -> str:
        """Write a date in words, for example 30 Juni 2021."""
        return f"{day.day} {self.months[day.month - 1]} {day.year}"

    def _written(self, english: str) -> str:
        return english.translate(POINT_AND_COMMA) if self.points else english


INDONESIAN = Language(
    points=True,
    months=("Januari", "Februari", "Maret", "April", "Mei", "Juni",
            "Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)  # fmt: skip
ENGLISH = Language(
    points=False,
    months=("January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December"),
)  # fmt: skip


def noun(number: float | Decimal, one: str, many: str = "") -> str:
    """The English word for so many of a thing. many: the plural, where it is not `one` with an s."""
    return one if abs(number) == 1 else many or f"{one}s"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its English word, by which a verb may stand: `1 file is`, `2,300 files are`."""
    return f"{ENGLISH.number(number)} {noun(number, one, many)}"
