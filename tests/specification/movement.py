"""What became of one person between 30 April and 31 May 2024."""

from datetime import date

from tests.specification.tables import Example, Specification

AS_OF, THEN = date(2024, 5, 31), date(2024, 4, 30)
PAID, ARREARS, LAPSED = date(2024, 5, 1), date(2024, 3, 1), date(2023, 10, 1)

MOVEMENT = Specification(
    title="What became of one person between 30 April and 31 May 2024",
    section="Movement",
    says="History begins on 31 January 2023. *Earlier* is the position of 31 March; a dash means not in the file.",
    given=("earlier: paid until", "30 April: paid until", "31 May: paid until", "31 May: ended on"),
    expected=("outcome",),
    examples=(
        Example((None, None, PAID, None), ("new",), "in no position before"),
        Example((PAID, None, PAID, None), ("returned",), "active before, not on 30 April, active again"),
        Example((LAPSED, LAPSED, PAID, None), ("new",), "was in files before, but never active"),
        Example((PAID, PAID, PAID, None), ("stays",), "active at both ends"),
        Example((PAID, PAID, ARREARS, None), ("stays",), "arrears within the grace months are active"),
        Example((PAID, PAID, LAPSED, None), ("lapsed",), "stopped paying"),
        Example((PAID, PAID, PAID, AS_OF), ("ended",), "the registration was ended"),
        Example((PAID, PAID, LAPSED, AS_OF), ("ended",), "ended, whatever was paid"),
        Example((PAID, PAID, None, None), ("gone",), "in no file any more"),
    ),
)
