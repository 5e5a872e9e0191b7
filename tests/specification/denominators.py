"""Which number of eligible workers stands for Buol on 31 May 2024."""

from datetime import date
from typing import NamedTuple

from tests.specification.tables import Example, Specification
from warehouse.figures.flags import Flag

AS_OF = date(2024, 5, 31)
EARLY, MAY, JUNE, JULY = date(2024, 1, 1), AS_OF, date(2024, 6, 1), date(2024, 7, 1)


class Delivered(NamedTuple):
    """A number of eligible workers in a file."""

    eligible: int
    year: int
    position_date: date
    issuer: str

    def __str__(self) -> str:
        """As the table shows it."""
        return f"{self.eligible} ({self.year}, {self.position_date}, {self.issuer})"


DENOMINATORS = Specification(
    title="Which number of eligible workers stands for Buol on 31 May 2024",
    section="Denominators",
    says="A number is written `eligible (year, position date, issuer)`.",
    given=("numbers delivered",),
    expected=("eligible", "of year", "flags"),
    examples=(
        Example(
            ((Delivered(2024, 2024, EARLY, "BPS"), Delivered(2023, 2023, EARLY, "BPS")),),
            (2024, 2024, ()),
            "the year of the date",
        ),
        Example(
            ((Delivered(2023, 2023, EARLY, "BPS"), Delivered(2025, 2025, EARLY, "BPS")),),
            (2023, 2023, (Flag.ELIGIBLE_EARLIER_YEAR,)),
            "else the newest earlier year",
        ),
        Example(
            ((Delivered(1, 2024, EARLY, "BPS"), Delivered(2, 2024, MAY, "BPS"), Delivered(3, 2024, JUNE, "BPS")),),
            (2, 2024, ()),
            "of several files the newest up to the date",
        ),
        Example(
            ((Delivered(2, 2024, JULY, "BPS"), Delivered(3, 2024, JUNE, "BPS")),),
            (3, 2024, (Flag.ELIGIBLE_LATER_POSITION,)),
            "else the earliest later one",
        ),
        Example(
            ((Delivered(1, 2024, EARLY, "DISNAKER"), Delivered(2, 2024, EARLY, "BPS")),),
            (2, 2024, (Flag.ELIGIBLE_AMBIGUOUS,)),
            "two issuers on one date: the first by name, flagged",
        ),
        Example(
            ((Delivered(2025, 2025, EARLY, "BPS"),),), (None, None, ()), "a later year says nothing about the date"
        ),
    ),
)
